import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { MediaTrack } from '#contract/entities/zone';
import { atLeast, atMost, told, type Figures } from '#test/bench/figure';
import type { FilmPart } from '#test/bench/film/film-part';
import { REAR, startSeen } from '#test/bench/film/seen';
import { DISC_FILMS, SUBTITLES, writeDiscFilm, writingOn } from '#test/support/disc-film';
import type { Box } from '#test/support/screen';
import { until } from '#test/support/until';

const SCREEN = { width: 720, height: 576, shape: '4:3', safeAreaPercent: 5 } as const;
const SAFE = { x: (SCREEN.width * SCREEN.safeAreaPercent) / 100, y: (SCREEN.height * SCREEN.safeAreaPercent) / 100 };
const LEAST_HEIGHT = 20;
/** How each kind of subtitles is told: by the language of its file, or of its track. */
const KINDS = { en: 'beside it, UTF-8', de: 'beside it, Latin-1', fr: 'inside it' } as const;

/** The same words from a file of UTF-8, one of Latin-1 and out of the film: they must look alike, and stand in the safe area. */
export const measureSubtitles: FilmPart = async ({ folder, pictures }) => {
  const stick = join(folder, 'STICK');
  await mkdir(stick);
  const inside = join(folder, 'inside.srt');
  for (const path of [inside, join(stick, 'circle.en.srt')]) await writeFile(path, SUBTITLES);
  await writeFile(join(stick, 'circle.de.srt'), Buffer.from(SUBTITLES, 'latin1'));
  await writeDiscFilm(join(stick, 'circle.mkv'), { ...DISC_FILMS['circle.mkv'], subtitles: inside, language: 'fre' });

  const { width, height, ...screen } = SCREEN;
  await using seen = await startSeen({ folder, stick, width, height, screen, pictures });
  const { client } = seen;
  await client.call('play', { id: REAR, videoId: await seen.filmOf('circle.mkv') });
  const tracks = await until(async () => {
    const { subtitleTracks } = await client.call('getZone', { id: REAR });
    return subtitleTracks.length >= Object.keys(KINDS).length ? subtitleTracks : undefined;
  });

  const boxes: { readonly name: string; readonly box: Box }[] = [];
  for (const track of tracks) {
    const name = nameOf(track);
    await client.call('setSubtitleTrack', { id: REAR, index: track.index });
    const box = await until(async () => writingOn(await seen.shot()));
    await seen.keep(`subtitles ${name}`);
    boxes.push({ name, box });
    await client.call('setSubtitleTrack', { id: REAR, index: null });
    await until(async () => writingOn(await seen.shot()) === undefined);
  }
  const first = boxes[0]?.box;
  return Object.fromEntries(boxes.map(({ name, box }) => [name, figuresOf(box, first)]));
};

function nameOf({ language, index }: MediaTrack): string {
  const [, name = `track ${String(index)}`] =
    Object.entries(KINDS).find(([kind]) => language?.startsWith(kind) === true) ?? [];
  return name;
}

function figuresOf(box: Box, first: Box | undefined): Figures {
  const sides = [
    box.left - SAFE.x,
    SCREEN.width - SAFE.x - box.left - box.width,
    SCREEN.height - SAFE.y - box.top - box.height,
  ];
  const off = first
    ? [box.left - first.left, box.top - first.top, box.width - first.width, box.height - first.height]
    : [];
  return {
    insideTheSafeAreaBy: atLeast(Math.min(...sides), 0, 'px'),
    height: atLeast(box.height, LEAST_HEIGHT, 'px'),
    width: told(box.width, 'px'),
    differsFromTheFirst: atMost(Math.max(0, ...off.map(Math.abs)), 0, 'px'),
  };
}

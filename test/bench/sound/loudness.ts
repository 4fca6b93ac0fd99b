import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { atMost, type Figures } from '#test/bench/figure';
import { clippingOf } from '#test/bench/sound/clipping';
import { playAlbum, startRecorded } from '#test/bench/sound/recorded';
import type { SoundPart } from '#test/bench/sound/sound-part';
import { ALBUM_GAIN_DB, LOUD_SONG_SECONDS, LOUD_SONGS, writeLoudSong, type LoudSong } from '#test/support/loud-songs';
import { loudnessOf, type LoudnessFacts } from '#test/support/sounds';

const REFERENCE_LUFS = -18;
const MOST_OFF_LU = 0.5;
const PREAMP_DB = 12;
/** Without a known peak (R128 tags have none) nothing is lifted further than the limiter holds unheard. */
const MOST_LIMITED_DB = 6;

/** Songs of four formats with tags, loud to quiet: how far from where they are to be, and whether one is cut off. */
export const measureLoudness: SoundPart = async ({ folder }) => {
  const [stick, plain, recorded] = [join(folder, 'STICK'), join(folder, 'plain'), join(folder, 'recorded')];
  for (const one of [stick, plain]) await mkdir(one);
  const own = new Map<LoudSong, LoudnessFacts>();
  for (const name of LOUD_SONGS) own.set(name, await writeLoudSong(name, stick, plain));
  await using service = await startRecorded(stick, recorded);
  const lines: Record<string, Figures> = {};
  for (const { name, setting, wanted } of waysOf(own)) {
    const file = await playAlbum(service, recorded, setting);
    lines[name] = {
      furthestOff: atMost(await furthestOff(file, wanted), MOST_OFF_LU, 'LU'),
      ...(await clippingOf(file)),
    };
  }
  return lines;
};

function waysOf(own: ReadonlyMap<LoudSong, LoudnessFacts>) {
  const facts = (name: LoudSong) => own.get(name) ?? { lufs: Number.NaN, peak: 1 };
  const headroomDb = (name: LoudSong) => (name === 'c.opus' ? MOST_LIMITED_DB : -20 * Math.log10(facts(name).peak));
  return [
    { name: 'track', setting: { mode: 'track', preampDb: 0 }, wanted: () => REFERENCE_LUFS },
    {
      name: 'auto, an album in order',
      setting: { mode: 'auto', preampDb: 0 },
      wanted: (name: LoudSong) => facts(name).lufs + ALBUM_GAIN_DB,
    },
    {
      name: `track, ${String(PREAMP_DB)} dB more`,
      setting: { mode: 'track', preampDb: PREAMP_DB },
      wanted: (name: LoudSong) => Math.min(REFERENCE_LUFS + PREAMP_DB, facts(name).lufs + headroomDb(name)),
    },
  ] as const;
}

async function furthestOff(file: string, wanted: (name: LoudSong) => number): Promise<number> {
  const off: number[] = [];
  for (const [place, name] of LOUD_SONGS.entries()) {
    const { lufs } = await loudnessOf(file, place * LOUD_SONG_SECONDS + 0.5, LOUD_SONG_SECONDS - 1);
    off.push(Math.abs(lufs - wanted(name)));
  }
  return Math.max(...off);
}

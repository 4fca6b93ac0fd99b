import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { coverBytes } from '#test/support/covers';
import { addHostileFiles, type HostileFile } from '#test/support/hostile-files';
import { filmSeedFile, runFfmpeg, seedBytes, seedFile, type SeedFormat } from '#test/support/seeds';
import { ffmpegTags, withFlacComments, withId3, type TestTags } from '#test/support/tags';

export interface StickPlan {
  readonly tracks?: number;
  /** One for every eleven tracks unless told. Every seventh is a compilation. */
  readonly albums?: number;
  readonly videos?: number;
  /** Of one series, called Lantern. */
  readonly episodes?: number;
  /** Taken in turn; mp3 and flac are quick, the others need one run of ffmpeg a file. */
  readonly formats?: readonly SeedFormat[];
  /** How many different sines the tracks take in turn; see `frequencyOf`. */
  readonly tones?: number;
  /** Length of each track and film. */
  readonly seconds?: number;
  readonly hasArtwork?: boolean;
  readonly hasPlaylist?: boolean;
  /** Adds what strangers' sticks hold. */
  readonly isHostile?: boolean;
}

export interface StickTrack extends TestTags {
  /** Relative to the stick. */
  readonly path: string;
  readonly format: SeedFormat;
  readonly frequencyHz: number;
}

/** What stands on a stick that was made. */
export interface StickTruth {
  readonly dir: string;
  readonly tracks: readonly StickTrack[];
  readonly videos: readonly { readonly path: string; readonly title: string }[];
  readonly hostile: readonly HostileFile[];
}

const TRACKS_PER_ALBUM = 11;
const COMPILATION_EVERY = 7;
const WRITERS = 16;
const ENCODERS = 2;
const WORDS = ['Amber', 'Bracken', 'Causeway', 'Dynamo', 'Ember', 'Fjord', 'Gantry', 'Harbour', 'Inlet', 'Juniper'];
const NOUNS = ['Road', 'Signal', 'Meadow', 'Engine', 'River', 'Lantern', 'Ridge', 'Tide'];
const GENRES = ['Rock', 'Folk', 'Jazz', 'Electronic', 'Classical'];

/** Far enough apart to be told from each other in any codec. */
export function frequencyOf(tone: number): number {
  return 300 + tone * 80;
}

/** Writes a stick; the same plan gives the same stick. 10,000 MP3 files take a few seconds. */
export async function makeStick(dir: string, plan: StickPlan = {}): Promise<StickTruth> {
  const { videos: videoCount = 0, seconds = 2, hasArtwork = false, hasPlaylist = false, isHostile = false } = plan;
  const tracks = planTracks(plan);
  const folders = new Set(tracks.map((track) => dirname(track.path)));
  await mkdir(dir, { recursive: true });
  await inParallel([...folders], WRITERS, (folder) => mkdir(join(dir, folder), { recursive: true }));

  await writeTracks(dir, tracks, seconds);
  if (hasArtwork) {
    await inParallel([...folders].entries().toArray(), WRITERS, async ([index, folder]) =>
      writeFile(join(dir, folder, 'cover.jpg'), await coverBytes(index)),
    );
  }
  const videos = await writeVideos(dir, videoCount, seconds);
  await writeEpisodes(dir, plan.episodes ?? 0, seconds);
  if (hasPlaylist) {
    const lines = tracks.filter((_track, index) => index % 5 === 0).map((track) => track.path);
    await writeFile(join(dir, 'Every Fifth.m3u8'), `#EXTM3U\n${lines.join('\n')}\n`);
  }
  return { dir, tracks, videos, hostile: isHostile ? await addHostileFiles(dir) : [] };
}

/** The tracks of a plan, without writing anything. */
export function planTracks(plan: StickPlan): StickTrack[] {
  const { tracks = 0, formats = ['mp3'], tones = 1 } = plan;
  const albums = plan.albums ?? Math.ceil(tracks / TRACKS_PER_ALBUM);
  const perAlbum = Math.ceil(tracks / Math.max(1, albums));
  return Array.from({ length: tracks }, (_none, index) => {
    const album = Math.floor(index / perAlbum);
    const number = (index % perAlbum) + 1;
    return planTrack(index, album, number, pick(formats, index), frequencyOf(index % tones));
  });
}

function planTrack(index: number, album: number, number: number, format: SeedFormat, frequencyHz: number): StickTrack {
  const isCompilation = album % COMPILATION_EVERY === COMPILATION_EVERY - 1;
  const band = `The ${pick(WORDS, Math.floor(album / 3))} ${pick(NOUNS, Math.floor(album / 30))}s`;
  const albumTitle = `${pick(WORDS, album)} ${pick(NOUNS, Math.floor(album / WORDS.length))} ${String(album + 1)}`;
  const title = `${pick(WORDS, index * 7)} ${pick(NOUNS, index * 3)} ${String(index + 1)}`;
  const albumArtist = isCompilation ? 'Various Artists' : band;
  return {
    path: `${albumArtist}/${albumTitle}/${String(number).padStart(2, '0')} ${title}.${format}`,
    format,
    frequencyHz,
    title,
    artist: isCompilation ? `Guest ${String(number)}` : band,
    album: albumTitle,
    albumArtist,
    genre: pick(GENRES, album),
    year: 1970 + (album % 55),
    trackNumber: number,
    discNumber: 1,
    isCompilation,
  };
}

async function writeTracks(dir: string, tracks: readonly StickTrack[], seconds: number): Promise<void> {
  const isQuick = ({ format }: StickTrack) => format === 'mp3' || format === 'flac';
  const seeds = new Map<string, Buffer>();
  for (const { format, frequencyHz } of tracks.filter(isQuick)) {
    const key = `${format} ${String(frequencyHz)}`;
    if (!seeds.has(key)) seeds.set(key, await seedBytes({ format, frequencyHz, seconds }));
  }
  await inParallel(tracks.filter(isQuick), WRITERS, (track) => {
    const seed = seeds.get(`${track.format} ${String(track.frequencyHz)}`) ?? Buffer.alloc(0);
    return writeFile(
      join(dir, track.path),
      track.format === 'mp3' ? withId3(seed, track) : withFlacComments(seed, track),
    );
  });
  await inParallel(
    tracks.filter((track) => !isQuick(track)),
    ENCODERS,
    async (track) => {
      const seed = await seedFile({ ...track, seconds });
      const container = track.format === 'aac' || track.format === 'aiff' ? ['-write_id3v2', '1'] : [];
      await runFfmpeg(['-i', seed, '-c', 'copy', ...container, ...ffmpegTags(track), join(dir, track.path)]);
    },
  );
}

async function writeVideos(dir: string, count: number, seconds: number): Promise<StickTruth['videos']> {
  if (count === 0) return [];
  const videos = Array.from({ length: count }, (_none, index) => {
    const title = `${pick(WORDS, index)} Film ${String(index + 1)}`;
    return { title, path: `Films/${title}.${index % 2 === 0 ? 'mkv' : 'mp4'}` };
  });
  await mkdir(join(dir, 'Films'), { recursive: true });
  for (const { path } of videos) {
    await copyFile(await filmSeedFile(path.endsWith('mkv') ? 'mkv' : 'mp4', seconds), join(dir, path));
  }
  return videos;
}

async function writeEpisodes(dir: string, count: number, seconds: number): Promise<void> {
  const folder = join(dir, 'Lantern', 'Season 1');
  if (count > 0) await mkdir(folder, { recursive: true });
  for (let number = 1; number <= count; number += 1) {
    await copyFile(
      await filmSeedFile('mkv', seconds),
      join(folder, `Lantern S01E0${String(number)} ${pick(NOUNS, number)}.mkv`),
    );
  }
}

function pick<Item>(list: readonly Item[], index: number): Item {
  const item = list[index % list.length];
  if (item === undefined) throw new Error('Nothing to pick from');
  return item;
}

async function inParallel<Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}

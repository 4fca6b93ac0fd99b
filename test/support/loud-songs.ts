import { join } from 'node:path';

import { ffmpeg, loudnessOf, type LoudnessFacts } from '#test/support/sounds';

export const LOUD_SONG_SECONDS = 5;
/** Of the album that all of them are tagged with. */
export const ALBUM_GAIN_DB = -4;

/** Loud, usual and quiet ones, in the order of their album, each with the tags that its format has for loudness. */
const SONGS = {
  'a.flac': { amplitude: 0.9, tags: 'replaygain' },
  'b.mp3': { amplitude: 0.4, tags: 'replaygain' },
  'c.opus': { amplitude: 0.1, tags: 'r128' },
  'd.ogg': { amplitude: 0.6, tags: 'replaygain' },
} as const;

export type LoudSong = keyof typeof SONGS;

export const LOUD_SONGS = Object.keys(SONGS) as LoudSong[];

/** Writes one of them into `folder`, and without any tag into `plainFolder`; gives how loud it is by itself. */
export async function writeLoudSong(name: LoudSong, folder: string, plainFolder: string): Promise<LoudnessFacts> {
  const { amplitude, tags } = SONGS[name];
  const chord = `${String(amplitude / 2)}*(sin(2*PI*440*t)+sin(2*PI*1501*t))`;
  const plain = join(plainFolder, `plain-${name}`);
  return writeTaggedSong({ file: join(folder, name), plain, sound: chord, tags, number: LOUD_SONGS.indexOf(name) + 1 });
}

export interface TaggedSong {
  readonly file: string;
  /** The same without tags. */
  readonly plain: string;
  /** Of both channels, as ffmpeg's `aevalsrc` has it. */
  readonly sound: string;
  /** `r128` says nothing of peaks. */
  readonly tags: 'replaygain' | 'r128';
  readonly number: number;
}

/** Writes a song that tells how loud it is, and gives that. */
export async function writeTaggedSong({ file, plain, sound, tags, number }: TaggedSong): Promise<LoudnessFacts> {
  const source = `aevalsrc=${sound}|${sound}:s=44100:d=${String(LOUD_SONG_SECONDS)}`;
  await ffmpeg('-f', 'lavfi', '-i', source, plain);
  const facts = await loudnessOf(plain);
  const words = { album: 'Loud and quiet', track: String(number), ...loudnessTags(tags, facts) };
  await ffmpeg('-i', plain, '-c', 'copy', ...asMetadata(words), file);
  return facts;
}

function loudnessTags(kind: TaggedSong['tags'], { lufs, peak }: LoudnessFacts): Readonly<Record<string, string>> {
  const gainDb = -18 - lufs;
  if (kind === 'r128') {
    const words = (db: number) => String(Math.round((db - 5) * 256));
    return { R128_TRACK_GAIN: words(gainDb), R128_ALBUM_GAIN: words(ALBUM_GAIN_DB) };
  }
  return {
    REPLAYGAIN_TRACK_GAIN: `${gainDb.toFixed(2)} dB`,
    REPLAYGAIN_TRACK_PEAK: peak.toFixed(6),
    REPLAYGAIN_ALBUM_GAIN: `${ALBUM_GAIN_DB.toFixed(2)} dB`,
    REPLAYGAIN_ALBUM_PEAK: '0.990000',
  };
}

function asMetadata(words: Readonly<Record<string, string>>): string[] {
  return Object.entries(words).flatMap(([key, text]) => ['-metadata', `${key}=${text}`]);
}

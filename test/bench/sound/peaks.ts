import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { clippingOf } from '#test/bench/sound/clipping';
import { playAlbum, startRecorded } from '#test/bench/sound/recorded';
import type { SoundPart } from '#test/bench/sound/sound-part';
import { writeTaggedSong } from '#test/support/loud-songs';

const PREAMP_DB = 12;
const BURSTS = String.raw`if(lt(mod(t\,0.5)\,0.02)\,0.9\,0.05)*sin(2*PI*440*t)`;
/** One whose tags tell of its peaks, and one of which nobody knows. */
const SONGS = [
  { name: 'a.flac', tags: 'replaygain' },
  { name: 'b.opus', tags: 'r128' },
] as const;

/** Quiet songs with short peaks near full scale, which want to be much louder: nothing may be cut off. */
export const measurePeaks: SoundPart = async ({ folder }) => {
  const [stick, recorded] = [join(folder, 'STICK'), join(folder, 'recorded')];
  await mkdir(stick);
  for (const [place, { name, tags }] of SONGS.entries()) {
    const plain = join(folder, name);
    await writeTaggedSong({ file: join(stick, name), plain, sound: BURSTS, tags, number: place + 1 });
  }
  await using service = await startRecorded(stick, recorded);
  const file = await playAlbum(service, recorded, { mode: 'track', preampDb: PREAMP_DB });
  return { [`quiet songs, ${String(PREAMP_DB)} dB more`]: await clippingOf(file) };
};

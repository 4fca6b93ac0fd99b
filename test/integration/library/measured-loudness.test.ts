import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';

import { trackId } from '#contract/entities/ids';
import { fileId } from '#kernel/derive-id';
import { EVERYTHING, makeScanning, VOLUME, type Scanning } from '#test/integration/library/scanning';
import { ffmpeg, loudnessOf } from '#test/support/sounds';

vi.setConfig({ testTimeout: 120_000 });

const QUIET = 'Album/01 Quiet.flac';
const LOUD = 'Album/02 Loud.mp3';
const TOLD = 'Album/03 Told.flac';
const SILENT = 'Album/04 Silent.flac';
const LIFTED = 'Album/05 Lifted.flac';

const never = new AbortController().signal;

async function makeSong(scanning: Scanning, name: string, amplitude: number, ...words: string[]): Promise<void> {
  await mkdir(join(scanning.stick, 'Album'), { recursive: true });
  const sound = `aevalsrc=${amplitude}*sin(2*PI*440*t)|${amplitude}*sin(2*PI*440*t):s=44100:d=4`;
  await ffmpeg('-f', 'lavfi', '-i', sound, '-metadata', 'album=One', ...words, join(scanning.stick, name));
}

const known = ({ library }: Scanning, name: string) =>
  library.playables.loudnessOf(trackId.parse(fileId(VOLUME, Buffer.from(name))));

it('is found for songs whose tags do not tell, kept until they change, and never asked of others', async () => {
  await using scanning = await makeScanning();
  await makeSong(scanning, QUIET, 0.05);
  await makeSong(scanning, LOUD, 0.8);
  await makeSong(scanning, TOLD, 0.3, '-metadata', 'REPLAYGAIN_TRACK_GAIN=-1.00 dB');
  await makeSong(scanning, SILENT, 0);
  // As R128 tags are: a gain, and not how high the peaks are.
  await makeSong(scanning, LIFTED, 0.05, '-metadata', 'REPLAYGAIN_TRACK_GAIN=+9.00 dB');
  await scanning.scan();
  expect(known(scanning, QUIET)?.trackGainDb).toBeUndefined();

  const volume = { volumeId: VOLUME, mountPoint: Buffer.from(scanning.stick) };
  await scanning.runner.measureLoudness(volume, never);
  for (const name of [QUIET, LOUD]) {
    const { lufs, peak } = await loudnessOf(join(scanning.stick, name));
    expect(known(scanning, name)?.trackGainDb).toBeCloseTo(-18 - lufs, 0);
    expect(known(scanning, name)?.trackPeak).toBeCloseTo(peak, 1);
  }
  expect(known(scanning, TOLD)).toMatchObject({ trackGainDb: -1, trackPeak: undefined });
  expect(known(scanning, SILENT)?.trackGainDb).toBeUndefined();
  expect(known(scanning, LIFTED)?.trackGainDb).toBe(9);
  expect(known(scanning, LIFTED)?.trackPeak).toBeCloseTo(0.05, 2);

  const before = known(scanning, QUIET)?.trackGainDb ?? 0;
  await makeSong(scanning, QUIET, 0.5);
  await scanning.scan();
  expect(known(scanning, QUIET)?.trackGainDb).toBeUndefined();
  expect(known(scanning, LOUD)?.trackGainDb).toBeDefined();
  await scanning.runner.measureLoudness(volume, never);
  expect(known(scanning, QUIET)?.trackGainDb).toBeCloseTo(before - 20, 0);
});

it('is that of each part where a sheet makes several songs of one file', async () => {
  await using scanning = await makeScanning();
  await mkdir(join(scanning.stick, 'Disc'), { recursive: true });
  const [quiet, loud] = [0.05, 0.5].map((amplitude) => `aevalsrc=${amplitude}*sin(2*PI*440*t):s=44100:d=5`);
  const both = ['-f', 'lavfi', '-i', quiet ?? '', '-f', 'lavfi', '-i', loud ?? ''];
  const disc = join(scanning.stick, 'Disc/disc.flac');
  await ffmpeg(...both, '-filter_complex', 'concat=n=2:v=0:a=1', disc);
  const [one, two] = ['TRACK 01 AUDIO\nINDEX 01 00:00:00\n', 'TRACK 02 AUDIO\nINDEX 01 00:05:00\n'];
  await writeFile(join(scanning.stick, 'Disc/disc.cue'), `FILE "disc.flac" WAVE\n${one}${two}`);
  await scanning.scan();

  await scanning.runner.measureLoudness({ volumeId: VOLUME, mountPoint: Buffer.from(scanning.stick) }, never);
  const { items } = scanning.library.tracks.list(EVERYTHING, { offset: 0, limit: 10 });
  const songs = items.toSorted((a, b) => (a.trackNumber ?? 0) - (b.trackNumber ?? 0));
  expect(songs).toHaveLength(2);
  const found = songs.map(({ id }) => scanning.library.playables.loudnessOf(id));
  for (const [place, fromS] of [0, 5].entries()) {
    const { lufs, peak } = await loudnessOf(disc, fromS, 5);
    expect(found[place]?.trackGainDb).toBeCloseTo(-18 - lufs, 0);
    expect(found[place]?.trackPeak).toBeCloseTo(peak, 2);
  }
  expect((found[0]?.trackGainDb ?? 0) - (found[1]?.trackGainDb ?? 0)).toBeCloseTo(20, 0);
});

it('is called off at once', async () => {
  await using scanning = await makeScanning();
  await makeSong(scanning, QUIET, 0.05);
  await scanning.scan();
  const cancel = new AbortController();
  const measuring = scanning.runner.measureLoudness(
    { volumeId: VOLUME, mountPoint: Buffer.from(scanning.stick) },
    cancel.signal,
  );
  cancel.abort(new Error('pulled'));
  await expect(measuring).rejects.toThrow('pulled');
  expect(known(scanning, QUIET)?.trackGainDb).toBeUndefined();
});

import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { zoneId } from '#contract/entities/ids';
import type { Track } from '#contract/entities/track';
import { readRecordings, tonesOf, type Recording } from '#test/support/pcm';
import { apeSound, CAN_WRITE_MUSEPACK, dsfSound, writeMusepack } from '#test/support/rare-sounds';
import { startService, type RunningService } from '#test/support/service';
import { makeTempFolder, type TempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

const FRONT = zoneId.parse('front');
const SECONDS = 3;

describe('sounds that few have', () => {
  let scratch: TempFolder;
  let service: RunningService;
  let songs: readonly Track[];
  let pcm: string;

  beforeAll(async () => {
    scratch = await makeTempFolder();
    const stick = join(scratch.path, 'stick');
    // A folder each: what stands beside a song plays on behind it.
    for (const folder of ['ape', 'dsf', 'mpc']) await mkdir(join(stick, folder), { recursive: true });
    pcm = join(scratch.path, 'pcm');
    await mkdir(pcm);
    await writeFile(join(stick, 'ape', 'a.ape'), apeSound({ title: 'Ape', artist: 'Monkey', seconds: SECONDS }));
    await writeFile(
      join(stick, 'dsf', 'a.dsf'),
      dsfSound({ title: 'One Bit', artist: 'Sigma', seconds: SECONDS, frequencyHz: 440 }),
    );
    if (CAN_WRITE_MUSEPACK) {
      const wanted = { title: 'Muse', artist: 'Pack', seconds: SECONDS, frequencyHz: 700 };
      await writeMusepack(join(scratch.path, 'a.mpc'), wanted);
      await copyFile(join(scratch.path, 'a.mpc'), join(stick, 'mpc', 'a.mpc'));
    }
    service = await startService({ media: [stick], audioOutput: `pcm:${pcm}` });
    const { client } = service;
    await until(async () => (await client.call('listVolumes', {})).some(({ lastScan }) => lastScan !== null), {
      limitMs: 60_000,
    });
    songs = (await client.call('listTracks', {})).items;
  }, 120_000);

  afterAll(async () => {
    await service.stop();
    await scratch[Symbol.asyncDispose]();
  });

  const FORMATS = [
    { file: 'ape/a.ape', title: 'Ape', artist: 'Monkey', tones: [] },
    { file: 'dsf/a.dsf', title: 'One Bit', artist: 'Sigma', tones: [440] },
    { file: 'mpc/a.mpc', title: 'Muse', artist: 'Pack', tones: [700] },
  ];

  it.for(FORMATS)(
    'plays $file to its end, and knows its tags and its length',
    async ({ file, title, artist, tones }, ctx) => {
      if (file === 'mpc/a.mpc' && !CAN_WRITE_MUSEPACK) ctx.skip('mpcenc (musepack-tools) is not installed');
      const song = songs.find(({ path }) => path === file);
      expect(song).toMatchObject({ title, artist });
      expect(Math.abs((song?.durationMs ?? 0) - SECONDS * 1_000)).toBeLessThan(100);

      const { client } = service;
      const before = (await readRecordings(pcm)).length;
      await client.call('play', { id: FRONT, trackId: song?.id });
      const zone = () => client.call('getZone', { id: FRONT });
      // By itself: one that could not be played would not have been put on.
      await until(async () => (await zone()).status === 'stopped' && (await readRecordings(pcm)).length > before);
      const [recording] = (await readRecordings(pcm)).slice(before);
      expect(recording && tonesOf(recording)).toEqual(tones.map((tone) => expect.closeTo(tone, -1) as number));
      expect(lengthOf(recording)).toBeGreaterThan(SECONDS - 0.1);
      expect(lengthOf(recording)).toBeLessThan(SECONDS + 0.2);
    },
  );
});

function lengthOf(recording: Recording | undefined): number {
  return recording ? recording.samples.length / recording.sampleRate : 0;
}

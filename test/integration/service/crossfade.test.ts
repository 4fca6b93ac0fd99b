import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';

import { FRONT, scanned } from '#test/integration/service/support/asking';
import { writeToneSongs } from '#test/support/tone-songs';
import { firstOf } from '#test/support/first-of';
import { endPlayersOf } from '#test/support/left-players';
import { hasNullSink, levelsOf, startNullSink, WINDOW_MS } from '#test/support/null-sink';
import { startService } from '#test/support/service';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const TONES = [600, 5_000, 2_000] as const;
const SECONDS = 22;
const CROSSFADE_S = 4;
/** Of a tone that is not there. */
const GONE_DB = -50;
/** Windows of a second. */
const LAST = 1_000 / WINDOW_MS;

async function setup(env: Readonly<Record<string, string>>) {
  const folder = await makeTempFolder();
  const [stick, data] = [join(folder.path, 'STICK'), join(folder.path, 'data')];
  await writeToneSongs(stick, TONES, SECONDS);
  const service = await startService({ data, media: [stick], audioOutput: 'pulse', env });
  onTestFinished(async () => {
    await service.stop();
    await endPlayersOf(data);
    await folder[Symbol.asyncDispose]();
  });
  await scanned(service);
  const { client } = service;
  await client.call('changeSettings', { crossfadeSeconds: CROSSFADE_S });
  await client.call('setVolume', { id: FRONT, percent: 100 });
  const { id: volumeId } = firstOf(await client.call('listVolumes', {}));
  return {
    ...{ client, data },
    play: () => client.call('play', { id: FRONT, volumeId, path: '' }),
    untilSong: (index: number) =>
      until(async () => (await client.call('getZone', { id: FRONT })).queueIndex === index, {
        limitMs: 60_000,
        everyMs: 100,
      }),
  };
}

// Recorded in real time: what a busy machine does not play in time is heard as a gap.
it(
  'fades a song into the next one, and leaves nothing of it behind when another is asked for',
  { retry: 2 },
  async (ctx) => {
    if (!(await hasNullSink())) ctx.skip('PulseAudio is not installed');
    const sink = await startNullSink();
    onTestFinished(() => sink[Symbol.asyncDispose]());
    const { client, data, play, untilSong } = await setup(sink.env);

    await play();
    await untilSong(1);
    const begun = await client.call('getZone', { id: FRONT });
    const both = async () => {
      const samples = await sink.samples();
      const [old, young] = [levelsOf(samples, TONES[0]), levelsOf(samples, TONES[1])];
      return old.filter((db, at) => db > GONE_DB && (young[at] ?? GONE_DB) > GONE_DB).length * WINDOW_MS;
    };
    await until(async () => (await both()) > CROSSFADE_S * 500, { limitMs: 30_000, everyMs: 500 });

    expect(begun.item?.title).toContain(String(TONES[1]));

    await untilSong(2);
    const asked = await sink.length();
    await client.call('pause', { id: FRONT });
    await client.call('seek', { id: FRONT, positionMs: 0 });
    await client.call('resume', { id: FRONT });
    const windows = async (hertz: number) => levelsOf(await sink.samples(asked), hertz).map((db) => db > GONE_DB);
    const isAlone = async () => {
      const [old, young] = [await windows(TONES[1]), await windows(TONES[2])];
      return young.length > LAST && young.slice(-LAST).every(Boolean) && !old.slice(-LAST).some(Boolean);
    };
    await until(isAlone, { limitMs: 30_000, everyMs: 250 });
    const oldMs = (await windows(TONES[1])).filter(Boolean).length * WINDOW_MS;

    expect(oldMs).toBeLessThan(CROSSFADE_S * 500);
    await until(async () =>
      (await readdir(`${data}-home`, { recursive: true })).every((name) => !name.includes('tail-')),
    );
  },
);

import { expect, it, onTestFinished, vi } from 'vitest';

import { trackId } from '#contract/entities/ids';
import { FRONT, startRig } from '#test/integration/player/support/rig';
import { hasNullSink, levelsOf, SINK_RATE, startNullSink } from '#test/support/null-sink';
import { seedFile } from '#test/support/seeds';
import { until } from '#test/support/until';
import { song } from '#test/unit/player/support/memory-catalog';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

const HZ = 440;
/** Of the seeds' tones. */
const FULL_DB = 20 * Math.log10(0.9);

// A FLAC of 16 bits: in whole numbers, a player has 256 steps for all volumes, and the lower ones are none.
it('is as quiet as it was made, and not silent', { retry: 2 }, async (ctx) => {
  if (!(await hasNullSink())) ctx.skip('PulseAudio is not installed');
  const sink = await startNullSink();
  onTestFinished(() => sink[Symbol.asyncDispose]());
  vi.stubEnv('PULSE_SERVER', sink.env['PULSE_SERVER']);
  onTestFinished(() => void vi.unstubAllEnvs());
  const file = await seedFile({ format: 'flac', frequencyHz: HZ, seconds: 120 });
  const rig = await startRig({ items: [song('tone.flac', Buffer.from(file))], output: 'pulse' });
  onTestFinished(() => rig.close());
  await until(() => rig.isReady());
  await rig.handlers.setVolume({ id: FRONT, percent: 100 });
  await rig.handlers.play({ id: FRONT, trackId: trackId.parse('tone.flac') });
  /** Of the last half second. */
  const isAt = (db: number) => async () => {
    const levels = levelsOf(await sink.samples(Math.max(0, (await sink.length()) - SINK_RATE / 2)), HZ);
    return levels.length > 20 && levels.every((level) => Math.abs(level - db) < 0.5);
  };
  await until(isAt(FULL_DB), { limitMs: 40_000, everyMs: 200 });

  for (const percent of [20, 10]) {
    await rig.handlers.setVolume({ id: FRONT, percent });
    await until(isAt(FULL_DB + 60 * Math.log10(percent / 100)), { limitMs: 25_000, everyMs: 200 });
  }
  expect(rig.zone().volumePercent).toBe(10);
});

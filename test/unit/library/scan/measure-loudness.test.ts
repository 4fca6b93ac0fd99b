import { describe, expect, it } from 'vitest';

import { volumeId } from '#contract/entities/ids';
import type { LoudnessStore, MeasuredLoudness } from '#library/ports';
import { measureLoudness } from '#library/scan/measure-loudness';
import type { LoudnessMeter } from '#library/scan/scan-ports';

const VOLUME = { volumeId: volumeId.parse('v1'), mountPoint: Buffer.from('/stick') };
const FOUND: MeasuredLoudness = { lufs: -20, peak: 0.5 };

function setup(names: readonly string[], measure: (name: string) => Awaited<ReturnType<LoudnessMeter['measure']>>) {
  const saved = new Map<string, MeasuredLoudness | undefined>();
  const asked: string[] = [];
  const writes: number[] = [];
  const store: LoudnessStore = {
    unmeasured: (_volumeId, limit) =>
      names
        .filter((name) => !saved.has(name))
        .slice(0, limit)
        .map((id) => ({ id, path: Buffer.from(id), startMs: null, endMs: null })),
    saveMeasured: (songs) => {
      writes.push(songs.length);
      for (const { id, measured } of songs) saved.set(id, measured);
    },
  };
  const meter: LoudnessMeter = {
    measure: ({ path }) => {
      asked.push(path.toString());
      return Promise.resolve(measure(path.toString()));
    },
  };
  const run = (signal: AbortSignal, isBusy = () => false) => measureLoudness({ store, meter, isBusy }, VOLUME, signal);
  return { run, saved, asked, writes };
}

describe('the songs that no tag tells of', () => {
  it('are measured one after the other, each once, also those that nobody can read', async () => {
    const names = Array.from({ length: 120 }, (_none, index) => `${index}.mp3`);
    const { run, saved, asked, writes } = setup(names, (name) => (name === '7.mp3' ? 'unreadable' : FOUND));
    await run(new AbortController().signal);
    expect(asked).toEqual(names);
    expect(saved.get('7.mp3')).toBeUndefined();
    expect(saved.get('8.mp3')).toBe(FOUND);
    expect(saved.size).toBe(120);
    expect(writes).toEqual([20, 20, 10, 20, 20, 10, 20]);
  });

  it('wait for another time when the device fails, one or all of them', async () => {
    const one = setup(['a', 'b', 'c'], (name) => (name === 'b' ? 'failed' : FOUND));
    await one.run(new AbortController().signal);
    expect([...one.saved.keys()]).toEqual(['a', 'c']);

    const all = setup(['a', 'b', 'c', 'd', 'e'], () => 'failed');
    await all.run(new AbortController().signal);
    expect(all.asked).toEqual(['a', 'b', 'c']);
    expect(all.saved.size).toBe(0);
  });

  it('are left alone while sticks are looked through, and once it is called off', async () => {
    const cancel = new AbortController();
    const { run, asked } = setup(['a'], () => FOUND);
    const running = run(cancel.signal, () => true);
    cancel.abort(new Error('pulled'));
    await expect(running).rejects.toThrow();
    expect(asked).toEqual([]);
  });

  it('keep what was measured of them when it is called off', async () => {
    const cancel = new AbortController();
    const { run, saved } = setup(['a', 'b', 'c'], (name) => {
      if (name === 'c') cancel.abort(new Error('pulled'));
      return FOUND;
    });
    await expect(run(cancel.signal)).rejects.toThrow('pulled');
    expect([...saved.keys()]).toEqual(['a', 'b']);
  });
});

import { describe, expect, it } from 'vitest';

import { Lifecycle, type Part } from '#kernel/lifecycle';
import { silentLogger } from '#kernel/logger';

function setup() {
  const calls: string[] = [];
  const part = (name: string, overrides: Partial<Part> = {}): Part => ({
    name,
    start: () => {
      calls.push(`start ${name}`);
    },
    stop: () => {
      calls.push(`stop ${name}`);
    },
    ...overrides,
  });
  return { calls, part };
}

describe('Lifecycle', () => {
  it('starts in order and stops in reverse', async () => {
    const { calls, part } = setup();
    const lifecycle = new Lifecycle([part('a'), part('b')], silentLogger);

    await lifecycle.start();
    await lifecycle.stop();

    expect(calls).toEqual(['start a', 'start b', 'stop b', 'stop a']);
  });

  it('stops what had started when a later part fails, and tells the failure', async () => {
    const { calls, part } = setup();
    const broken = part('b', { start: () => Promise.reject(new Error('no sound card')) });
    const lifecycle = new Lifecycle([part('a'), broken, part('c')], silentLogger);

    await expect(lifecycle.start()).rejects.toThrow('no sound card');
    expect(calls).toEqual(['start a', 'stop b', 'stop a']);
  });

  it('leaves behind a part that does not stop in time', async () => {
    const { calls, part } = setup();
    const hung = part('b', { stop: () => new Promise(() => undefined), stopLimitMs: 20 });
    const lifecycle = new Lifecycle([part('a'), hung], silentLogger);

    await lifecycle.start();
    await lifecycle.stop();

    expect(calls).toEqual(['start a', 'start b', 'stop a']);
  });
});

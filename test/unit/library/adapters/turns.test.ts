import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';

import { Turns } from '#library/adapters/turns';

const signal = new AbortController().signal;

function setup() {
  const turns = new Turns(2);
  const started: string[] = [];
  const gates = new Map<string, () => void>();
  const run = (name: string, by = signal) =>
    turns.run(() => {
      started.push(name);
      return new Promise<string>((resolve) => gates.set(name, () => resolve(name)));
    }, by);
  const end = async (name: string) => {
    gates.get(name)?.();
    await setTimeout(0);
  };
  return { turns, run, end, started };
}

describe('turns', () => {
  it('are given to so many at once, in order', async () => {
    const { run, end, started } = setup();
    const all = ['a', 'b', 'c', 'd'].map((name) => run(name));
    expect(started).toEqual(['a', 'b']);

    await end('b');
    expect(started).toEqual(['a', 'b', 'c']);
    for (const name of ['a', 'c', 'd']) await end(name);
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are not lost by one who is cancelled while waiting, or by one who fails', async () => {
    const { turns, run, end, started } = setup();
    const cancel = new AbortController();
    void run('a');
    const failing = turns.run(() => Promise.reject(new Error('broken')), signal);
    const waiting = run('b', cancel.signal);
    const last = run('c');
    cancel.abort(new Error('pulled'));

    await expect(waiting).rejects.toThrow('pulled');
    await expect(failing).rejects.toThrow('broken');
    expect(started).toEqual(['a', 'c']);
    await end('c');
    expect(await last).toBe('c');
  });
});

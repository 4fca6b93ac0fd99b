import { PassThrough } from 'node:stream';

import { describe, expect, it } from 'vitest';

import { CrashWatch } from '#headless/window/crash-watch';

function setup() {
  const input = new PassThrough();
  const output = new PassThrough();
  let crashes = 0;
  new CrashWatch(input, output, () => {
    crashes += 1;
  }).start();
  return { input, output, crashes: () => crashes };
}

describe('CrashWatch', () => {
  it('asks the browser for its pages', () => {
    const { input } = setup();

    expect(String(input.read())).toContain('Target.setDiscoverTargets');
  });

  it('hears a crash, also one that arrives in pieces', async () => {
    const { output, crashes } = setup();

    output.write('{"method":"Target.targetCreated"}\0{"method":"Target.target');
    output.write('Crashed"}\0rubbish\0');
    await new Promise((resolve) => setImmediate(resolve));

    expect(crashes()).toBe(1);
  });
});

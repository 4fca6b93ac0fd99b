import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { CommandSwitchInput } from '#car/adapters/command-switch-input';
import { CommandPowerOff } from '#car/adapters/command-power-off';
import { FileSwitchInput } from '#car/adapters/file-switch-input';
import { GpioSwitchInput } from '#car/adapters/gpio-switch-input';
import type { SwitchInput, SwitchReading } from '#car/ports';
import { silentLogger } from '#kernel/logger';
import { makeFakeGpioTools } from '#test/integration/car/fake-gpio-tools';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

const logger = silentLogger;

/** What an input says, without repetitions; it is stopped at the end of the block. */
function listenTo(input: SwitchInput) {
  const said: SwitchReading[] = [];
  input.start((reading) => {
    if (said.at(-1) !== reading) said.push(reading);
  });
  return { said, [Symbol.asyncDispose]: async () => input.stop() };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a file', () => {
  it('says on and off as it is written, nothing for what is neither, and is silent while it is not there', async () => {
    await using folder = await makeTempFolder();
    const path = join(folder.path, 'ignition');
    await using heard = listenTo(new FileSwitchInput({ path, logger }));
    await until(() => heard.said.join() === 'silent');
    for (const [content, expected] of [
      ['1\n', 'silent,on'],
      ['', 'silent,on'],
      ['?', 'silent,on'],
      ['0', 'silent,on,off'],
      ['1', 'silent,on,off,on'],
    ] as const) {
      await writeFile(path, content);
      await new Promise((resolve) => setTimeout(resolve, 250));
      await until(() => heard.said.join() === expected);
    }
    await rm(path);
    await until(() => heard.said.at(-1) === 'silent');
  });
});

describe('a command', () => {
  it('says on by exit code 0 and off by 1; anything else says nothing', async () => {
    await using folder = await makeTempFolder();
    const code = join(folder.path, 'code');
    await writeFile(code, '0');
    const command = ['sh', '-c', `exit "$(cat '${code}')"`];
    await using heard = listenTo(new CommandSwitchInput({ command, everyMs: 100, logger }));
    await until(() => heard.said.join() === 'on');
    await writeFile(code, '2');
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(heard.said).toEqual(['on']);
    await writeFile(code, '1');
    await until(() => heard.said.join() === 'on,off');
  });

  it('that hangs is killed and says nothing; one that is missing is silent', async () => {
    await using folder = await makeTempFolder();
    const script = join(folder.path, 'hangs');
    await writeFile(script, `#!/bin/sh\necho x >> '${folder.path}/starts'\nexec sleep 60\n`);
    await chmod(script, 0o755);
    await using hanging = listenTo(new CommandSwitchInput({ command: [script], everyMs: 100, limitMs: 200, logger }));
    await using missing = listenTo(new CommandSwitchInput({ command: ['/no/such'], everyMs: 100, logger }));
    const starts = () => readFile(`${folder.path}/starts`, 'utf8').catch(() => '');
    await until(async () => (await starts()).length >= 'x\nx\nx\n'.length);

    expect(hanging.said).toEqual([]);
    expect(missing.said).toEqual(['silent']);
  });
});

describe.each([
  { version: 1, off: '0', get: 'gpioget gpiochip0 17', mon: 'gpiomon --line-buffered --format=%e gpiochip0 17' },
  { version: 2, off: '2', get: 'gpioget --numeric -c gpiochip0 17', mon: 'gpiomon -c gpiochip0 --format %e 17' },
] as const)('a line of libgpiod $version', ({ version, off, get, mon }) => {
  async function setup(folder: string) {
    const tools = await makeFakeGpioTools(folder, version);
    await tools.setLevel('1');
    const line = { chip: 'gpiochip0', line: 17, isActiveLow: false };
    return { tools, input: new GpioSwitchInput({ line, logger, firstRetryMs: 50, ...tools }) };
  }

  it('is read once and then watched', async () => {
    await using folder = await makeTempFolder();
    const { tools, input } = await setup(folder.path);
    await using heard = listenTo(input);
    await tools.monitorPid();
    await tools.edge(off);
    await until(() => heard.said.join() === 'on,off');
    await tools.edge('1');
    await until(() => heard.said.join() === 'on,off,on');
    expect(await tools.calls()).toEqual([get, mon]);
  });

  it('is read and watched again when its watcher dies, and says nothing meanwhile', async () => {
    await using folder = await makeTempFolder();
    const { tools, input } = await setup(folder.path);
    await using heard = listenTo(input);
    const pid = await tools.monitorPid();
    await tools.setLevel('0');
    await rm(join(folder.path, 'pid'));
    process.kill(pid, 'SIGKILL');
    const next = await tools.monitorPid();
    await until(() => heard.said.join() === 'on,off');

    await input.stop();
    await until(() => !isAlive(next));
    expect(await tools.calls()).toEqual([get, mon, get, mon]);
  });

  it('is silent while it cannot be read, and is tried again', async () => {
    await using folder = await makeTempFolder();
    const { tools, input } = await setup(folder.path);
    await tools.setLevel('Device or resource busy');
    await using heard = listenTo(input);
    await until(() => heard.said.join() === 'silent');
    await tools.setLevel('0');
    await until(() => heard.said.join() === 'silent,off');
  });

  it('is let go when the service that watched it was killed', async () => {
    await using folder = await makeTempFolder();
    const { tools } = await setup(folder.path);
    const owner = spawn(process.execPath, [
      fileURLToPath(new URL('children/gpio-owner.ts', import.meta.url)),
      tools.gpiomon,
      tools.gpioget,
    ]);
    const pid = await tools.monitorPid();
    const ended = once(owner, 'exit');
    owner.kill('SIGKILL');
    await ended;
    await until(() => !isAlive(pid));
  });
});

it('a line is silent where libgpiod is not installed', async () => {
  const line = { chip: 'gpiochip0', line: 17, isActiveLow: false };
  await using heard = listenTo(new GpioSwitchInput({ line, logger, gpiomon: '/no/such/gpiomon' }));
  await until(() => heard.said.join() === 'silent');
});

describe('the power-off', () => {
  it.each([
    [['true'], { kind: 'done' }],
    [['false'], { kind: 'failed', reason: '"false" ended with 1' }],
    [['sleep', '60'], { kind: 'failed', reason: '"sleep 60" did not end by itself' }],
    [['/no/such', 'poweroff'], { kind: 'failed', reason: expect.stringContaining('ENOENT') as string }],
  ])('by %j comes to %j', async (command, outcome) => {
    expect(await new CommandPowerOff({ command, limitMs: 2_000 }).run()).toEqual(outcome);
  });
});

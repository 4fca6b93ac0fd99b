import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, describe, expect, it } from 'vitest';

import { freePort } from '#test/support/free-port';
import { makeTempFolder, type TempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

const START = fileURLToPath(new URL('../../../src/headless/start.ts', import.meta.url));

const children: ChildProcess[] = [];
const folders: TempFolder[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) await end(child);
  for (const folder of folders.splice(0)) await folder[Symbol.asyncDispose]();
});

async function end(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  return ended;
}

/** A launcher over a stand-in for Chromium that writes down how it was called, and lives for `windowLifeS`. */
async function setup({ windowLifeS = 60 } = {}) {
  const folder = await makeTempFolder();
  folders.push(folder);
  const bin = join(folder.path, 'bin');
  const calls = join(folder.path, 'calls');
  mkdirSync(bin);
  writeFileSync(join(bin, 'chromium'), `#!/bin/sh\necho "$@" >>'${calls}'\nexec sleep ${String(windowLifeS)}\n`);
  chmodSync(join(bin, 'chromium'), 0o755);
  const port = await freePort();
  const data = join(folder.path, 'data');

  const start = (...flags: string[]) => {
    const places = ['--data', data, '--mounts', join(folder.path, 'mounts'), '--port', String(port)];
    const outputs = ['--audio-output', 'null', '--video-output', 'null', '--no-demo'];
    const child = spawn(process.execPath, ['--no-warnings', START, ...places, ...outputs, ...flags], {
      env: {
        ...process.env,
        ...{ HOME: folder.path, XDG_RUNTIME_DIR: folder.path, DISPLAY: ':987' },
        PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += String(chunk)));
    child.stderr.resume();
    return { child, output: () => output };
  };
  const windows = () => (existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : []);
  const health = async () => (await fetch(`http://127.0.0.1:${String(port)}/api/v1/health`)).ok;
  const token = () => readFileSync(join(data, 'kiosk.token'), 'utf8').trim();
  return { start, windows, health, token, port };
}

describe('the launcher', () => {
  it('starts the service, prints the address to open without a window, and stops both', async () => {
    const { start, health, token, port, windows } = await setup();
    const { child, output } = start('--no-window');
    await until(() => output().includes('carputer opens at'), { limitMs: 20_000 });

    expect(output()).toContain(`carputer ready on http://127.0.0.1:${String(port)}\n`);
    expect(output()).toContain(`carputer opens at http://127.0.0.1:${String(port)}/kiosk#${token()}\n`);
    expect(windows()).toEqual([]);

    expect(await end(child)).toBe(0);
    await expect(health()).rejects.toThrow();
  });

  it('opens a window that dies again, and shows no token to other users', async () => {
    const { start, windows, token } = await setup({ windowLifeS: 0 });
    start();
    await until(() => windows().length >= 2, { limitMs: 20_000 });

    const [call = ''] = windows();
    const door = /--app=file:\/\/(?<path>\S+)/u.exec(call)?.groups?.['path'] ?? '';
    expect(call).toContain('--kiosk');
    expect(call).not.toContain(token());
    expect(readFileSync(door, 'utf8')).toContain(`/kiosk#${token()}`);
    expect(statSync(door).mode & 0o077).toBe(0);
  });

  it('attaches to a service that runs already, and leaves it running', async () => {
    const { start, health, windows } = await setup();
    const first = start('--no-window');
    await until(() => first.output().includes('carputer opens at'), { limitMs: 20_000 });

    const second = start();
    await until(() => windows().length === 1, { limitMs: 20_000 });
    await end(second.child);

    expect(second.output()).toContain('carputer runs already');
    expect(await health()).toBe(true);
  });

  it('ends with exit code 2 where a service of another data folder runs already', async () => {
    const { start } = await setup();
    const first = start('--no-window');
    await until(() => first.output().includes('carputer opens at'), { limitMs: 20_000 });
    const { path } = folders.at(-1) ?? { path: '' };

    const { child } = start('--data', join(path, 'other'));

    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(2);
  });

  it('ends with its terminal, and the service with it', async () => {
    const { start, health } = await setup();
    const { child, output } = start('--no-window');
    await until(() => output().includes('carputer opens at'), { limitMs: 20_000 });

    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGHUP');

    expect(await ended).toBe(0);
    await expect(health()).rejects.toThrow();
  });

  it('ends with exit code 2 and the name of a wrong flag', async () => {
    const { start } = await setup();
    const { child } = start('--port', 'x');

    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(2);
  });
});

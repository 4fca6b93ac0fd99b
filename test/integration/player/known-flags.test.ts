import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { silentLogger } from '#kernel/logger';
import { KnownFlags } from '#player/adapters/mpv/known-flags';
import { MpvNotFound } from '#player/adapters/mpv/mpv-process';
import { makeTempFolder } from '#test/support/temp-folder';

const WANTED = ['--no-config', '--idle=yes', '--load-console=no'];

/** A program that lists its options, and notes each time that it was asked. */
async function setup() {
  const folder = await makeTempFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const calls = join(folder.path, 'calls');
  await writeFile(calls, '');
  const install = (...options: readonly string[]) => {
    const lines = options.map((name) => `echo ' --${name}   Flag (default: yes)'`).join('\n');
    return writeFile(join(folder.path, 'mpv'), `#!/bin/sh\necho asked >> '${calls}'\n${lines}\n`, { mode: 0o755 });
  };
  const cacheFile = join(folder.path, 'data', 'mpv-options.json');
  const ask = (binary = join(folder.path, 'mpv'), searchPath = '') =>
    new KnownFlags({ binary, cacheFile, searchPath, logger: silentLogger }).of(WANTED);
  const asked = async () => (await readFile(calls, 'utf8')).split('\n').length - 1;
  return { folder: folder.path, install, ask, asked, cacheFile };
}

it('leaves out what the installed mpv does not know, and asks it once over all starts', async () => {
  const { install, ask, asked } = await setup();
  await install('config', 'idle');

  expect(await ask()).toEqual(['--no-config', '--idle=yes']);
  expect(await ask()).toEqual(['--no-config', '--idle=yes']);
  expect(await asked()).toBe(1);
});

it('asks again when mpv has become another one, or what was kept is damaged', async () => {
  const { install, ask, asked, cacheFile } = await setup();
  await install('config', 'idle');
  await ask();

  await install('config', 'idle', 'load-console');
  expect(await ask()).toEqual(WANTED);
  await writeFile(cacheFile, '{"program":"/usr/bin/m');
  expect(await ask()).toEqual(WANTED);
  expect(await asked()).toBe(3);
});

it('finds the program that would be run in the folders of programs', async () => {
  const { folder, install, cacheFile } = await setup();
  await install('config');
  const flags = new KnownFlags({ binary: 'mpv', cacheFile, searchPath: `/nowhere:${folder}`, logger: silentLogger });
  await flags.of(WANTED);

  const { program } = JSON.parse(await readFile(cacheFile, 'utf8')) as { program: string };
  expect(program).toBe(join(folder, 'mpv'));
});

it('says so where there is no mpv', async () => {
  const { ask } = await setup();
  await expect(ask()).rejects.toBeInstanceOf(MpvNotFound);
});

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

import { silentLogger } from '#kernel/logger';
import { KnownFlags } from '#player/adapters/mpv/known-flags';
import { MpvClient } from '#player/adapters/mpv/mpv-client';
import { PromptMpv } from '#player/adapters/prompt-mpv';
import { ffmpeg, tone } from '#test/support/sounds';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

it('is told how loud it is to be, also before it can listen', async () => {
  const folder = await makeTempFolder();
  const file = join(folder.path, 'said.wav');
  await ffmpeg(...tone(440, 40), file);
  const searchPath = process.env['PATH'] ?? '';
  const prompts = new PromptMpv({
    ...{ binary: 'mpv', runtimeDir: folder.path, logger: silentLogger },
    outputOf: () => ({ audioOutput: 'null', pulseServer: undefined }),
    flags: new KnownFlags({ binary: 'mpv', cacheFile: join(folder.path, 'flags'), searchPath, logger: silentLogger }),
  });
  const sounding = prompts.play(file, 80, undefined);
  onTestFinished(async () => {
    sounding.stop();
    await sounding.ended;
    await folder[Symbol.asyncDispose]();
  });
  await until(() => isRunningWith(file), { everyMs: 1 });

  sounding.setVolume(60);
  sounding.setVolume(30);

  const handlers = { onEvent: () => undefined, onClose: () => undefined };
  const client = await until(() => MpvClient.connect(`${file}.sock`, handlers, AbortSignal.timeout(5_000)));
  onTestFinished(() => client.close());
  await until(async () => (await client.request(['get_property', 'volume'])) === 30);
  sounding.setVolume(50);
  await until(async () => (await client.request(['get_property', 'volume'])) === 50);
  expect(await Promise.race([sounding.ended, Promise.resolve('still said')])).toBe('still said');
});

async function isRunningWith(file: string): Promise<boolean> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
  const lines = await Promise.all(names.map((name) => readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')));
  return lines.some((line) => line.startsWith('mpv') && line.includes(file));
}

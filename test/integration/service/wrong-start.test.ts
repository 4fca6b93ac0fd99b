import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';

import { FRONT, isHeard, scanned, tracksOf } from '#test/integration/service/support/asking';
import { firstOf } from '#test/support/first-of';
import { freePort } from '#test/support/free-port';
import { runService, SERVICE_SOURCE, startService } from '#test/support/service';
import { makeStick } from '#test/support/stick';
import { makeTempFolder } from '#test/support/temp-folder';

// Several services start in each: a machine that runs all tests at once gets its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** The one line for the person at the keyboard; logs are JSON. */
const saidBy = ({ log }: { readonly log: string }) =>
  log.split('\n').filter((line) => line !== '' && !line.startsWith('{'));

async function otherFlags(folder: string): Promise<string[]> {
  const data = ['--data', join(folder, 'other-data'), '--mounts', join(folder, 'no-mounts')];
  return [...data, '--no-demo', '--audio-output', 'null', '--port', String(await freePort())];
}

describe('a port that is in use', () => {
  it('of the touchscreen ends the start with exit code 2 and a line that names it and its flag', async () => {
    await using folder = await makeTempFolder();
    await using first = await startService();
    const { port } = new URL(first.baseUrl);
    const second = await runService([...(await otherFlags(folder.path)), '--port', port]);

    expect(second.code).toBe(2);
    expect(saidBy(second)).toEqual([expect.stringMatching(new RegExp(`Port ${port} .*--port$`, 'u'))]);
  });

  it('of the phones does so too', async () => {
    await using folder = await makeTempFolder();
    await using first = await startService();
    const { port } = new URL(first.baseUrl);
    const phones = ['--remote-host', '127.0.0.1', '--remote-port', port];
    const second = await runService([...(await otherFlags(folder.path)), ...phones]);

    expect(second.code).toBe(2);
    expect(saidBy(second)).toEqual([expect.stringMatching(new RegExp(`Port ${port} .*--remote-port$`, 'u'))]);
  });
});

it('a second instance on the same data folder ends with exit code 2, and the first one plays on', async () => {
  await using folder = await makeTempFolder();
  const truth = await makeStick(join(folder.path, 'STICK'), { tracks: 3, seconds: 60 });
  await using first = await startService({ media: [truth.dir], data: join(folder.path, 'data') });
  await scanned(first);
  await first.client.call('play', { id: FRONT, trackId: firstOf(await tracksOf(first)).id });
  await isHeard(first);

  const second = await runService([...(await otherFlags(folder.path)), '--data', first.data]);
  expect(second.code).toBe(2);
  expect(saidBy(second)).toEqual([expect.stringContaining(first.data)]);
  await isHeard(first, 500);
});

describe('a data folder that cannot be written', () => {
  it.each([
    ['is a file', async (data: string) => writeFile(data, '')],
    [
      'holds a folder in the place of a database',
      async (data: string) => mkdir(join(data, 'state.db'), { recursive: true }),
    ],
  ])('because it %s ends the start with exit code 2 and a line that names it', async (_why, make) => {
    await using folder = await makeTempFolder();
    const data = join(folder.path, 'data');
    await make(data);
    const refused = await runService([...(await otherFlags(folder.path)), '--data', data]);

    expect(refused.code).toBe(2);
    expect(saidBy(refused)).toEqual([expect.stringContaining(data)]);
  });

  it.skipIf(process.getuid?.() !== 0)('because it belongs to somebody else does so too', async () => {
    await using folder = await makeTempFolder();
    await chmod(folder.path, 0o755);
    const data = join(folder.path, 'data');
    await mkdir(data, { mode: 0o755 });
    const asNobody = ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, SERVICE_SOURCE];
    const refused = await promisify(execFile)('setpriv', [...asNobody, '--data', data, '--no-demo'], {
      timeout: 10_000,
      env: { PATH: process.env['PATH'], HOME: folder.path },
    }).catch((error: unknown) => error as { readonly code: number; readonly stderr: string });

    expect(refused).toMatchObject({
      code: 2,
      stderr: `carputer: --data: cannot write to the folder ${data} (EACCES)\n`,
    });
  });
});

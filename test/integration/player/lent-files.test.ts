import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';

import { LentFiles, rangeOf } from '#player/adapters/remote/lent-files';
import { shellCommand } from '#player/adapters/remote/remote-words';

/** Files that are lent, behind a port as a player on another Pi sees them. */
async function setup() {
  const folder = await mkdtemp(join(tmpdir(), 'carputer-lent-'));
  const song = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0x73, 0xff, 0x27])]);
  await writeFile(song, 'abcdefghij');
  const files = new LentFiles();
  const server = createServer((socket) => files.accept(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    files.close();
    server.close();
    await rm(folder, { recursive: true, force: true });
  });
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const get = (name: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`http://127.0.0.1:${String(port)}/${name}`, { headers, method });
  return { files, folder, song, get };
}

it('lends a file of any name whole and in parts', async () => {
  const { files, song, get } = await setup();
  const name = files.lend(song);

  const whole = await get(name);
  const part = await get(name, { range: 'bytes=3-5' });

  expect([whole.status, await whole.text()]).toEqual([200, 'abcdefghij']);
  expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([206, 'def', 'bytes 3-5/10']);
  expect((await get(name, { range: 'bytes=10-' })).status).toBe(416);
  expect(files.lend(Buffer.from(song))).toBe(name);
});

it('lends nothing else, by no name', async () => {
  const { files, folder, song, get } = await setup();
  const name = files.lend(song);
  const asFolder = files.lend(Buffer.from(folder));

  for (const other of ['', 'x', `${name}x`, '../etc/passwd', '%2e%2e/etc/passwd', song.toString('latin1'), asFolder]) {
    expect((await get(other)).status).toBe(404);
  }
  expect((await get(name, {}, 'PUT')).status).toBe(405);
});

it('forgets what was lent long ago', async () => {
  const { files, song, get } = await setup();
  const name = files.lend(song);
  for (let count = 0; count < 40; count += 1) files.lend(Buffer.from(`/stick/${String(count)}`));
  expect((await get(name)).status).toBe(404);
});

it.each([
  ['bytes=0-', { start: 0, end: 9 }],
  ['bytes=4-99', { start: 4, end: 9 }],
  ['bytes=-3', { start: 7, end: 9 }],
  ['bytes=-', undefined],
  ['bytes=5-4', undefined],
  ['bytes=10-', undefined],
  ['bytes=0-1,3-4', undefined],
  ['lines=0-1', undefined],
])('reads the range %s of ten bytes', (header, range) => {
  expect(rangeOf(header, 10)).toEqual(range);
});

it.each(["it's", '$(id)', '`id`', 'a b\nc', '"; id; "', '--x=\\', ''])(
  'says the word %j as it is to a shell',
  (word) => {
    const script = shellCommand('printf %s "$1"', word);
    expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(word);
  },
);

import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';

import { id3Tag, mpegFrames, pictureBody, textBody } from '#test/support/id3';
import { startService } from '#test/support/service';
import { makeStick } from '#test/support/stick';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

vi.setConfig({ testTimeout: 120_000 });

const SHIM = fileURLToPath(new URL('../../support/failing-device.c', import.meta.url));
const GOOD_SONGS = 60;
const SLOW_MACHINE = { limitMs: 60_000 };
/** What the shim does to a file stands in its name. */
const FAILING = ['open', 'read'].flatMap((how) => [1, 2, 3].map((number) => `[eio ${how}] ${number}.mp3`));
const LATE = '[eio later] song.mp3';

function hasCompiler(): boolean {
  try {
    execFileSync('cc', ['-fsyntax-only', SHIM], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const isAble = hasCompiler();

it.skipIf(!isAble)(
  `lists the files that a worn stick does not give, with the reason, and has everything else right${isAble ? '' : ' (skipped: cc cannot compile the shim)'}`,
  async () => {
    await using folder = await makeTempFolder();
    const shim = join(folder.path, 'failing-device.so');
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', shim, SHIM, '-ldl'], { timeout: 60_000 });
    const { dir, tracks } = await makeStick(join(folder.path, 'STICK'), { tracks: GOOD_SONGS });
    await mkdir(join(dir, 'Worn'));
    for (const name of [...FAILING, LATE]) await writeFile(join(dir, 'Worn', name), songBehindPicture());
    await writeFile(join(dir, 'Worn', '[eio read] list.m3u'), `${LATE}\n`);

    await using service = await startService({ media: [dir], env: { LD_PRELOAD: shim } });
    const { client } = service;
    await until(async () => (await client.call('listVolumes', {})).some(({ lastScan }) => lastScan), SLOW_MACHINE);

    const [volume] = await client.call('listVolumes', {});
    if (!volume) throw new Error('The stick is not listed');
    const skipped = new Map((await client.call('listSkipped', { id: volume.id })).map((one) => [one.path, one.reason]));
    const named = [...FAILING, LATE, '[eio read] list.m3u'].map((name) => `Worn/${name}`);
    expect([...skipped.keys()].sort()).toEqual(named.sort());
    for (const reason of skipped.values()) expect(reason).toBe('cannot be read: EIO');

    const { items } = await client.call('listTracks', { limit: 200 });
    const byPath = new Map(items.map((track) => [track.path, track]));
    expect(byPath.size).toBe(GOOD_SONGS + FAILING.length + 1);
    for (const { path, title, artist } of tracks) expect(byPath.get(path)).toMatchObject({ title, artist });
    // What was read of it before it failed is not thrown away.
    expect(byPath.get(`Worn/${LATE}`)).toMatchObject({ title: 'Half a song', artist: 'The Worn' });
  },
);

/** Its sound cannot be reached without reading behind its first 8 KB. */
function songBehindPicture(): Buffer {
  const tag = id3Tag([
    ['TIT2', textBody('Half a song')],
    ['TPE1', textBody('The Worn')],
    ['TALB', textBody('Scratches')],
    ['TRCK', textBody('1')],
    ['APIC', pictureBody(Buffer.alloc(40_000, 0xd8))],
  ]);
  return Buffer.concat([tag, mpegFrames(100)]);
}

import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { MachineFacts, versionIn } from '#app/machine-facts';
import { about } from '#contract/entities/about';
import { volume } from '#test/contract/support/samples';
import { makeTempFolder } from '#test/support/temp-folder';

async function setup(programs: Readonly<Record<string, string>>) {
  const folder = await makeTempFolder();
  const bin = join(folder.path, 'bin');
  await mkdir(bin);
  for (const [name, output] of Object.entries(programs)) {
    await writeFile(join(bin, name), `#!/bin/sh\necho '${output}'\n`);
    await chmod(join(bin, name), 0o755);
  }
  await writeFile(join(folder.path, 'library.db'), Buffer.alloc(3_000));
  await writeFile(join(folder.path, 'library.db-wal'), Buffer.alloc(500));
  await writeFile(join(folder.path, 'state.db'), Buffer.alloc(700));
  const facts = new MachineFacts({
    version: '1.2.3',
    clock: { uptimeMs: () => 4_000 },
    dataFolder: folder.path,
    searchPath: bin,
    volumes: () => [volume, { ...volume, isOnline: false, trackCount: 40, videoCount: 2 }],
  });
  return { facts, bin, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

describe('what is told about this machine', () => {
  it('names the programs’ versions, the room on the card and what is kept on it', async () => {
    await using car = await setup({ mpv: 'mpv 0.35.1 Copyright', ffmpeg: 'ffmpeg version 5.1.6-0+deb12u1 Copyright' });

    const told = about.parse(await car.facts.read());

    expect(told.versions).toEqual({
      carputer: '1.2.3',
      node: process.versions.node,
      mpv: '0.35.1',
      ffmpeg: '5.1.6-0+deb12u1',
    });
    expect(told.storage).toMatchObject({ libraryBytes: 3_500, stateBytes: 700 });
    expect(told.storage.freeBytes).toBeGreaterThan(0);
    expect(told.storage.sizeBytes).toBeGreaterThanOrEqual(told.storage.freeBytes ?? Infinity);
    expect(told.library).toEqual({ tracks: 41, videos: 3, onlineTracks: 1, onlineVideos: 1 });
  });

  it('says that a program is not there, and sees it once it is', async () => {
    await using car = await setup({ ffmpeg: 'ffmpeg version 7.0 Copyright' });
    expect((await car.facts.read()).versions).toMatchObject({ mpv: null, ffmpeg: '7.0' });

    await writeFile(join(car.bin, 'mpv'), '#!/bin/sh\necho mpv v0.40.0 Copyright\n', { mode: 0o755 });

    expect((await car.facts.read()).versions.mpv).toBe('v0.40.0');
  });

  it('takes no version from what is none', () => {
    expect(versionIn('mpv', 'something else 1.0')).toBeNull();
  });
});

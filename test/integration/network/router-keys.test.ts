import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import ssh2 from 'ssh2';
import { describe, expect, it } from 'vitest';

import { drawSshKey, type SshKeyPair } from '#network/adapters/ssh/draw-ssh-key';
import { RouterKeyFiles } from '#network/adapters/router-key-files';
import { silentLogger } from '#kernel/logger';
import { makeTempFolder } from '#test/support/temp-folder';

const { utils } = ssh2;

describe('the key to the router', () => {
  it('is drawn again when the library made one that nobody can read', () => {
    const broken = cutPair();
    const draws = [broken, broken, utils.generateKeyPairSync('ed25519')];
    const pair = drawSshKey({ parseKey: utils.parseKey, generateKeyPairSync: () => draws.shift() ?? broken });

    expect(draws).toHaveLength(0);
    expect(utils.parseKey(pair.public)).not.toBeInstanceOf(Error);
    expect(utils.parseKey(pair.private)).not.toBeInstanceOf(Error);
  });

  it('gives up with the reason when every draw is broken', () => {
    const broken = cutPair();
    expect(() => drawSshKey({ parseKey: utils.parseKey, generateKeyPairSync: () => broken })).toThrow(/Malformed/u);
  });

  it('stays the same over a restart, and one that cannot be read is replaced', async () => {
    await using folder = await makeTempFolder();
    const keys = () => new RouterKeyFiles({ folder: folder.path, logger: silentLogger });
    const first = await keys().publicKey();
    expect(await keys().publicKey()).toBe(first);

    const broken = cutPair();
    await mkdir(folder.path, { recursive: true });
    await writeFile(join(folder.path, 'key'), broken.private);
    await writeFile(join(folder.path, 'key.pub'), broken.public);
    const next = await keys().publicKey();
    expect(next).not.toBe(first);
    expect(utils.parseKey(await readFile(join(folder.path, 'key'), 'utf8'))).not.toBeInstanceOf(Error);
    expect(utils.parseKey(next)).not.toBeInstanceOf(Error);
  });
});

/** As the library makes one whose public half begins with a zero byte: that byte is missing. */
function cutPair(): SshKeyPair {
  for (;;) {
    const pair = utils.generateKeyPairSync('ed25519');
    if (utils.parseKey(pair.public) instanceof Error) return pair;
  }
}

import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

import { KioskToken } from '#server/access/kiosk-token';

async function setup() {
  const dataFolder = await mkdtemp(join(tmpdir(), 'carputer-token-'));
  onTestFinished(() => rm(dataFolder, { recursive: true, force: true }));
  const bootIdFile = join(dataFolder, 'boot_id');
  const boot = (id: string): Promise<void> => writeFile(bootIdFile, `${id}\n`);
  await boot('first');
  const start = async (): Promise<KioskToken> => {
    const token = new KioskToken({ dataFolder, bootIdFile });
    await token.load();
    return token;
  };
  return { dataFolder, boot, start };
}

describe('KioskToken', () => {
  it('is 256 random bits in a file that only its owner reads', async () => {
    const { dataFolder, start } = await setup();

    const token = await start();

    const path = join(dataFolder, 'kiosk.token');
    expect(await readFile(path, 'utf8')).toBe(token.value);
    expect(Buffer.from(token.value, 'base64url')).toHaveLength(32);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('outlives a restart of the service, with the cookie of the touchscreen', async () => {
    const { start } = await setup();
    const before = await start();

    const after = await start();

    expect(after.value).toBe(before.value);
    expect(after.matchesCookie(before.cookie)).toBe(true);
  });

  it('is new after each boot of the machine', async () => {
    const { boot, start } = await setup();
    const before = await start();
    await boot('second');

    const after = await start();

    expect(after.matches(before.value)).toBe(false);
    expect(after.matchesCookie(before.cookie)).toBe(false);
  });

  it.each(['', 'short', '\u{0}'.repeat(43), 'x'.repeat(10_000)])(
    'is drawn anew where its file holds %j',
    async (rubbish) => {
      const { dataFolder, start } = await setup();
      await start();
      await writeFile(join(dataFolder, 'kiosk.token'), rubbish);

      expect((await start()).value).toMatch(/^[\w-]{43}$/u);
    },
  );

  it('is what its file says, even where nothing more could be written', async () => {
    const { dataFolder, boot, start } = await setup();
    await start();
    await boot('second');
    await mkdir(join(dataFolder, 'kiosk.token.boot.new'));

    const token = await start();

    expect(await readFile(join(dataFolder, 'kiosk.token'), 'utf8')).toBe(token.value);
  });

  it('is closed to others again where somebody opened it', async () => {
    const { dataFolder, start } = await setup();
    await start();
    await chmod(join(dataFolder, 'kiosk.token'), 0o644);

    await start();

    expect((await stat(join(dataFolder, 'kiosk.token'))).mode & 0o777).toBe(0o600);
  });

  it('takes itself and nothing else, and before it is loaded nothing at all', async () => {
    const { dataFolder, start } = await setup();
    const token = await start();

    expect(token.matches(token.value)).toBe(true);
    expect(['', token.cookie, `${token.value} `, token.value.slice(1)].some((other) => token.matches(other))).toBe(
      false,
    );
    expect(token.matchesCookie(token.value)).toBe(false);
    expect(new KioskToken({ dataFolder }).matches('')).toBe(false);
    expect(new KioskToken({ dataFolder }).matchesCookie('')).toBe(false);
  });
});

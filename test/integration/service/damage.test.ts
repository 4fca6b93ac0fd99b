import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { zoneId } from '#contract/entities/ids';
import { playedMs } from '#test/support/played-ms';
import { startService, type RunningService } from '#test/support/service';
import { makeStick } from '#test/support/stick';
import { until } from '#test/support/until';

const FRONT = zoneId.parse('front');
/** A card that lies still, and five times the 5 s that a damaged one may cost, for a machine that does other things too. */
const PLAY_LIMIT_MS = 25_000;

const DAMAGES: Readonly<Record<string, (path: string) => void>> = {
  'cut to nothing': (path) => truncateSync(path, 0),
  'cut to one byte': (path) => truncateSync(path, 1),
  'cut to half': (path) => truncateSync(path, Math.floor(statSync(path).size / 2)),
  zeroed: (path) => writeFileSync(path, Buffer.alloc(statSync(path).size)),
  'broken in its header': (path) => overwrite(path, 0, 100),
  'broken in the middle': (path) => overwrite(path, Math.floor(statSync(path).size / 8192) * 4096, 8192),
  'broken at its end': (path) => overwrite(path, statSync(path).size - 4096, 4096),
  'of a future version': (path) => {
    const db = new Database(path);
    db.pragma('user_version = 9999');
    db.close();
  },
};

/** The data folder of a car that was driven: settings, a favourite, a queue, an index, backups. */
let pattern = '';
let stick = '';

beforeAll(async () => {
  pattern = mkdtempSync(join(tmpdir(), 'carputer-damage-'));
  stick = join(pattern, 'STICK');
  await makeStick(stick, { tracks: 12, seconds: 90, hasArtwork: true });
  const data = join(pattern, 'data');
  await using service = await startService({ data, media: [stick] });
  await playFirst(service);
  await service.client.call('changeSettings', { carName: 'Morris' });
  await until(async () => (await service.client.call('listVolumes', {})).every(({ scan }) => scan === null));
  await service.client.call('pause', { id: FRONT });
  await service.stop();
  // What is still in a log would stand in for what is broken in its database.
  for (const name of ['state.db', 'library.db']) {
    const db = new Database(join(data, name));
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
  }
  const state = join(data, 'state.db');
  for (const place of [2, 3]) copyFileSync(`${state}.backup-1`, `${state}.backup-${String(place)}`);
});

afterAll(() => {
  rmSync(pattern, { recursive: true, force: true });
});

/** A copy of the pattern for one test. */
function driven(): string {
  const folder = mkdtempSync(join(tmpdir(), 'carputer-damage-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const data = join(folder, 'data');
  cpSync(join(pattern, 'data'), data, { recursive: true });
  return data;
}

async function playFirst({ client }: RunningService): Promise<number> {
  const startedMs = performance.now();
  const track = await until(async () => (await client.call('listTracks', { isOnline: 'true' })).items[0], {
    limitMs: PLAY_LIMIT_MS,
  });
  await client.call('play', { id: FRONT, trackId: track.id });
  await until(async () => (await playedMs(client, FRONT)) > 0, { limitMs: PLAY_LIMIT_MS });
  return performance.now() - startedMs;
}

async function noticesOf({ client }: RunningService): Promise<string[]> {
  return (await client.call('listNotices', {})).map(({ code }) => code);
}

describe.each(Object.entries(DAMAGES))('a database %s', (_what, damage) => {
  it('costs nothing that a person has set, and is kept', async () => {
    const data = driven();
    damage(join(data, 'state.db'));
    const damaged = readFileSync(join(data, 'state.db'));
    await using service = await startService({ data, media: [stick] });

    expect(await noticesOf(service)).toEqual(['state_restored']);
    expect((await service.client.call('getSettings', {})).carName).toBe('Morris');
    expect(keptFiles(data).map((file) => readFileSync(file))).toContainEqual(damaged);
    expect(await playFirst(service)).toBeLessThan(PLAY_LIMIT_MS);
  });

  it('is an index that is made again', async () => {
    const data = driven();
    damage(join(data, 'library.db'));
    await using service = await startService({ data, media: [stick] });

    await playFirst(service);
    await until(async () => (await noticesOf(service)).includes('index_rebuilt'), { limitMs: PLAY_LIMIT_MS });
    expect(keptFiles(data)).toHaveLength(1);
    await until(async () => (await service.client.call('listTracks', {})).total === 12, { limitMs: PLAY_LIMIT_MS });
    expect((await service.client.call('getSettings', {})).carName).toBe('Morris');
  });
});

it('says of an index of a newer version what it is, and keeps it whole', async () => {
  const data = driven();
  DAMAGES['of a future version']?.(join(data, 'library.db'));
  const newer = readFileSync(join(data, 'library.db'));
  await using service = await startService({ data, media: [stick] });

  const [notice] = await service.client.call('listNotices', {});
  expect(notice).toMatchObject({ code: 'index_rebuilt', message: expect.stringContaining('newer version') as string });
  expect(keptFiles(data).map((file) => readFileSync(file))).toEqual([newer]);
  await until(async () => (await service.client.call('listTracks', {})).total === 12, { limitMs: PLAY_LIMIT_MS });
});

it('starts afresh where both databases and all backups are damaged, and says so once', async () => {
  const data = driven();
  const files = readdirSync(data).filter((name) => /[.]db(?:[.]backup-\d)?$/u.test(name));
  expect(files).toHaveLength(5);
  for (const name of files) overwrite(join(data, name), 0, 4096);
  await using service = await startService({ data, media: [stick] });

  expect((await noticesOf(service)).sort()).toEqual(['index_rebuilt', 'state_restored']);
  expect(keptFiles(data)).toHaveLength(5);
  await playFirst(service);
  await service.stop();

  await using again = await startService({ data, media: [stick] });
  expect(await noticesOf(again)).toEqual([]);
});

describe.skipIf(!canMount())('a card (root and mount needed)', () => {
  it('plays from a data folder that the system made read-only, and says so', async () => {
    const data = driven();
    const { remount, fill } = onSmallCard(data, '64m');
    expect(fill).toBeDefined();
    remount('ro');
    await using service = await startService({ data, media: [stick] });

    expect((await service.client.call('getSettings', {})).carName).toBe('Morris');
    expect(await noticesOf(service)).toContain('disk_full');
    await playFirst(service);
  });

  it('says that it is full, refuses what it cannot keep, and takes it when there is room again', async () => {
    const data = driven();
    const { fill, empty } = onSmallCard(data, '3m');
    await using service = await startService({ data, media: [stick] });
    await playFirst(service);
    fill();

    await until(async () => {
      await service.client.call('changeSettings', { carName: 'x'.repeat(40) }).catch(() => undefined);
      return (await noticesOf(service)).includes('disk_full');
    });
    await expect(service.client.call('changeSettings', { carName: 'Lost' })).rejects.toMatchObject({
      code: 'storage_failed',
    });
    expect((await service.client.call('getSettings', {})).carName).not.toBe('Lost');
    expect(await playedMs(service.client, FRONT)).toBeGreaterThan(0);

    empty();
    await until(() => service.client.call('changeSettings', { carName: 'Kept' }));
    expect(await noticesOf(service)).not.toContain('disk_full');
  });

  it('starts where it is full, and brings back what was set meanwhile when there is room', async () => {
    const data = driven();
    const { fill, empty } = onSmallCard(data, '3m');
    fill();
    await using service = await startService({ data, media: [stick] });
    expect(await noticesOf(service)).toContain('disk_full');
    await playFirst(service);
    await service.client.call('changeSettings', { carName: 'Meanwhile' });

    empty();
    await until(
      async () => {
        await service.client.call('changeSettings', { theme: 'day' });
        return !(await noticesOf(service)).includes('disk_full');
      },
      { everyMs: 500, limitMs: PLAY_LIMIT_MS },
    );
    const db = new Database(join(data, 'state.db'), { readonly: true });
    const names = db.prepare("SELECT value FROM setting WHERE name = 'carName'").pluck().all();
    db.close();
    expect(names).toEqual(['"Meanwhile"']);
  });
});

/** What was moved away. */
function keptFiles(data: string): string[] {
  return readdirSync(data)
    .filter((name) => /[.](?:damaged|kept)-\d+$/u.test(name))
    .map((name) => join(data, name));
}

function overwrite(path: string, from: number, length: number): void {
  const bytes = readFileSync(path);
  bytes.fill(0xff, from, Math.min(from + length, bytes.length));
  writeFileSync(path, bytes);
}

function canMount(): boolean {
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Puts a file system of its own in the place of a folder, with what was in it. */
function onSmallCard(folder: string, size: string) {
  const aside = `${folder}-aside`;
  cpSync(folder, aside, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  onTestFinished(() => {
    execFileSync('umount', ['-l', folder]);
  });
  cpSync(aside, folder, { recursive: true });
  const filler = join(folder, 'filler');
  return {
    remount: (how: 'ro' | 'rw') => execFileSync('mount', ['-o', `remount,${how}`, folder]),
    fill: () => {
      for (const length of [1024 * 1024, 4096]) {
        try {
          for (;;) writeFileSync(filler, Buffer.alloc(length), { flag: 'a' });
        } catch {
          expect(existsSync(filler)).toBe(true);
        }
      }
    },
    empty: () => rmSync(filler),
  };
}

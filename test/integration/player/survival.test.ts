import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { trackId } from '#contract/entities/ids';
import { ZoneOffline } from '#player/errors';
import { FRONT, startRig, until, type Rig, type RigOptions } from '#test/integration/player/support/rig';
import { ffmpeg, tone } from '#test/support/sounds';
import { song, STICK, type CatalogItem } from '#test/unit/player/support/memory-catalog';

const START_LIMIT_MS = 30_000;

let folder: string;
let stick: string;
let rig: Rig;
let songs: CatalogItem[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carputer-survival-'));
  stick = join(folder, 'stick');
  await ffmpeg(...tone(500, 90), join(folder, 'source.flac'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => rig.close());

async function setup(options: Partial<RigOptions> = {}) {
  await rm(stick, { recursive: true, force: true });
  await mkdir(stick);
  songs = [];
  for (const name of ['0.flac', '1.flac', '2.flac', '3.flac']) {
    await cp(join(folder, 'source.flac'), join(stick, name));
    songs.push(song(name, Buffer.from(join(stick, name))));
  }
  rig = await startRig({ items: songs, ...options });
  return rig;
}

const first = trackId.parse('0.flac');

async function playAt(positionMs: number) {
  // A route answers within 2 s, whatever a busy machine needs to start a player.
  await until(() => rig.isReady(), Boolean, START_LIMIT_MS);
  await rig.handlers.play({ id: FRONT, trackId: first });
  await rig.handlers.seek({ id: FRONT, positionMs });
  await until(rig.positionMs, (position) => position > positionMs);
}

describe('a player that dies', () => {
  it('plays on where it was', async () => {
    const { zone, pid, positionMs } = await setup();
    await playAt(30_000);
    const killed = pid() ?? 0;
    const atMs = positionMs();

    process.kill(killed, 'SIGKILL');
    await until(zone, ({ speed }) => speed === 0);
    await until(zone, ({ speed }) => speed === 1);

    expect(pid()).not.toBe(killed);
    expect(positionMs()).toBeGreaterThan(atMs - 1_000);
    expect(positionMs()).toBeLessThan(atMs + 5_000);
    expect(zone()).toMatchObject({ status: 'playing', item: { id: '0.flac' }, isOnline: true });
  });

  it('stays paused when it was paused', async () => {
    const { handlers, zone, pid } = await setup();
    await playAt(30_000);
    const { positionMs } = await handlers.pause({ id: FRONT });
    const killed = pid() ?? 0;

    process.kill(killed, 'SIGKILL');
    await until(pid, (now) => now !== killed && now !== undefined);
    const resumed = await handlers.resume({ id: FRONT });

    expect(resumed.status).toBe('playing');
    expect(Math.abs(resumed.positionMs - positionMs)).toBeLessThan(1_000);
    await until(zone, ({ speed }) => speed === 1);
  });

  it('is killed when it hangs, and plays on', async () => {
    const { zone, pid } = await setup();
    await playAt(30_000);
    const hung = pid() ?? 0;

    process.kill(hung, 'SIGSTOP');
    await until(pid, (now) => now !== hung && now !== undefined, 10_000);
    await until(zone, ({ status, speed }) => status === 'playing' && speed === 1);

    expect(zone().item?.id).toBe('0.flac');
  });

  it('skips a file that kills it five times', async () => {
    const { zone, pid } = await setup();
    await playAt(30_000);

    for (let death = 0; death < 5; death += 1) {
      await until(zone, ({ speed, isOnline }) => speed === 1 && isOnline);
      const killed = await until(pid, (now) => now !== undefined);
      process.kill(killed ?? 0, 'SIGKILL');
      await until(pid, (now) => now !== killed);
    }

    await until(zone, ({ item, speed }) => item?.id === '1.flac' && speed === 1);
  });

  it('is a process group of its own, so that it plays on when the service is killed', async () => {
    const { pid } = await setup();
    await playAt(1_000);

    const fields = (await readFile(`/proc/${String(pid())}/stat`, 'utf8')).split(' ');

    expect(Number(fields[4])).toBe(pid());
  });

  it.each([
    ['has grown is exchanged once nothing plays', 1_000, true],
    ['has not grown stays', 1_000_000, false],
  ])('that %s, and plays again', async (_what, grownKb, isExchanged) => {
    const { handlers, pid, notices } = await setup({ grownKb });
    await playAt(1_000);
    const old = pid();

    await handlers.stop({ id: FRONT });
    if (isExchanged) await until(pid, (now) => now !== undefined && now !== old);
    else await new Promise((resolve) => setTimeout(resolve, 3_500));
    await playAt(2_000);

    expect(pid() === old).toBe(!isExchanged);
    expect(notices.list()).toEqual([]);
  });

  it.each([
    ['has grown is exchanged between two songs', 1_000, true],
    ['has not grown plays the next song too', 1_000_000, false],
  ])('that %s, which nobody is told', async (_what, grownKb, isExchanged) => {
    const { handlers, pid, notices, zone } = await setup({ grownKb, sizeEveryMs: 100 });
    await playAt(1_000);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const old = pid();
    await handlers.seek({ id: FRONT, positionMs: 88_000 });

    await until(zone, ({ item, speed }) => item?.id === '1.flac' && speed === 1);

    expect(pid() === old).toBe(!isExchanged);
    expect(zone()).toMatchObject({ status: 'playing', queueIndex: 1, isOnline: true, problem: null });
    expect(notices.list()).toEqual([]);
    await handlers.pause({ id: FRONT });
    expect(zone()).toMatchObject({ status: 'paused', item: { id: '1.flac' } });
  });

  it('that is exchanged plays what is asked for meanwhile', async () => {
    const { handlers, pid, zone, notices } = await setup({ grownKb: 1_000, sizeEveryMs: 100 });
    await playAt(1_000);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const old = pid();
    await handlers.seek({ id: FRONT, positionMs: 89_000 });
    // The next song begins with a new process: it is taken off and put on again before that has come.
    await until(zone, ({ item }) => item?.id === '1.flac');
    await handlers.stop({ id: FRONT });
    // The same here: it may be answered before the new player is there, which plays it all the same.
    try {
      await handlers.play({ id: FRONT, trackId: trackId.parse('2.flac') });
    } catch (error) {
      if (!(error instanceof ZoneOffline)) throw error;
    }

    await until(zone, ({ item, speed }) => item?.id === '2.flac' && speed === 1);
    expect(pid()).not.toBe(old);
    expect(notices.list()).toEqual([]);
  });

  it('is ended in time when it hangs', async () => {
    const { service, pid } = await setup();
    await playAt(1_000);
    const hung = pid() ?? 0;
    process.kill(hung, 'SIGSTOP');

    await service.stop();

    expect(await isRunning(hung)).toBe(false);
  });

  it('leaves no player behind when it is stopped', async () => {
    const { service, pid } = await setup();
    await playAt(1_000);
    const playing = pid() ?? 0;

    await service.stop();

    expect(await isRunning(playing)).toBe(false);
  });
});

describe('a player of an earlier service', () => {
  it('is ended, so that two never sound at once', async () => {
    const runtimeDir = join(folder, 'run');
    await setup({ runtimeDir });
    await rig.close();
    const socket = join(runtimeDir, 'mpv-front.sock');
    const orphan = spawn(
      'mpv',
      ['--no-config', '--idle', '--no-terminal', '--ao=null', `--input-ipc-server=${socket}`],
      {
        stdio: 'ignore',
        detached: true,
      },
    );
    await until(
      () => orphan.pid,
      (pid) => pid !== undefined,
    );
    await exists(socket);

    await setup({ runtimeDir });
    await until(rig.isReady, Boolean, START_LIMIT_MS);
    const zone = await rig.handlers.play({ id: FRONT, trackId: first });

    expect(zone.status).toBe('playing');
    await until(
      () => orphan.exitCode ?? orphan.signalCode,
      (end) => end !== null,
    );
  });

  it('cannot be spoken to by other users', async () => {
    const { runtimeDir } = await setup();
    await until(rig.isReady, Boolean, START_LIMIT_MS);
    await rig.handlers.play({ id: FRONT, trackId: first });

    expect((await stat(runtimeDir)).mode & 0o777).toBe(0o700);
    expect(await readdir(runtimeDir)).toEqual(['mpv-front.sock']);
  });
});

describe('a machine without mpv', () => {
  it('says which package is missing, and plays as soon as it is there', async () => {
    const binary = join(folder, 'mpv-that-comes-later');
    const { handlers, zone, notices } = await setup({ binary });

    await until(zone, ({ isOnline }) => !isOnline);
    expect(zone().problem).toBe('mpv is not installed: sudo apt-get install mpv');
    expect(notices.list()).toMatchObject([{ code: 'player_missing', zoneId: FRONT }]);
    await expect(handlers.play({ id: FRONT, trackId: first })).rejects.toMatchObject({ code: 'player_missing' });

    await symlink('/usr/bin/mpv', binary);
    await until(zone, ({ isOnline }) => isOnline, 12_000);
    expect(await handlers.play({ id: FRONT, trackId: first })).toMatchObject({ status: 'playing' });
    expect(notices.list()).toEqual([]);
  });
});

describe('a machine without a sound card', () => {
  it('says so, and takes no song for a broken one', async () => {
    const { handlers, zone, notices } = await setup({ output: 'oss' });

    await expect(handlers.play({ id: FRONT, trackId: first })).rejects.toMatchObject({ code: 'zone_offline' });

    await until(zone, ({ problem }) => problem !== null);
    expect(zone()).toMatchObject({ isOnline: false, problem: 'No sound output works', item: { id: '0.flac' } });
    expect(notices.list()).toEqual([]);
  });
});

describe('a stick that is pulled', () => {
  it('waits at its position, and plays on there when it is back', async () => {
    const { service, catalog, zone, positionMs, notices } = await setup();
    await playAt(30_000);
    const atMs = positionMs();

    await rename(stick, `${stick}.out`);
    catalog.offline.add(STICK);
    service.volumeDetached(STICK);
    expect(zone()).toMatchObject({ status: 'waiting', item: { id: '0.flac' }, queueLength: 4 });
    expect(notices.list()).toMatchObject([{ code: 'volume_removed', message: 'Stick removed, 4 songs wait for it' }]);
    const heldMs = zone().positionMs;

    await rename(`${stick}.out`, stick);
    catalog.offline.delete(STICK);
    service.volumeAttached(STICK);
    await until(zone, ({ status, speed }) => status === 'playing' && speed === 1);

    expect(heldMs).toBeGreaterThan(atMs - 500);
    expect(Math.abs(zone().positionMs - heldMs)).toBeLessThan(1_000);
    expect(notices.list()).toEqual([]);
  });

  it('is not taken for an end when only the file stops answering', async () => {
    const { zone } = await setup();
    await until(rig.isReady, Boolean, START_LIMIT_MS);
    await rig.handlers.play({ id: FRONT, trackId: first });
    await rename(stick, `${stick}.out`);

    await rig.handlers.next({ id: FRONT });
    await until(zone, ({ status }) => status === 'waiting');

    expect(zone()).toMatchObject({ item: { id: '1.flac' }, queueIndex: 1 });
    await rename(`${stick}.out`, stick);
    await until(zone, ({ status, speed }) => status === 'playing' && speed === 1);
  });

  it('is told from a song that was cut short', async () => {
    const { zone } = await setup();
    await until(rig.isReady, Boolean, START_LIMIT_MS);
    const whole = await readFile(join(stick, '0.flac'));
    await writeFile(join(stick, '0.flac'), whole.subarray(0, Math.round(whole.length / 30)));

    await rig.handlers.play({ id: FRONT, trackId: first });

    await until(zone, ({ item, speed }) => item?.id === '1.flac' && speed === 1, 12_000);
  });
});

async function isRunning(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8').catch(() => '');
  return status !== '' && !status.includes('State:\tZ');
}

async function exists(path: string): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (await stat(path).catch(() => undefined)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

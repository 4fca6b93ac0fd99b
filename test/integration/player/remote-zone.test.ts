import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { trackId, zoneId } from '#contract/entities/ids';
import { remoteSetting, zoneSetting } from '#contract/entities/zone-setting';
import { silentLogger } from '#kernel/logger';
import { RouterKeyFiles } from '#network/adapters/router-key-files';
import { RemoteMpv } from '#player/adapters/remote/remote-mpv';
import { RemoteZones } from '#player/remote/remote-zones';
import { FRONT, FRONT_ZONE, startRig } from '#test/integration/player/support/rig';
import { ffmpeg, tone } from '#test/support/sounds';
import { openOtherMachine, whyNoOtherMachine, type OtherMachine } from '#test/support/other-machine';
import { runSshd, whyNoSshd } from '#test/support/sshd';
import { until as untilSoon } from '#test/support/until';
import { MemoryZoneState } from '#test/unit/player/support/memory-zone-state';
import { song, type CatalogItem } from '#test/unit/player/support/memory-catalog';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

/** Shaking hands and starting a player takes seconds on a busy machine. */
function until<Value>(ask: () => Value | Promise<Value>): Promise<NonNullable<Value>> {
  return untilSoon(ask, { limitMs: 60_000 });
}

const LEFT = zoneId.parse('left');
const whyNot = whyNoSshd();
const undo: (() => Promise<unknown>)[] = [];

let folder: string;
let items: CatalogItem[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carputer-remote-'));
  items = await Promise.all(
    ['one', 'two'].map(async (name, place) => {
      const path = join(folder, `${name}.flac`);
      await ffmpeg(...tone(500 + 200 * place, 300), path);
      return song(name, Buffer.from(path));
    }),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

/** A zone of this machine, and one on a Pi behind a real sshd. */
interface Plan {
  readonly isTrusted?: boolean;
  readonly state?: MemoryZoneState;
  readonly machine?: OtherMachine;
}

async function setup({ isTrusted = true, state = new MemoryZoneState(), machine }: Plan = {}) {
  const keyFolder = await mkdtemp(join(tmpdir(), 'carputer-keys-'));
  undo.push(() => rm(keyFolder, { recursive: true, force: true }));
  const keys = new RouterKeyFiles({ folder: keyFolder, logger: silentLogger });
  const sshd = await runSshd({ authorizedKey: await keys.publicKey(), ...(machine && { machine }) });
  undo.push(() => sshd.close());
  const fingerprint = `SHA256:${createHash('sha256').update(sshd.hostKey).digest('base64').replace(/=+$/u, '')}`;
  if (isTrusted) await keys.trust(fingerprint);
  const target = remoteSetting.parse({ host: machine?.address ?? '127.0.0.1', port: sshd.port, user: sshd.user });
  const left = zoneSetting.parse({ id: LEFT, name: 'Left', hasVideo: false, audioDevice: null, remote: target });
  const remotes = new RemoteZones({ zones: () => [left], keysOf: () => keys });
  const beganMs = performance.now();
  const rig = await startRig({
    ...{ items, state, zones: [FRONT_ZONE, left] },
    hostOf: (zone) =>
      zone.remote ? new RemoteMpv({ zoneId: zone.id, target, access: remotes.accessOf(LEFT) }) : undefined,
  });
  undo.push(() => rig.close());
  return { rig, sshd, remotes, keys, fingerprint, beganMs, state };
}

const ONE = { id: LEFT, trackId: trackId.parse('one') };

describe.skipIf(whyNot !== undefined)(`a zone on another Pi${whyNot === undefined ? '' : `: ${whyNot}`}`, () => {
  it('joins, plays a song of this machine, is sought in, and goes on with the next', async () => {
    const { rig, beganMs } = await setup();
    await until(() => rig.isReady(LEFT));
    await rig.handlers.play(ONE);
    await until(() => rig.zone(LEFT).speed === 1);
    process.stdout.write(
      `a zone on another Pi joined and played after ${String(Math.round(performance.now() - beganMs))} ms\n`,
    );

    await rig.handlers.seek({ id: LEFT, positionMs: 299_000 });
    await until(() => rig.zone(LEFT).item?.id === 'two' && rig.zone(LEFT).speed === 1);
    await rig.handlers.setVolume({ id: LEFT, percent: 30 });
    expect(rig.zone(LEFT)).toMatchObject({ volumePercent: 30, durationMs: 300_000 });
  });

  it('comes back by itself where it was when its link is lost, and nobody else hears of it', async () => {
    const { rig, sshd } = await setup();
    await until(() => rig.isReady(LEFT) && rig.isReady(FRONT));
    await rig.handlers.play({ ...ONE, id: FRONT });
    await rig.handlers.play(ONE);
    await rig.handlers.seek({ id: LEFT, positionMs: 100_000 });
    await until(() => rig.zone(LEFT).speed === 1 && rig.positionMs(LEFT) > 100_000);
    const pids = [rig.pid(LEFT), rig.pid(FRONT)];
    const heardBefore = rig.changes.filter(({ id }) => id === FRONT).length;

    await sshd.drop();
    await until(() => !rig.isReady(LEFT) && rig.zone(LEFT).problem !== null);
    expect(rig.zone(LEFT).problem).toMatch(/does not answer/u);
    expect(() => void rig.handlers.next({ id: LEFT })).toThrow(/does not answer/u);
    await sshd.start();
    await until(() => rig.isReady(LEFT) && rig.zone(LEFT).speed === 1);

    expect(rig.zone(LEFT)).toMatchObject({ status: 'playing', item: { id: 'one' }, problem: null });
    expect(rig.zone(LEFT).positionMs).toBeGreaterThanOrEqual(100_000);
    expect(rig.zone(LEFT).positionMs).toBeLessThan(160_000);
    // What played there before must not play on beside it.
    await until(async () => !(await isRunning(pids[0])));
    expect(rig.pid(FRONT)).toBe(pids[1]);
    expect(rig.changes.filter(({ id }) => id === FRONT)).toHaveLength(heardBefore);
    expect(rig.notices.list().map(({ code }) => code)).not.toContain('player_missing');
  });

  it('goes on where it was when its cable was out', async (ctx) => {
    const why = whyNoOtherMachine();
    if (why !== undefined) ctx.skip(why);
    const machine = openOtherMachine();
    undo.push(() => {
      machine.close();
      return Promise.resolve();
    });
    const { rig, beganMs } = await setup({ machine });
    await until(() => rig.isReady(LEFT));
    await rig.handlers.play(ONE);
    await until(() => rig.zone(LEFT).speed === 1);
    const delay =
      machine.delayMs === undefined ? 'no delay: this kernel has none' : `${String(machine.delayMs)} ms each way`;
    process.stdout.write(
      `a zone in a network of its own (${delay}) joined and played after ${String(Math.round(performance.now() - beganMs))} ms\n`,
    );
    await rig.handlers.seek({ id: LEFT, positionMs: 100_000 });
    await until(() => rig.zone(LEFT).speed === 1 && rig.positionMs(LEFT) > 100_000);

    machine.setLink(false);
    await until(() => !rig.isReady(LEFT) && rig.zone(LEFT).problem !== null);
    machine.setLink(true);
    await until(() => rig.isReady(LEFT) && rig.zone(LEFT).speed === 1);

    expect(rig.zone(LEFT)).toMatchObject({ status: 'playing', item: { id: 'one' }, problem: null });
    expect(rig.zone(LEFT).positionMs).toBeGreaterThanOrEqual(100_000);
    expect(rig.zone(LEFT).positionMs).toBeLessThan(220_000);
  });

  it('says nothing to a machine that nobody has confirmed, and comes as soon as somebody has', async () => {
    const { rig, remotes, fingerprint, keys } = await setup({ isTrusted: false });
    await until(() => rig.zone(LEFT).problem?.includes(fingerprint));
    expect(await remotes.getRemote({ id: LEFT })).toMatchObject({ fingerprint, pinnedFingerprint: null });
    await expect(remotes.trustRemote({ id: LEFT, fingerprint: 'SHA256:other' })).rejects.toThrow();

    await remotes.trustRemote({ id: LEFT, fingerprint });
    await until(() => rig.isReady(LEFT));

    expect(keys.fingerprint).toBe(fingerprint);
  });

  it('never speaks to another machine than the one that was confirmed', async () => {
    const { rig, remotes } = await setup({ isTrusted: false });
    await remotes.accessOf(LEFT).keys.trust('SHA256:ours');
    await until(() => rig.zone(LEFT).problem?.includes('Another machine'));
  });

  it('plays on after a restart where it was', async () => {
    const state = new MemoryZoneState();
    const first = await setup({ state });
    await until(() => first.rig.isReady(LEFT));
    await first.rig.handlers.play(ONE);
    await first.rig.handlers.seek({ id: LEFT, positionMs: 200_000 });
    await until(() => first.rig.zone(LEFT).speed === 1 && first.rig.positionMs(LEFT) > 200_000);
    await first.rig.close();

    const { rig } = await setup({ state });
    await until(() => rig.isReady(LEFT) && rig.zone(LEFT).speed === 1);

    expect(rig.zone(LEFT)).toMatchObject({ status: 'playing', item: { id: 'one' } });
    expect(rig.zone(LEFT).positionMs).toBeGreaterThanOrEqual(200_000);
  });

  it('says of a file that is gone that it cannot be played', async () => {
    const { rig } = await setup();
    const gone = song('gone', Buffer.from(join(folder, 'gone.flac')));
    rig.catalog.items.set(gone.id, gone);
    await until(() => rig.isReady(LEFT));
    const play = rig.handlers.play({ id: LEFT, trackId: trackId.parse('gone') });
    await expect(play).rejects.toMatchObject({ code: 'file_unplayable' });
  });
});

async function isRunning(pid: number | undefined): Promise<boolean> {
  const line = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => '');
  return line.includes('mpv');
}

import { afterEach, describe, expect, it, vi } from 'vitest';

import { videoId } from '#contract/entities/ids';
import { film, STICK } from '#test/unit/player/support/memory-catalog';
import { MemoryZoneState } from '#test/unit/player/support/memory-zone-state';
import { REAR, REAR_SETTING, startZones, type ZoneRigOptions } from '#test/unit/player/support/zone-rig';

const FILM = videoId.parse('film');
const LEFT_AT_MS = 30_000;
const WAITS = { status: 'waiting', waitsFor: 'screen', positionMs: LEFT_AT_MS };

afterEach(() => vi.useRealTimers());

async function setup(options: ZoneRigOptions = {}) {
  const zones = await startZones({ items: [film('film'), film('other')], zones: [REAR_SETTING], ...options });
  const { choice, service, pass } = zones;
  const plug = async (screens: number) => {
    choice.screens = screens;
    service.admissionChanged();
    await pass();
  };
  const drive = async (mayMove: boolean) => {
    choice.isFilmAllowed = !mayMove;
    service.admissionChanged();
    await pass();
  };
  return { ...zones, plug, drive, rear: () => zones.zone(REAR), player: () => zones.engine(REAR) };
}

/** A film is on, at 30 s. */
async function watching(options: ZoneRigOptions = {}) {
  const zones = await setup(options);
  await zones.handlers.play({ id: REAR, videoId: FILM });
  await zones.pass(LEFT_AT_MS);
  return zones;
}

/** What a service finds that was stopped in the middle of a film. */
async function leftInTheMiddle(): Promise<MemoryZoneState> {
  const state = new MemoryZoneState();
  const before = await watching({ state });
  await before.service.stop();
  return state;
}

describe('a film whose screen goes', () => {
  it('waits for it, says so, and goes on where it was once it is back', async () => {
    const { rear, player, plug, noticeCodes } = await watching();

    await plug(1);
    expect(player().current).toBeUndefined();
    expect(rear()).toMatchObject(WAITS);
    expect(noticeCodes()).toEqual(['screen_missing']);

    await plug(2);
    expect(player().loads.at(-1)).toMatchObject({ startMs: LEFT_AT_MS, isPaused: false });
    expect(rear()).toMatchObject({ status: 'playing', waitsFor: null });
    expect(noticeCodes()).toEqual([]);
  });

  it.each(['pause', 'stop'] as const)('does not go on after a %s', async (command) => {
    const { handlers, rear, player, plug, noticeCodes } = await watching();
    await plug(1);
    await handlers[command]({ id: REAR });
    const { status } = rear();
    expect(['paused', 'stopped']).toContain(status);

    await plug(2);
    expect(rear().status).toBe(status);
    expect(player().current).toBeUndefined();
    expect(noticeCodes()).toEqual([]);
  });

  it('stays paused where it was paused, and says why it is gone', async () => {
    const { handlers, rear, plug, noticeCodes } = await watching();
    await handlers.pause({ id: REAR });
    await plug(1);
    expect(rear()).toMatchObject({ status: 'paused', waitsFor: null });
    expect(noticeCodes()).toEqual(['screen_missing']);
    await plug(2);
    expect(rear().status).toBe('paused');
    expect(noticeCodes()).toEqual([]);
  });

  it('stays on while the car stands, waits from when it moves, and does not come back for standing again', async () => {
    const { rear, player, plug, drive } = await watching({ isFilmAllowed: true });
    await plug(1);
    expect(player().current).toBe('film');
    await drive(true);
    expect(rear()).toMatchObject(WAITS);
    await drive(false);
    expect(rear()).toMatchObject(WAITS);
    await plug(2);
    expect(rear().status).toBe('playing');
  });

  it('waits for its stick where that is out as the screen comes back', async () => {
    const { rear, plug, catalog, service } = await watching();
    await plug(1);
    catalog.offline.add(STICK);
    service.volumeDetached(STICK);
    await plug(2);
    expect(rear()).toMatchObject({ ...WAITS, waitsFor: 'stick' });
  });
});

describe('a film in the sight of whoever drives', () => {
  it('stays paused after the drive, whatever its screen does', async () => {
    const zones = [{ ...REAR_SETTING, isInDriversSight: true }];
    const { rear, plug, drive, noticeCodes } = await watching({ zones, isFilmAllowed: true });
    await drive(true);
    expect(rear()).toMatchObject({ status: 'paused', waitsFor: null });
    expect(noticeCodes()).toEqual(['film_stopped']);
    await plug(1);
    await plug(2);
    await drive(false);
    expect(rear().status).toBe('paused');
  });

  it('does not wait for a screen that goes before the drive', async () => {
    const zones = [{ ...REAR_SETTING, isInDriversSight: true }];
    const { rear, plug, drive, noticeCodes } = await watching({ zones, isFilmAllowed: true });
    await plug(1);
    await drive(true);
    expect(rear()).toMatchObject({ status: 'paused', waitsFor: null });
    expect(noticeCodes()).toEqual(['film_stopped']);
  });
});

describe('a film that was on before a start', () => {
  it('waits for a screen that comes later than the service, also over several starts', async () => {
    const state = await leftInTheMiddle();
    const first = await setup({ state, screens: 1 });
    expect(first.rear()).toMatchObject(WAITS);
    await first.service.stop();

    const { rear, player, plug, pass, noticeCodes } = await setup({ state, screens: 1 });
    await pass(4_000);
    expect(rear()).toMatchObject(WAITS);
    expect(noticeCodes()).toEqual([]);

    await plug(2);
    expect(player().loads.at(-1)).toMatchObject({ startMs: LEFT_AT_MS, isPaused: false });
    expect(rear().status).toBe('playing');
  });

  it('does not take the touchscreen meanwhile, though the car stands', async () => {
    const state = await leftInTheMiddle();
    const { rear, player, plug } = await setup({ state, screens: 1, isFilmAllowed: true });
    expect(player().heard).toEqual([]);
    expect(rear()).toMatchObject(WAITS);
    await plug(2);
    expect(player().heard).toEqual(['film']);
  });

  it('says that its screen is not there once that lasts', async () => {
    const { pass, noticeCodes } = await setup({ state: await leftInTheMiddle(), screens: 1 });
    await pass(60_000);
    expect(noticeCodes()).toEqual(['screen_missing']);
  });
});

describe('a film that was put on the touchscreen while the car stood', () => {
  it('is opened anew as its own screen comes, so that it is seen there', async () => {
    const { handlers, rear, player, plug, pass } = await setup({ screens: 1, isFilmAllowed: true });
    await handlers.play({ id: REAR, videoId: FILM });
    await pass(LEFT_AT_MS);

    await plug(2);
    expect(player().current).toBeUndefined();
    await pass(5_000);
    expect(player().loads.map(({ startMs }) => startMs)).toEqual([0, LEFT_AT_MS]);
    expect(rear().status).toBe('playing');
  });

  it('is put on there anew by whoever plays it, where it is paused', async () => {
    const { handlers, rear, player, plug, pass } = await setup({ screens: 1, isFilmAllowed: true });
    await handlers.play({ id: REAR, videoId: FILM });
    await pass(LEFT_AT_MS);
    await handlers.pause({ id: REAR });

    await plug(2);
    expect(player().current).toBeUndefined();
    await handlers.resume({ id: REAR });
    await pass();
    expect(player().loads.at(-1)?.startMs).toBe(LEFT_AT_MS);
    expect(rear().status).toBe('playing');
  });
});

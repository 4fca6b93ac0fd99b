import { afterEach, describe, expect, it, vi } from 'vitest';

import { trackId, videoId } from '#contract/entities/ids';
import { film, song } from '#test/unit/player/support/memory-catalog';
import { MemoryZoneState } from '#test/unit/player/support/memory-zone-state';
import { FRONT, FRONT_SETTING, REAR, REAR_SETTING, startZones } from '#test/unit/player/support/zone-rig';

const FILM = videoId.parse('film');
const SONG = trackId.parse('song');
const ZONES = [{ ...FRONT_SETTING, hasVideo: true }, REAR_SETTING] as const;
const REFUSED = { code: 'film_while_moving' };

afterEach(() => vi.useRealTimers());

async function setup(isFilmAllowed: boolean, state?: MemoryZoneState) {
  const items = [film('film'), song('song'), film('other')];
  const zones = await startZones({ items, zones: ZONES, isFilmAllowed, ...(state ? { state } : {}) });
  const drive = async (mayBeSeen: boolean) => {
    zones.choice.isFilmAllowed = mayBeSeen;
    zones.service.admissionChanged();
    await zones.pass();
  };
  return { ...zones, drive };
}

describe('a screen in the sight of whoever drives, while the car moves', () => {
  it('takes no film, whichever way it is asked for', async () => {
    const { handlers, engine, zone } = await setup(false);
    const attempts = [
      () => handlers.play({ id: FRONT, videoId: FILM }),
      () => handlers.play({ id: FRONT, trackId: SONG, startAt: FILM }),
      () => handlers.play({ id: FRONT, trackId: SONG, startAt: 0 }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject(REFUSED);
    await handlers.play({ id: REAR, videoId: FILM });
    await expect(handlers.send({ id: REAR, toZoneId: FRONT })).rejects.toMatchObject(REFUSED);
    expect(() => handlers.addToQueue({ id: FRONT, videoId: FILM, where: 'last' })).toThrow(
      expect.objectContaining(REFUSED),
    );

    expect(engine().heard).toEqual([]);
    expect(zone()).toMatchObject({ status: 'stopped', queueLength: 0, isFilmAllowed: false });
  });

  it('has a player that knows it is in sight, and what of its loads is a film', async () => {
    const { handlers, engine } = await setup(true);
    await handlers.play({ id: FRONT, trackId: SONG });
    await handlers.play({ id: FRONT, videoId: FILM });

    expect(engine().loads.map(({ isFilm }) => isFilm)).toEqual([false, true]);
    expect([engine().picture, engine(REAR).picture]).toMatchObject([{ isInSight: true }, { isInSight: false }]);
  });

  it('is one also where that is set while it plays, or its cable falls out', async () => {
    const { handlers, engine, choice, service, pass } = await setup(true);
    await handlers.play({ id: REAR, videoId: FILM });
    const inSight = async (screens: number, isInDriversSight: boolean) => {
      choice.screens = screens;
      service.admissionChanged();
      await service.applySettings([ZONES[0], { ...REAR_SETTING, isInDriversSight }]);
      // It is opened anew where its own screen has come.
      await pass(5_000);
      return [engine(REAR).current, engine(REAR).picture?.isInSight];
    };

    expect(await inSight(1, false)).toEqual(['film', true]);
    expect(await inSight(2, false)).toEqual(['film', false]);
    expect(await inSight(2, true)).toEqual(['film', true]);
  });

  it('gives no frame of what only calls itself a song', async () => {
    const { engine, drive } = await setup(false);
    expect(engine().hasPicture).toBe(false);
    expect(engine(REAR).hasPicture).toBe(true);
    await drive(true);
    expect(engine().hasPicture).toBe(true);
  });

  it('loses its film as the car starts to move, and has it back where it was once the car stands and somebody asks', async () => {
    const { handlers, engine, zone, drive, pass, noticeCodes } = await setup(true);
    await handlers.play({ id: FRONT, videoId: FILM });
    await handlers.play({ id: REAR, videoId: FILM });
    await pass(60_000);

    await drive(false);

    expect(engine().current).toBeUndefined();
    expect(engine().hasPicture).toBe(false);
    expect(zone()).toMatchObject({ status: 'paused', item: { id: 'film' } });
    expect(noticeCodes()).toEqual(['film_stopped']);
    expect(zone(REAR)).toMatchObject({ status: 'playing', isFilmAllowed: true });
    for (const ask of [handlers.resume, handlers.toggle]) {
      expect(() => ask({ id: FRONT })).toThrow(expect.objectContaining(REFUSED));
    }

    await drive(true);
    expect(zone().status).toBe('paused');
    await handlers.resume({ id: FRONT });
    await pass();
    expect(noticeCodes()).toEqual([]);
    expect(engine().loads.at(-1)?.startMs).toBe(60_000);
    expect(zone().status).toBe('playing');
  });

  it('passes over the films of its queue', async () => {
    const { handlers, engine, drive, pass } = await setup(true);
    await handlers.play({ id: FRONT, trackId: SONG });
    await drive(false);
    expect(engine().prepared).toBeUndefined();

    const { items } = await handlers.listQueue({ id: FRONT, limit: 10 });
    const entryId = items.find(({ item }) => item.kind === 'video')?.entryId ?? items[0]?.entryId;
    if (entryId) expect(() => handlers.playEntry({ id: FRONT, entryId })).toThrow(expect.objectContaining(REFUSED));
    await handlers.next({ id: FRONT });
    await pass(500);
    expect(engine().heard).toEqual(['song']);
  });

  it('does not go on with a film by itself after a start, nor with a player that still plays one', async () => {
    const state = new MemoryZoneState();
    const before = await setup(true, state);
    await before.handlers.play({ id: FRONT, videoId: FILM });
    await before.pass(30_000);
    await before.service.stop();

    const after = await setup(false, state);
    expect(after.engine().heard).toEqual([]);
    expect(after.zone()).toMatchObject({ status: 'paused', item: { id: 'film' } });

    const again = await startZones({ items: [film('film')], zones: ZONES, state, isUp: false });
    expect(again.engine().comeHolding({ path: '/stick/film', positionMs: 30_000 })).toBe(false);
  });
});

describe('a rear screen that is not there', () => {
  it('takes no film, for it would cover the touchscreen', async () => {
    const { handlers, engine, zone, choice, service } = await setup(false);
    choice.screens = 1;
    service.admissionChanged();
    const refused = { code: 'film_over_touchscreen' };
    await expect(handlers.play({ id: REAR, videoId: FILM })).rejects.toMatchObject(refused);
    expect(engine(REAR)).toMatchObject({ current: undefined, hasPicture: false });
    expect(zone(REAR)).toMatchObject({ status: 'stopped', isFilmAllowed: false });
  });

  it('may take the touchscreen while the car stands', async () => {
    const { choice, service, zone } = await setup(true);
    choice.screens = 1;
    service.admissionChanged();
    expect(zone(REAR).isFilmAllowed).toBe(true);
  });

  it.each([
    ['a window', { kind: 'window' }, 2, false],
    ['the first output', { kind: 'full_screen', output: 0, signal: 'digital' }, 2, false],
    ['the third output of two', { kind: 'full_screen', output: 2, signal: 'digital' }, 2, false],
    ['the third output of three', { kind: 'full_screen', output: 2, signal: 'digital' }, 3, true],
    ['a connector without a desktop', { kind: 'drm', connector: 'HDMI-A-2', signal: 'digital' }, 1, true],
  ] as const)('is told by where its picture goes: %s', async (_what, picture, screens, isAllowed) => {
    const { choice, service, zone } = await setup(false);
    choice.screens = screens;
    await service.applySettings([FRONT_SETTING, { ...REAR_SETTING, picture }]);
    expect(zone(REAR).isFilmAllowed).toBe(isAllowed);
  });

  it('is no matter of this machine where another one plays the zone', async () => {
    const { choice, service, zone } = await setup(false);
    choice.screens = 1;
    const remote = { host: 'left', port: 22, user: 'pi', engine: 'mpv' } as const;
    await service.applySettings([FRONT_SETTING, { ...REAR_SETTING, remote }]);
    expect(zone(REAR).isFilmAllowed).toBe(true);
  });
});

describe('the ceiling of a zone', () => {
  it('holds whoever asks for more, and does not let the sound get louder when it is raised', async () => {
    const { handlers, service, engine, zone } = await startZones({
      zones: [FRONT_SETTING, { ...REAR_SETTING, maxVolumePercent: 50 }],
    });
    expect(zone(REAR)).toMatchObject({ volumePercent: 50, maxVolumePercent: 50 });
    expect(handlers.setVolume({ id: REAR, percent: 90 })).toMatchObject({ volumePercent: 50 });
    expect(engine(REAR).sound?.volumePercent).toBe(50);
    expect(handlers.setVolume({ id: FRONT, percent: 90 })).toMatchObject({ volumePercent: 90 });

    await service.applySettings([FRONT_SETTING, { ...REAR_SETTING, maxVolumePercent: 30 }]);
    expect(engine(REAR).sound?.volumePercent).toBe(30);
    await handlers.setVolume({ id: REAR, percent: 40 });
    await service.applySettings([FRONT_SETTING, REAR_SETTING]);
    expect(zone(REAR).volumePercent).toBe(30);
  });

  it('holds for a player that an earlier, laxer service left', async () => {
    const state = new MemoryZoneState();
    const lax = await startZones({ state, zones: [REAR_SETTING] });
    await lax.handlers.setVolume({ id: REAR, percent: 95 });
    await lax.handlers.play({ id: REAR, trackId: trackId.parse('a') });
    await lax.service.stop();

    const strict = await startZones({ state, zones: [{ ...REAR_SETTING, maxVolumePercent: 50 }], isUp: false });
    strict.engine(REAR).comeHolding({ path: '/stick/a', volumePercent: 95 });
    expect(strict.engine(REAR).sound?.volumePercent).toBe(50);
    expect(strict.zone(REAR).volumePercent).toBe(50);
  });
});

import { afterEach, describe, expect, it, vi } from 'vitest';

import { albumId, trackId } from '#contract/entities/ids';
import { memorySpeeds } from '#test/unit/player/support/memory-speeds';
import { MemoryZoneState } from '#test/unit/player/support/memory-zone-state';
import { song, STICK, type CatalogItem } from '#test/unit/player/support/memory-catalog';
import { FRONT, startZones, type ZoneRigOptions } from '#test/unit/player/support/zone-rig';

afterEach(() => vi.useRealTimers());

const MINUTE_MS = 60_000;

/** A chapter of three minutes, in a plain file that its genre tells of. */
function chapter(name: string, album = 'odyssey'): CatalogItem {
  return { ...song(name), genres: 'Audiobook', albumId: albumId.parse(album) };
}

const ITEMS = [song('a'), chapter('1'), chapter('2'), chapter('other', 'iliad'), song('b')];

async function setup(options: ZoneRigOptions = {}) {
  const rig = await startZones({ items: ITEMS, ...options });
  return {
    ...rig,
    play: (id: string) => rig.handlers.play({ id: FRONT, trackId: trackId.parse(id) }),
    setSpeed: (factor: number) => rig.handlers.setSpeed({ id: FRONT, factor }),
    pause: () => rig.handlers.pause({ id: FRONT }),
    resume: () => rig.handlers.resume({ id: FRONT }),
    point: (id: string) => rig.plays.points.get(trackId.parse(id)),
  };
}

describe('a book in plain files', () => {
  it('goes on where it was left, a little before', async () => {
    const { play, pass } = await setup();
    await play('1');
    await pass(66_000);
    await play('a');
    await pass(2 * MINUTE_MS);

    expect(await play('1')).toMatchObject({ positionMs: 66_000 - 7_000 });
  });

  it('keeps the places of 500 files', async () => {
    const names = Array.from({ length: 500 }, (_none, index) => `part.${String(index)}`);
    const { play, pass, plays } = await setup({ items: names.map((name) => chapter(name)) });
    for (const [index, name] of names.entries()) {
      await play(name);
      await pass(10_000 + index * 100);
    }
    await play(names[0] ?? '');

    expect(plays.points.size).toBe(500);
    expect(plays.points.get(trackId.parse('part.7'))).toBe(10_700);
  });

  it('does not creep back when it is only looked into', async () => {
    const { play, pass, point } = await setup();
    await play('1');
    await pass(66_000);
    for (let turn = 0; turn < 5; turn += 1) {
      await play('a');
      await pass(30_000);
      await play('1');
      await pass(1_500);
    }
    await play('a');
    await pass(200);

    expect(point('1')).toBe(66_000);
  });

  it('begins its next part at its beginning, without a gap', async () => {
    const { play, pass, engine, zone } = await setup();
    await play('1');
    await pass(3 * MINUTE_MS);
    expect(engine().prepared).toBe('2');
    engine().finish();
    await pass(300);

    expect(zone()).toMatchObject({ item: { id: '2', isSpoken: true }, positionMs: 0 });
  });

  it('plays in its order, though songs were shuffled before', async () => {
    const { play, zone, handlers } = await setup();
    await play('a');
    await handlers.setShuffle({ id: FRONT, isOn: true });
    await play('1');
    expect(zone().shuffle).toBe(false);
    await handlers.play({ id: FRONT, trackId: trackId.parse('1'), shuffle: true });
    expect(zone().shuffle).toBe(true);
  });

  it('forgets its place once it is no book any more', async () => {
    const { play, pass, catalog, point, service } = await setup();
    await play('1');
    await pass(66_000);
    await play('a');
    await pass(200);
    catalog.items.set(trackId.parse('1'), song('1'));
    service.catalogChanged();

    await play('1');
    await pass(20_000);
    await play('a');
    await pass(200);
    expect(point('1')).toBeUndefined();
  });

  it('keeps its place from the moment on in which somebody says that it is one', async () => {
    const { play, pass, catalog, point, service } = await setup();
    await play('a');
    await pass(30_000);
    catalog.items.set(trackId.parse('a'), chapter('a'));
    service.catalogChanged();
    await play('b');
    await pass(200);

    expect(point('a')).toBe(30_000);
  });
});

describe('a book that is played as a whole', () => {
  const PARTS = ['1', '2', '3'].map((name) => chapter(name));
  const BOOK = { id: FRONT, albumId: albumId.parse('odyssey') };

  it('begins at its first part, and then goes on with the one that was left last, a little before', async () => {
    const { play, pause, pass, handlers, zone } = await setup({ items: PARTS });
    expect(await handlers.play(BOOK)).toMatchObject({ item: { id: '1' }, positionMs: 0 });
    await pass(30_000);
    await play('2');
    await pass(66_000);
    // From the midst of it, and from a pause.
    expect(await handlers.play(BOOK)).toMatchObject({ item: { id: '2' }, queueLength: 3, queueIndex: 1 });
    expect(zone().positionMs).toBeGreaterThan(50_000);
    await pass(20_000);
    await pause();
    await pass(60_000);

    expect(await handlers.play(BOOK)).toMatchObject({ item: { id: '2' }, status: 'playing' });
    expect(zone().positionMs).toBeGreaterThan(60_000);
  });

  it('goes on behind a part that was heard to its end, and anew behind the last', async () => {
    const { play, pass, handlers, engine } = await setup({ items: PARTS });
    const hear = async (name: string) => {
      await play(name);
      await pass(3 * MINUTE_MS);
      engine().finish();
      await pass(300);
      await handlers.stop({ id: FRONT });
      await pass(300);
    };
    await hear('2');
    expect(await handlers.play(BOOK)).toMatchObject({ item: { id: '3' }, positionMs: 0 });
    await hear('3');
    expect(await handlers.play(BOOK)).toMatchObject({ item: { id: '1' }, positionMs: 0 });
  });

  it('begins at its first part where that is asked for, and at any other that is named', async () => {
    const { play, pass, handlers } = await setup({ items: PARTS });
    await play('2');
    await pass(66_000);

    expect(await handlers.play({ ...BOOK, fromStart: true })).toMatchObject({ item: { id: '1' }, positionMs: 0 });
    expect(await handlers.play({ ...BOOK, startAt: 2 })).toMatchObject({ item: { id: '3' } });
  });

  it('is not what an album of songs is', async () => {
    const { play, pass, handlers } = await setup({ items: ['a', 'b', 'c'].map((name) => song(name)) });
    await play('b');
    await pass(5 * MINUTE_MS);

    expect(await handlers.play(BOOK)).toMatchObject({ item: { id: 'a' } });
  });
});

describe('after a pause', () => {
  it.each([
    [20_000, 5_333],
    [5 * MINUTE_MS, 10_000],
    [60 * MINUTE_MS, 15_000],
  ])('of %d ms a book goes on %d ms before', async (pauseMs, backMs) => {
    const { play, pause, resume, pass, zone } = await setup();
    await play('1');
    await pass(66_000);
    await pause();
    await pass(pauseMs);
    expect(zone().positionMs).toBe(66_000);
    await resume();
    await pass();

    expect(zone()).toMatchObject({ status: 'playing', speed: 1 });
    expect(zone().positionMs).toBeCloseTo(66_000 - backMs, -1);
  });

  it('does not creep back with every pause', async () => {
    const { play, pause, resume, pass, zone } = await setup();
    await play('1');
    await pass(66_000);
    for (let turn = 0; turn < 5; turn += 1) {
      await pause();
      await pass(20_000);
      await resume();
      await pass(100);
    }

    expect(zone().positionMs).toBeGreaterThan(60_000);
  });

  it('a book that was sought in meanwhile goes on at that place', async () => {
    const { play, pause, resume, pass, handlers, zone } = await setup();
    await play('1');
    await pass(66_000);
    await pause();
    await handlers.seek({ id: FRONT, positionMs: 30_000 });
    await pass(20_000);
    await resume();
    await pass();

    expect(zone().positionMs).toBe(30_000);
  });

  it('music goes on where it was', async () => {
    const { play, pause, resume, pass, zone } = await setup();
    await play('a');
    await pass(66_000);
    await pause();
    await pass(20_000);
    await resume();
    await pass();

    expect(zone().positionMs).toBe(66_000);
  });

  it('of the power a book goes on before where it was, and its place stays', async () => {
    const { play, pass, service, state, plays } = await setup();
    await play('1');
    await pass(66_000);
    await service.stop();
    vi.useRealTimers();

    const rig = await startZones({ items: ITEMS, state, plays });
    await rig.pass(1_000);
    expect(rig.zone()).toMatchObject({ status: 'playing', positionMs: 51_000 });
    await rig.service.stop();
    expect(plays.points.get(trackId.parse('1'))).toBe(66_000);
  });

  it('in another place, once somebody has sought, a book goes on there', async () => {
    const { play, pause, pass, handlers, point } = await setup();
    await play('1');
    await pass(66_000);
    await handlers.seek({ id: FRONT, positionMs: 55_000 });
    await pass(1_000);
    await pause();
    await play('a');
    await pass(200);

    expect(point('1')).toBe(56_000);
  });
});

describe('the speed of a book', () => {
  it('is for all its files, and comes back with it', async () => {
    const { play, setSpeed, zone, pass, engine } = await setup();
    await play('1');
    await setSpeed(1.6);
    await play('2');
    await pass();
    expect(zone()).toMatchObject({ item: { id: '2' }, speed: 1.6 });

    await play('other');
    await pass();
    expect(zone()).toMatchObject({ item: { id: 'other' }, speed: 1 });
    await play('1');
    await pass();
    expect(zone().speed).toBe(1.6);
    expect(engine().sound?.speed).toBe(1.6);
  });

  it('is never that of music, not even at the seam', async () => {
    const { play, setSpeed, zone, pass, engine } = await setup();
    await play('1');
    await setSpeed(1.6);
    await play('a');
    await pass();
    expect(zone()).toMatchObject({ item: { id: 'a' }, speed: 1 });
    expect(engine().sound?.speed).toBe(1);

    await play('other');
    await pass();
    expect(engine().prepared).toBeUndefined();
    await play('1');
    await pass();
    expect(engine().prepared).toBe('2');
  });

  it('of anything else lasts until something else is on', async () => {
    const { play, setSpeed, zone, handlers, pass } = await setup();
    await play('a');
    await setSpeed(1.5);
    expect(zone().speed).toBe(1.5);
    await handlers.next({ id: FRONT });
    await handlers.previous({ id: FRONT });
    await pass(500);
    expect(zone()).toMatchObject({ item: { id: 'a' }, speed: 1 });
  });

  it('outlives the service, and is that of the zone where an earlier version kept it so', async () => {
    const bookSpeeds = memorySpeeds();
    const state = new MemoryZoneState();
    const { play, pass, service } = await setup({ state });
    await play('1');
    await pass(30_000);
    await service.stop();
    vi.useRealTimers();
    state.saveSound(FRONT, { volumePercent: 50, isMuted: false, speed: 1.4 });

    const rig = await setup({ state, bookSpeeds });
    expect(rig.zone()).toMatchObject({ item: { id: '1' }, speed: 1.4 });
    await rig.play('other');
    await rig.pass(300);
    expect(rig.zone().speed).toBe(1);
    await rig.service.stop();
    vi.useRealTimers();

    const later = await setup({ state, bookSpeeds });
    expect(later.zone()).toMatchObject({ item: { id: 'other' }, speed: 1 });
    await later.play('2');
    await later.pass();
    expect(later.zone().speed).toBe(1.4);
  });

  it('is taken over with a player that outlived its service', async () => {
    const { play, pass, service, state } = await setup();
    await play('1');
    await pass(30_000);
    await service.stop();
    vi.useRealTimers();
    const bookSpeeds = memorySpeeds();
    bookSpeeds.keep('odyssey', 1.2);

    const rig = await setup({ state, bookSpeeds, isUp: false });
    rig.engine().comeHolding({ path: '/stick/1', positionMs: 31_000 });
    await rig.pass();
    expect(rig.zone()).toMatchObject({ status: 'playing', speed: 1.2, positionMs: 31_000 });
    expect(rig.engine().sound?.speed).toBe(1.2);
  });
});

it('plays a book on where it was when its stick was out for a moment', async () => {
  const { play, pass, service, catalog, zone } = await setup();
  await play('1');
  await pass(66_000);
  catalog.offline.add(STICK);
  service.volumeDetached(STICK);
  await pass(500);
  catalog.offline.delete(STICK);
  service.volumeAttached(STICK);
  await pass();

  expect(zone()).toMatchObject({ status: 'playing', positionMs: 66_000 });
});

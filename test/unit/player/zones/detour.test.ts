import { afterEach, describe, expect, it, vi } from 'vitest';

import { trackId, volumeId, type VolumeId } from '#contract/entities/ids';
import { MemoryZoneState } from '#test/unit/player/support/memory-zone-state';
import { film, OTHER_STICK, song, STICK } from '#test/unit/player/support/memory-catalog';
import { FRONT, FRONT_SETTING, startZones, type ZoneRigOptions } from '#test/unit/player/support/zone-rig';

afterEach(() => vi.useRealTimers());

const THIRD_STICK = volumeId.parse('third');
/** Two songs of the stick, then one of another. */
const MIXED = [song('a'), song('b'), song('c', undefined, OTHER_STICK), song('d')];
const OTHERS = ['x', 'y'].map((name) => song(name, undefined, OTHER_STICK));
/** The queue is the stick's alone; the other has two songs and a film. */
const APART = [...['a', 'b', 'c'].map((name) => song(name)), ...OTHERS, { ...film('f'), volumeId: OTHER_STICK }];

/** The stick has played its first song for ten seconds. */
async function setup(options: ZoneRigOptions = {}) {
  const state = options.state ?? new MemoryZoneState();
  const rig = await startZones({ items: APART, whenStickRemoved: 'next_source', state, ...options });
  await rig.handlers.play({ id: FRONT, volumeId: STICK, path: '' });
  await rig.pass(10_000);
  return {
    ...rig,
    state,
    pull: async (id: VolumeId = STICK) => {
      rig.catalog.offline.add(id);
      rig.service.volumeDetached(id);
      await rig.pass();
    },
    insert: async (id: VolumeId = STICK) => {
      rig.catalog.offline.delete(id);
      rig.service.volumeAttached(id);
      await rig.pass();
    },
    finish: async () => {
      await rig.pass(180_000);
      rig.engine().finish();
      await rig.pass(2_000);
    },
    message: () => rig.notices.list()[0]?.message,
  };
}

/** Everything in one queue. */
async function mixed(options: ZoneRigOptions = {}) {
  const rig = await setup({ items: MIXED, ...options });
  await rig.handlers.play({ id: FRONT, trackId: trackId.parse('a') });
  await rig.pass(10_000);
  return rig;
}

describe('what plays instead of a stick that was pulled', () => {
  it('is silence unless something else was chosen', async () => {
    const { pull, zone, choice } = await setup();
    choice.whenStickRemoved = 'wait';
    await pull();
    expect(zone()).toMatchObject({ status: 'waiting', item: { id: 'a' }, positionMs: 10_000 });
  });

  it('is the next entry of the queue on another stick, which is kept as it is', async () => {
    const { pull, zone, names, message } = await mixed();
    await pull();
    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'c' }, queueIndex: 2 });
    expect(names()).toEqual(['a', 'b', 'c', 'd']);
    expect(message()).toBe('Stick removed, 3 songs wait for it. OTHER plays meanwhile');
  });

  it('is all the music of another stick in its order where the queue has none', async () => {
    const { pull, zone, names, message } = await setup();
    await pull();
    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'x' }, positionMs: 0 });
    expect(names()).toEqual(['x', 'y']);
    expect(message()).toBe('Stick removed, 3 songs wait for it. OTHER plays meanwhile');
  });

  it('is silence where no other stick has music', async () => {
    const { pull, zone, message } = await setup({ items: APART.slice(0, 3) });
    await pull();
    expect(zone().status).toBe('waiting');
    expect(message()).toBe('Stick removed, 3 songs wait for it');
  });

  it('is music too where a film was on', async () => {
    const items = [{ ...film('f'), volumeId: STICK }, ...OTHERS];
    const { pull, zone, notices } = await setup({
      items,
      zones: [{ ...FRONT_SETTING, hasVideo: true }],
      isFilmAllowed: true,
    });
    await pull();
    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'x' } });
    expect(notices.list()[0]?.message).toBe('Stick removed, 1 film waits for it. OTHER plays meanwhile');
  });

  it('is found too where the file only stopped answering, before anybody says that the stick is out', async () => {
    const { engine, disk, zone, pass, pull } = await setup();
    disk.answer = 'gone';
    engine().finish();
    await pass();
    disk.answer = 'answers';
    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'x' } });

    await pull();
    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'x' } });
  });

  it('goes on with the other stick when the queue has come to its end, and begins that again at its own', async () => {
    const { pull, finish, names, zone } = await mixed();
    await pull();
    await finish();
    expect(names()).toEqual(['c']);
    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'c' } });

    await finish();
    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'c' } });
  });

  it('is a third stick when the other one is pulled too, and silence for the first when that goes as well', async () => {
    const items = [...APART, song('z', undefined, THIRD_STICK)];
    const { pull, insert, zone, names } = await setup({ items });
    await pull();
    await pull(OTHER_STICK);
    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'z' } });

    await pull(THIRD_STICK);
    expect(zone()).toMatchObject({ status: 'waiting', item: { id: 'a' }, positionMs: 10_000 });
    expect(names()).toEqual(['a', 'b', 'c']);
    await insert();
    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'a' }, positionMs: 10_000 });
  });

  it('is silence after all where three of its songs in a row cannot be played', async () => {
    const { pull, engine, zone, noticeCodes, pass } = await setup({
      items: [...APART, song('z', undefined, OTHER_STICK)],
    });
    for (const name of ['x', 'y', 'z']) engine().files.set(name, { opens: 'unplayable' });
    await pull();
    await pass(1_000);
    expect(zone()).toMatchObject({ status: 'waiting', item: { id: 'a' }, positionMs: 10_000 });
    expect(noticeCodes().toSorted()).toEqual(['three_unplayable', 'volume_removed']);
  });
});

describe('a stick that is back', () => {
  it.each([
    ['within its own queue', mixed],
    ['after the music of another stick', setup],
  ])('plays on at the same entry and position, %s', async (_way, begin) => {
    const { pull, insert, pass, zone, names, noticeCodes } = await begin();
    const before = names();
    await pull();
    await pass(60_000);
    await insert();

    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'a' }, queueIndex: 0, positionMs: 10_000 });
    expect(names()).toEqual(before);
    expect(noticeCodes()).toEqual([]);
  });

  it.each([
    ['next', 'y'],
    ['pause', 'x'],
    ['previous', 'x'],
    ['stop', 'x'],
  ] as const)('is not gone back to after %s', async (command, id) => {
    const { pull, insert, pass, zone, handlers, noticeCodes } = await setup();
    await pull();
    await handlers[command]({ id: FRONT });
    await pass(300);
    expect(noticeCodes()).toEqual([]);
    await insert();
    await pass(2_000);

    expect(zone().item?.id).toBe(id);
  });

  it('is not gone back to after somebody played, sought or changed the queue', async () => {
    for (const command of ['play', 'seek', 'shuffle', 'clear'] as const) {
      const { pull, insert, pass, zone, names, handlers } = await setup();
      await pull();
      if (command === 'play') await handlers.play({ id: FRONT, volumeId: OTHER_STICK, path: '' });
      if (command === 'seek') await handlers.seek({ id: FRONT, positionMs: 5_000 });
      if (command === 'shuffle') await handlers.setShuffle({ id: FRONT, isOn: true });
      if (command === 'clear') await handlers.clearQueue({ id: FRONT });
      await insert();
      await pass(2_000);

      expect(names()).not.toContain('a');
      expect(zone().item?.id).not.toBe('a');
      vi.useRealTimers();
    }
  });

  it('is gone back to though somebody changed the volume', async () => {
    const { pull, insert, zone, handlers } = await setup();
    await pull();
    await handlers.setVolume({ id: FRONT, percent: 20 });
    await insert();
    expect(zone()).toMatchObject({ item: { id: 'a' }, volumePercent: 20 });
  });

  it('waits while the engine is off, and is gone back to when it runs again', async () => {
    const { pull, insert, pass, zone, service } = await setup();
    await pull();
    service.suspend();
    await insert();
    await pass(2_000);
    expect(zone()).toMatchObject({ status: 'paused', item: { id: 'x' } });

    service.playOn();
    await pass(600);
    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'a' }, positionMs: 10_000 });
  });

  it('is given up where the file is not on it any more', async () => {
    const { pull, insert, pass, zone, catalog, noticeCodes } = await setup();
    await pull();
    catalog.items.delete(trackId.parse('a'));
    await insert();
    await pass(32_000);
    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'x' } });
    expect(noticeCodes()).toEqual([]);
  });
});

describe('a power cut meanwhile', () => {
  it.each([
    ['within its own queue', mixed],
    ['during the music of another stick', setup],
  ])('finds the queue as it was left, waiting for its stick, %s', async (_way, begin) => {
    const { pull, pass, state, names } = await begin();
    const before = names();
    await pull();
    await pass(60_000);
    vi.useRealTimers();

    const next = await startZones({
      items: [...MIXED, ...APART],
      state,
      offline: [STICK],
      whenStickRemoved: 'next_source',
    });
    expect(next.names()).toEqual(before);
    expect(next.zone()).toMatchObject({ status: 'waiting', item: { id: 'a' }, positionMs: 10_000 });
    next.catalog.offline.delete(STICK);
    next.service.volumeAttached(STICK);
    await next.pass();
    expect(next.zone()).toMatchObject({ status: 'playing', item: { id: 'a' }, positionMs: 10_000 });
  });

  it('finds what plays once somebody wanted that', async () => {
    const { pull, handlers, pass, state } = await setup();
    await pull();
    await handlers.next({ id: FRONT });
    await pass(500);
    expect(state.load(FRONT).queue?.entries.map(({ id }) => id)).toEqual(['x', 'y']);
    expect(state.load(FRONT).position).toMatchObject({ index: 1, isPlaying: true });
  });
});

import { afterEach, describe, expect, it, vi } from 'vitest';

import { trackId } from '#contract/entities/ids';
import { OTHER_STICK, song, STICK } from '#test/unit/player/support/memory-catalog';
import { FRONT, MemoryDucks, startZones, type ZoneRigOptions } from '#test/unit/player/support/zone-rig';

afterEach(() => vi.useRealTimers());

const A = trackId.parse('a');

/** What is kept of a service that was killed while it played, or paused, the song `at` of a to e. */
async function kept(
  at: string,
  options: ZoneRigOptions & { readonly isPaused?: boolean; readonly isShuffled?: boolean } = {},
) {
  const rig = await startZones(options);
  if (options.isShuffled === true) await rig.handlers.setShuffle({ id: FRONT, isOn: true });
  await rig.handlers.setVolume({ id: FRONT, percent: 80 });
  await rig.handlers.play({ id: FRONT, trackId: trackId.parse(at) });
  await rig.pass(20_000);
  if (options.isPaused === true) await rig.handlers.pause({ id: FRONT });
  await rig.pass(200);
  const names = rig.names();
  vi.useRealTimers();
  return { state: rig.state, names };
}

type Rig = Awaited<ReturnType<typeof startZones>>;

/** The next service, whose player is not there yet. */
async function nextService(options: ZoneRigOptions) {
  return startZones({ ...options, isUp: false, startVolumePercent: 40 });
}

describe('a player that outlived its service', () => {
  it('plays on where it is, without being told to play', async () => {
    const { state } = await kept('b');
    const rig = await nextService({ state });

    expect(
      rig.engine().comeHolding({ path: '/stick/b', next: '/stick/c', positionMs: 21_500, volumePercent: 80 }),
    ).toBe(true);
    await rig.pass();

    expect(rig.zone()).toMatchObject({
      status: 'playing',
      item: { id: 'b' },
      queueIndex: 1,
      positionMs: 21_500,
      speed: 1,
    });
    expect(rig.engine().loads).toEqual([]);
    expect(rig.engine().prepared).toBe('c');
    expect(rig.engine().sound?.volumePercent).toBe(80);
  });

  it('is followed to the song that came after it while no service was there', async () => {
    const { state } = await kept('b');
    const rig = await nextService({ state });

    rig.engine().comeHolding({ before: '/stick/b', path: '/stick/c', positionMs: 3_000 });
    await rig.pass(200);

    expect(rig.zone()).toMatchObject({ status: 'playing', item: { id: 'c' }, queueIndex: 2, positionMs: 3_000 });
    expect(rig.engine().prepared).toBe('d');
    expect(state.load(FRONT).position).toMatchObject({ index: 2, isPlaying: true });
  });

  it('goes on with what was prepared, and with the queue behind it', async () => {
    const { state } = await kept('b');
    const rig = await nextService({ state });
    rig.engine().comeHolding({ path: '/stick/b', next: '/stick/c', positionMs: 0 });
    await rig.pass(180_000);

    rig.engine().finish();
    await rig.pass();

    expect(rig.zone()).toMatchObject({ item: { id: 'c' }, queueIndex: 2 });
    expect(rig.engine().loads).toEqual([]);
    expect(rig.engine().prepared).toBe('d');
  });

  it('keeps the order of a shuffled queue', async () => {
    const { state, names } = await kept('b', { isShuffled: true });
    const rig = await nextService({ state });

    rig.engine().comeHolding({ before: `/stick/b`, path: `/stick/${names[1] ?? ''}`, positionMs: 1_000 });
    await rig.pass();

    expect(rig.names()).toEqual(names);
    expect(rig.zone()).toMatchObject({ shuffle: true, queueIndex: 1, item: { id: names[1] } });
  });

  it('stays paused when it was paused', async () => {
    const { state } = await kept('b', { isPaused: true });
    const rig = await nextService({ state });

    rig.engine().comeHolding({ path: '/stick/b', positionMs: 20_000, isPaused: true });
    await rig.pass();
    expect(rig.zone()).toMatchObject({ status: 'paused', positionMs: 20_000 });

    expect(await rig.handlers.resume({ id: FRONT })).toMatchObject({ status: 'playing' });
    expect(rig.engine().loads).toEqual([]);
  });

  it('is believed when it was paused, or skipped, just before the end of its service', async () => {
    const { state } = await kept('a');
    const rig = await nextService({ state });

    rig.engine().comeHolding({ path: '/stick/d', positionMs: 900, isPaused: true });
    await rig.pass();

    expect(rig.zone()).toMatchObject({ status: 'paused', item: { id: 'd' }, queueIndex: 3, positionMs: 900 });
  });

  it('tells the same song twice in a row by what played before', async () => {
    const { state } = await kept('a', { items: [song('a'), song('b')] });
    const queue = state.load(FRONT).queue;
    const [entry] = queue?.entries ?? [];
    if (!queue || !entry) throw new Error('nothing was kept');
    const again = { ...entry, entryId: `${entry.entryId}x` as typeof entry.entryId };
    state.saveQueue(FRONT, { ...queue, entries: [entry, again], order: [0, 1] });

    const still = await nextService({ state });
    still.engine().comeHolding({ path: '/stick/a', next: '/stick/a' });
    expect(still.zone().queueIndex).toBe(0);
    vi.useRealTimers();
    const followed = await nextService({ state });
    followed.engine().comeHolding({ before: '/stick/a', path: '/stick/a' });
    expect(followed.zone().queueIndex).toBe(1);
  });

  it('plays on while its stick has not been seen yet', async () => {
    const items = ['a', 'b', 'c'].map((name) => song(name, Buffer.from(`Album/${name}`)));
    const { state } = await kept('b', { items });
    const rig = await nextService({ state, items, offline: [STICK] });
    expect(rig.zone().status).toBe('waiting');

    expect(rig.engine().comeHolding({ path: '/media/X/Album/b', next: '/media/X/Album/c', positionMs: 21_000 })).toBe(
      true,
    );
    await rig.pass(2_000);
    rig.service.catalogChanged();
    expect(rig.zone()).toMatchObject({ status: 'playing', item: { id: 'b' }, speed: 1 });
    expect(rig.engine().prepared).toBe('c');

    rig.catalog.offline.delete(STICK);
    rig.service.volumeAttached(STICK);
    await rig.pass();
    expect(rig.zone()).toMatchObject({ status: 'playing', item: { id: 'b' }, speed: 1 });
    expect(rig.engine().loads).toEqual([]);
  });

  it('falls silent when its stick is said to be out', async () => {
    const { state } = await kept('b');
    const rig = await nextService({ state, offline: [STICK] });
    rig.engine().comeHolding({ path: '/stick/b', positionMs: 21_000 });
    await rig.pass();

    rig.service.volumeDetached(STICK);

    expect(rig.zone()).toMatchObject({ status: 'waiting', item: { id: 'b' } });
    expect(rig.engine().current).toBeUndefined();
  });

  it('waits for the stick of the next song when that is still not seen', async () => {
    const { state } = await kept('b');
    const rig = await nextService({ state, offline: [STICK] });
    rig.engine().comeHolding({ path: '/stick/b', positionMs: 0 });
    await rig.pass(180_000);

    rig.engine().finish();
    await rig.pass();

    expect(rig.zone()).toMatchObject({ status: 'waiting', item: { id: 'c' }, queueIndex: 2 });
  });

  it.each([
    ['that is not in the queue', '/stick/z'],
    ['of another stick', '/elsewhere/b'],
  ])('is ended when it plays a file %s', async (_what, path) => {
    const { state } = await kept('b', { items: [song('a', undefined, OTHER_STICK), song('b'), song('c')] });
    const rig = await nextService({ state });

    expect(rig.engine().comeHolding({ path, positionMs: 90_000 })).toBe(false);
    await rig.pass();

    expect(rig.zone()).toMatchObject({ status: 'playing', item: { id: 'b' } });
    expect(rig.zone().positionMs).toBeLessThanOrEqual(20_500);
    expect(rig.engine().loads).toHaveLength(1);
  });

  it('is ended when something else was asked for before it was found', async () => {
    const { state } = await kept('b');
    const rig = await nextService({ state });
    rig.service.player(FRONT).entries.next();

    expect(rig.engine().comeHolding({ path: '/stick/b', positionMs: 20_000 })).toBe(false);
    await rig.pass(2_000);

    expect(rig.zone()).toMatchObject({ status: 'playing', item: { id: 'c' } });
  });

  it('is put back where it was when it dies later', async () => {
    const { state } = await kept('b');
    const rig = await nextService({ state });
    rig.engine().comeHolding({ path: '/stick/b', positionMs: 21_000 });
    await rig.pass(4_000);

    rig.engine().die();
    rig.engine().come();
    await rig.pass();

    expect(rig.engine().loads).toMatchObject([{ startMs: 25_000, isPaused: false, fadesIn: false }]);
  });
});

describe('the volume after a start', () => {
  it('is no louder than the ceiling where music plays on by itself, and comes up from silence', async () => {
    const { state } = await kept('b');
    const rig = await nextService({ state });
    rig.engine().come();
    await rig.pass();

    expect(rig.zone()).toMatchObject({ status: 'playing', volumePercent: 40 });
    expect(rig.engine().sound?.volumePercent).toBe(40);
    expect(rig.engine().loads).toMatchObject([{ fadesIn: true }]);
    await rig.handlers.setMute({ id: FRONT, isMuted: true });
    await rig.pass(10_000);
    await rig.service.stop();
    expect(state.load(FRONT).sound).toMatchObject({ volumePercent: 80, isMuted: true });
  });

  it('is what it was where that is lower', async () => {
    const { state } = await kept('b');
    state.saveSound(FRONT, { volumePercent: 23, isMuted: false, speed: 1 });
    const rig = await nextService({ state });
    expect(rig.zone().volumePercent).toBe(23);
  });

  it('stays where it is from song to song, until somebody changes it', async () => {
    const { state } = await kept('b');
    const rig = await nextService({ state });
    rig.engine().come();
    await rig.pass();

    await rig.handlers.next({ id: FRONT });
    await rig.pass(200);
    expect(rig.engine().sound?.volumePercent).toBe(40);
    expect(rig.engine().loads.at(-1)?.fadesIn).toBe(false);

    await rig.handlers.setVolume({ id: FRONT, percent: 65 });
    await rig.pass(200);
    expect(rig.engine().sound?.volumePercent).toBe(65);
    expect(state.load(FRONT).sound?.volumePercent).toBe(65);
  });

  it('holds for music that has to wait for its stick', async () => {
    const { state } = await kept('b');
    const rig = await nextService({ state, offline: [STICK] });
    rig.engine().come();
    await rig.pass(600_000);

    rig.catalog.offline.delete(STICK);
    rig.service.volumeAttached(STICK);
    await rig.pass();

    expect(rig.engine().sound?.volumePercent).toBe(40);
    expect(rig.engine().loads).toMatchObject([{ fadesIn: true }]);
  });

  it.each([
    ['goes on with what was paused', (rig: Rig) => rig.handlers.resume({ id: FRONT })],
    ['plays something else', (rig: Rig) => rig.handlers.play({ id: FRONT, trackId: A })],
  ])('is no louder than the ceiling where somebody %s, until it is turned up', async (_what, ask) => {
    const { state } = await kept('b', { isPaused: true });
    const rig = await nextService({ state });
    rig.engine().come();
    await ask(rig);
    await rig.pass(200);
    expect(rig.zone()).toMatchObject({ status: 'playing', volumePercent: 40 });
    expect(rig.engine().sound?.volumePercent).toBe(40);
    expect(rig.engine().loads).toMatchObject([{ fadesIn: true }]);

    await rig.handlers.setVolume({ id: FRONT, percent: 70 });
    await rig.handlers.next({ id: FRONT });
    await rig.pass(200);
    expect(rig.engine().sound?.volumePercent).toBe(70);
    expect(rig.engine().loads.at(-1)?.fadesIn).toBe(false);
  });

  it('is what sounds where a player is taken over', async () => {
    const { state } = await kept('b');
    const rig = await nextService({ state });
    rig.engine().comeHolding({ path: '/stick/b', volumePercent: 80 });
    expect(rig.zone().volumePercent).toBe(80);
    vi.useRealTimers();

    const capped = await nextService({ state });
    capped.engine().comeHolding({ path: '/stick/b', volumePercent: 40 });
    expect(capped.zone().volumePercent).toBe(40);
    expect(state.load(FRONT).sound?.volumePercent).toBe(80);
  });

  it('is as loud as it was before something was said into it', async () => {
    const { state } = await kept('b');
    const ducks = new MemoryDucks();
    const before = await nextService({ state, ducks });
    before.engine().comeHolding({ path: '/stick/b', volumePercent: 80 });
    before.service.duck(FRONT, 20);
    await before.handlers.setVolume({ id: FRONT, percent: 70 });
    const { volumePercent = 0 } = before.engine().sound ?? {};
    expect(volumePercent).toBeLessThan(40);
    await before.pass(5_000);
    vi.useRealTimers();

    const rig = await nextService({ state, ducks });
    rig.engine().comeHolding({ path: '/stick/b', volumePercent });
    expect(rig.zone().volumePercent).toBe(70);
    expect(rig.engine().sound?.volumePercent).toBe(70);
    rig.service.duck(FRONT, 20);
    rig.service.duck(FRONT, 0);
    expect(ducks.take(FRONT)).toBeUndefined();
  });
});

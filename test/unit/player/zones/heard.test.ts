import { afterEach, describe, expect, it, vi } from 'vitest';

import { trackId, videoId } from '#contract/entities/ids';
import { film, song, STICK } from '#test/unit/player/support/memory-catalog';
import { REAR, REAR_SETTING, startZones, type ZoneRigOptions } from '#test/unit/player/support/zone-rig';

afterEach(() => vi.useRealTimers());

const A = trackId.parse('a');
const BOOK = trackId.parse('book.m4b');
const FILM = videoId.parse('film');
const MINUTE_MS = 60_000;
const ITEMS = [song('a'), song('b'), film('film'), song('book.m4b')];

/** A zone with a picture, a song of three minutes, a film of two hours and a book of one. */
async function setup(options: ZoneRigOptions = {}) {
  const rig = await startZones({ zones: [REAR_SETTING], items: ITEMS, ...options });
  rig.engine(REAR).files.set('film', { durationMs: 120 * MINUTE_MS });
  rig.engine(REAR).files.set('book.m4b', { durationMs: 60 * MINUTE_MS });
  return {
    ...rig,
    front: () => rig.zone(REAR),
    play: (id: string) => rig.handlers.play({ id: REAR, trackId: trackId.parse(id) }),
    show: (fromStart?: boolean) =>
      rig.handlers.play({ id: REAR, videoId: FILM, ...(fromStart === undefined ? {} : { fromStart }) }),
    skip: async (command: 'next' | 'previous') => {
      await rig.handlers[command]({ id: REAR });
      await rig.pass(300);
    },
    count: (id: string) => rig.plays.counts.get(trackId.parse(id)) ?? 0,
    point: (id: string) => rig.plays.points.get(trackId.parse(id)),
    lastStartMs: () => rig.engine(REAR).loads.at(-1)?.startMs,
    finish: async () => {
      rig.engine(REAR).finish();
      await rig.pass(300);
    },
  };
}

describe('a play', () => {
  it('counts once half of a song was heard, not before, and only once', async () => {
    const { play, pass, count } = await setup();
    await play('a');
    await pass(85_000);
    expect(count('a')).toBe(0);

    await pass(10_000);
    expect(count('a')).toBe(1);
    await pass(80_000);
    expect(count('a')).toBe(1);
  });

  it('counts after four minutes of something long', async () => {
    const { show, pass, count } = await setup();
    await show();
    await pass(3.9 * MINUTE_MS);
    expect(count('film')).toBe(0);
    await pass(0.2 * MINUTE_MS);
    expect(count('film')).toBe(1);
  });

  it('does not count what was only sought over', async () => {
    const { play, handlers, pass, count, finish } = await setup();
    await play('a');
    for (let positionMs = 10_000; positionMs < 180_000; positionMs += 10_000) {
      await handlers.seek({ id: REAR, positionMs });
      await pass(1_000);
    }
    await pass(8_000);
    await finish();

    expect(count('a')).toBe(0);
  });

  it('does not count a pause', async () => {
    const { play, handlers, pass, count } = await setup();
    await play('a');
    await pass(20_000);
    await handlers.pause({ id: REAR });
    await pass(300_000);
    await handlers.resume({ id: REAR });
    await pass(20_000);

    expect(count('a')).toBe(0);
  });

  it('counts each time that a song is repeated, and what follows without a gap', async () => {
    const { play, handlers, pass, count, finish } = await setup();
    await handlers.setRepeat({ id: REAR, mode: 'one' });
    await play('a');
    for (let turn = 0; turn < 3; turn += 1) {
      await pass(180_000);
      await finish();
    }
    await handlers.setRepeat({ id: REAR, mode: 'off' });
    await pass(180_000);
    await finish();
    await pass(100_000);

    expect([count('a'), count('b')]).toEqual([4, 1]);
  });

  it('is one play though its stick was out, or its player died, between', async () => {
    const { play, pass, count, engine, service, catalog } = await setup();
    await play('a');
    await pass(60_000);
    catalog.offline.add(STICK);
    service.volumeDetached(STICK);
    await pass(10_000);
    catalog.offline.delete(STICK);
    service.volumeAttached(STICK);
    await pass(20_000);
    engine(REAR).die();
    engine(REAR).come();
    expect(count('a')).toBe(0);

    await pass(20_000);
    expect(count('a')).toBe(1);
    await pass(75_000);
    expect(count('a')).toBe(1);
  });

  it('is told to screens when it is counted, and not all the time', async () => {
    const { play, pass, told } = await setup();
    await play('a');
    await pass(180_000);
    expect(told.filter((type) => type === 'plays.changed')).toHaveLength(1);
  });
});

describe('a film or a long recording', () => {
  it('goes on where it was left for something else, music does not', async () => {
    const { play, show, pass, front } = await setup();
    await show();
    await pass(48 * MINUTE_MS);
    await play('a');
    await pass(60_000);

    expect(await show()).toMatchObject({ status: 'playing', item: { id: FILM }, positionMs: 48 * MINUTE_MS });
    await play('a');
    expect(front().positionMs).toBe(0);
  });

  it('goes on where it was stopped', async () => {
    const { show, handlers, pass, point } = await setup();
    await show();
    await pass(30 * MINUTE_MS);
    await handlers.stop({ id: REAR });
    await pass(200);
    expect(point('film')).toBe(30 * MINUTE_MS);

    expect(await handlers.resume({ id: REAR })).toMatchObject({ positionMs: 30 * MINUTE_MS });
  });

  it('goes on where it was by next, previous and a tap in the queue', async () => {
    const { play, show, handlers, pass, skip, lastStartMs } = await setup();
    await show();
    await pass(10 * MINUTE_MS);
    await play('b');
    await skip('next');
    expect(lastStartMs()).toBe(10 * MINUTE_MS);

    await pass(10 * MINUTE_MS);
    await skip('next');
    await skip('previous');
    expect(lastStartMs()).toBeGreaterThanOrEqual(20 * MINUTE_MS);
    expect(lastStartMs()).toBeLessThan(20 * MINUTE_MS + 2_000);

    await play('a');
    const { items } = await handlers.listQueue({ id: REAR, limit: 10 });
    const entryId = items[2]?.entryId;
    if (entryId === undefined) throw new Error('the film is not in the queue');
    await handlers.playEntry({ id: REAR, entryId });
    await pass(300);
    expect(lastStartMs()).toBeGreaterThanOrEqual(20 * MINUTE_MS);
  });

  it('goes on where it was when it follows by itself, and is not prepared before', async () => {
    const { play, show, pass, engine, finish, lastStartMs, front } = await setup();
    await show();
    await pass(10 * MINUTE_MS);
    await play('b');
    expect(engine(REAR).prepared).toBeUndefined();
    await pass(180_000);
    await finish();

    expect(front().item?.id).toBe(FILM);
    expect(lastStartMs()).toBe(10 * MINUTE_MS);
  });

  it('begins anew when it is asked to', async () => {
    const { show, pass, point } = await setup();
    await show();
    await pass(48 * MINUTE_MS);

    expect(await show(true)).toMatchObject({ positionMs: 0 });
    await pass(200);
    expect(point('film')).toBeUndefined();
  });

  it('begins anew after it was sought back to its beginning, or previous was pressed, and left', async () => {
    const { show, play, handlers, pass, skip, point } = await setup();
    await show();
    await pass(48 * MINUTE_MS);
    await handlers.seek({ id: REAR, positionMs: 0 });
    await play('a');
    expect(await show()).toMatchObject({ positionMs: 0 });

    await pass(48 * MINUTE_MS);
    await skip('previous');
    await handlers.stop({ id: REAR });
    await pass(200);
    expect(point('film')).toBeUndefined();
  });

  it('begins anew after it was heard to its end, or nearly', async () => {
    const { show, play, handlers, pass, finish, point } = await setup();
    await show();
    await pass(120 * MINUTE_MS);
    await finish();
    expect(point('film')).toBeUndefined();

    await show();
    await handlers.seek({ id: REAR, positionMs: 119.5 * MINUTE_MS });
    await pass(5_000);
    await play('a');
    await pass(200);
    expect(point('film')).toBeUndefined();
  });

  it('is kept while it plays, so that a power cut loses no more than a few seconds', async () => {
    const { play, pass, point } = await setup();
    await play(BOOK);
    await pass(10 * MINUTE_MS + 4_000);
    expect(point(BOOK)).toBeGreaterThan(10 * MINUTE_MS - 2_000);
    expect(point(BOOK)).toBeLessThanOrEqual(10 * MINUTE_MS + 4_000);
  });

  it('is kept when its stick is pulled, and by a stop of the service', async () => {
    const { show, pass, point, service, catalog } = await setup();
    await show();
    await pass(10 * MINUTE_MS);
    catalog.offline.add(STICK);
    service.volumeDetached(STICK);
    await pass(200);
    expect(point('film')).toBe(10 * MINUTE_MS);

    catalog.offline.delete(STICK);
    service.volumeAttached(STICK);
    await pass(61_000);
    await service.stop();
    expect(point('film')).toBe(11 * MINUTE_MS + 1_000);
  });

  it('goes on where an earlier service left it', async () => {
    const { show, plays, front } = await setup();
    plays.points.set(FILM, 20 * MINUTE_MS);
    await show();
    expect(front().positionMs).toBe(20 * MINUTE_MS);
  });
});

it('never keeps a place in music', async () => {
  const { play, handlers, pass, plays } = await setup();
  await play(A);
  await pass(100_000);
  await handlers.stop({ id: REAR });
  await pass(200);
  expect(plays.points.size).toBe(0);
});

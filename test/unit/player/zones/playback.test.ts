import { afterEach, describe, expect, it, vi } from 'vitest';

import { trackId } from '#contract/entities/ids';
import { OTHER_STICK, song, STICK } from '#test/unit/player/support/memory-catalog';
import { FRONT, startZones, type ZoneRigOptions } from '#test/unit/player/support/zone-rig';

afterEach(() => vi.useRealTimers());

const A = trackId.parse('a');

async function playing(options: ZoneRigOptions = {}) {
  const rig = await startZones(options);
  await rig.handlers.play({ id: FRONT, trackId: A });
  return rig;
}

describe('one item after the other', () => {
  it('prepares the next song, and follows it without loading it again', async () => {
    const { engine, zone, pass } = await playing();
    await pass(180_000);
    expect(engine().prepared).toBe('b');

    engine().finish();
    await pass();

    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'b' }, queueIndex: 1 });
    expect(engine().loads).toHaveLength(1);
    expect(engine().prepared).toBe('c');
  });

  it('loads the next song itself when the prepared one does not follow', async () => {
    const { engine, zone, pass } = await playing();
    engine().files.set('b', { opens: 'never' });
    await pass(180_000);

    engine().finish();
    await pass();
    engine().unload();
    engine().files.delete('b');
    await pass(2_000);

    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'b' } });
  });

  it('stops behind the last song, ready to begin with the first', async () => {
    const { engine, zone, handlers, pass } = await playing();
    await handlers.play({ id: FRONT, trackId: trackId.parse('e') });
    await pass(180_000);

    engine().finish();
    await pass();

    expect(zone()).toMatchObject({ status: 'stopped', queueIndex: 0, positionMs: 0, item: { id: 'a' } });
  });

  it('plays the same song again, and the first after the last, when it repeats', async () => {
    const { engine, zone, handlers, pass } = await playing();
    await handlers.setRepeat({ id: FRONT, mode: 'one' });
    expect(engine().prepared).toBe('a');
    await pass(180_000);
    engine().finish();
    await pass();
    expect(zone()).toMatchObject({ status: 'playing', queueIndex: 0 });

    await handlers.setRepeat({ id: FRONT, mode: 'all' });
    await handlers.play({ id: FRONT, trackId: trackId.parse('e') });
    expect(engine().prepared).toBe('a');
  });

  it('prepares another song when the queue changes', async () => {
    const { engine, handlers, names } = await playing();

    await handlers.addToQueue({ id: FRONT, trackId: trackId.parse('d'), where: 'next' });

    expect(names()).toEqual(['a', 'd', 'b', 'c', 'd', 'e']);
    expect(engine().prepared).toBe('d');
  });

  it('passes over songs whose stick is out', async () => {
    const items = [song('a'), song('b', undefined, OTHER_STICK), song('c')];
    const { engine, handlers, zone, pass } = await playing({ items, offline: [OTHER_STICK] });

    await handlers.next({ id: FRONT });
    await pass(300);

    expect(zone()).toMatchObject({ item: { id: 'c' }, queueIndex: 2 });
    expect(engine().heard).toEqual(['a', 'c']);
  });

  it('opens only the last of ten quick targets', async () => {
    const items = Array.from({ length: 20 }, (_none, index) => song(index === 0 ? 'a' : `s${String(index)}`));
    const { engine, handlers, pass } = await playing({ items });

    for (let press = 0; press < 10; press += 1) {
      await handlers.next({ id: FRONT });
      await pass(press === 0 ? 40 : 120);
    }
    await pass(300);

    expect(engine().heard).toEqual(['a', 's10']);
  });
});

describe('files that cannot be played', () => {
  it('goes on with the next song after one or two of them', async () => {
    const { engine, zone, handlers, pass } = await playing();
    engine().files.set('b', { opens: 'unplayable' });
    engine().files.set('c', { opens: 'unplayable' });

    await handlers.next({ id: FRONT });
    await pass(300);

    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'd' } });
  });

  it('stops with a notice after three in a row', async () => {
    const { engine, zone, handlers, pass, noticeCodes } = await playing();
    for (const name of ['b', 'c', 'd']) engine().files.set(name, { opens: 'unplayable' });

    await handlers.next({ id: FRONT });
    await pass(300);

    expect(zone().status).toBe('stopped');
    expect(noticeCodes()).toEqual(['three_unplayable']);
    expect(engine().heard).toEqual(['a']);
  });

  it('counts anew after a good song, and takes the notice away', async () => {
    const { engine, zone, handlers, pass, noticeCodes } = await playing();
    for (const name of ['b', 'c', 'd']) engine().files.set(name, { opens: 'unplayable' });
    await handlers.next({ id: FRONT });
    await pass(300);

    engine().files.clear();
    await handlers.play({ id: FRONT, trackId: A });

    expect(zone().status).toBe('playing');
    expect(noticeCodes()).toEqual([]);
  });

  it('answers a play that nothing comes of with the reason', async () => {
    const { engine, handlers } = await startZones({ items: [song('a')] });
    engine().files.set('a', { opens: 'unplayable' });

    await expect(handlers.play({ id: FRONT, trackId: A })).rejects.toMatchObject({ code: 'file_unplayable' });
  });

  it('takes an early end with a file that answers for an end', async () => {
    const { engine, zone, pass } = await playing();
    await pass(10_000);

    engine().finish();
    await pass();

    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'b' } });
  });
});

describe('a stick that is pulled', () => {
  it('waits at its position when the file ends early and does not answer', async () => {
    const { engine, zone, disk, pass, noticeCodes, notices } = await playing();
    await pass(10_000);
    disk.answer = 'gone';

    engine().finish();
    await pass();

    expect(zone()).toMatchObject({ status: 'waiting', item: { id: 'a' }, positionMs: 10_000 });
    expect(engine().heard).toEqual(['a']);
    expect(noticeCodes()).toEqual(['volume_removed']);
    expect(notices.list()[0]?.message).toBe('Stick removed, 5 songs wait for it');
  });

  it('is noticed though its mount stays and the player has read ahead', async () => {
    const { engine, zone, disk, pass, noticeCodes } = await playing();
    await pass(10_000);
    disk.answer = 'gone';
    await pass(400);

    expect(zone()).toMatchObject({ status: 'waiting', item: { id: 'a' } });
    expect(zone().positionMs).toBeGreaterThan(9_900);
    expect(engine().current).toBeUndefined();
    expect(noticeCodes()).toEqual(['volume_removed']);

    disk.answer = 'answers';
    await pass(600);
    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'a' } });
  });

  it('is not taken for out by one read that failed', async () => {
    const { zone, disk, pass } = await playing();
    disk.isFlaky = true;
    await pass(10_000);

    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'a' } });
  });

  it('plays on where it was when the stick is back', async () => {
    const { engine, zone, service, catalog, pass, noticeCodes } = await playing();
    await pass(10_000);
    catalog.offline.add(STICK);
    service.volumeDetached(STICK);
    expect(zone()).toMatchObject({ status: 'waiting', positionMs: 10_000 });
    await pass(60_000);

    catalog.offline.delete(STICK);
    service.volumeAttached(STICK);
    await pass();

    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'a' }, positionMs: 10_000 });
    expect(engine().loads.at(-1)?.startMs).toBe(10_000);
    expect(noticeCodes()).toEqual([]);
  });

  it('does not open a file of a stick that is about to be unmounted', async () => {
    const { engine, zone, service, pass } = await playing();

    service.volumeDetached(STICK);
    await pass(10_000);

    expect(zone().status).toBe('waiting');
    expect(engine().current).toBeUndefined();
  });

  it('does not start by itself when it was paused, or when the wait was cancelled', async () => {
    const { zone, service, catalog, handlers, pass } = await playing();
    catalog.offline.add(STICK);
    service.volumeDetached(STICK);
    await handlers.toggle({ id: FRONT });
    expect(zone().status).toBe('paused');

    catalog.offline.delete(STICK);
    service.volumeAttached(STICK);
    await pass(5_000);

    expect(zone().status).toBe('paused');
  });

  it('plays another stick when the next button is pressed', async () => {
    const items = [song('a'), song('b'), song('c', undefined, OTHER_STICK)];
    const { zone, service, catalog, handlers, pass, noticeCodes } = await playing({ items });
    catalog.offline.add(STICK);
    service.volumeDetached(STICK);

    await handlers.next({ id: FRONT });
    await pass(300);

    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'c' } });
    expect(noticeCodes()).toEqual([]);
  });
});

describe('a player that dies', () => {
  it('goes on where it was, with its sound', async () => {
    const { engine, zone, handlers, pass } = await playing();
    await handlers.setVolume({ id: FRONT, percent: 33 });
    await pass(20_000);

    engine().die();
    await pass(500);
    expect(zone()).toMatchObject({ status: 'playing', speed: 0, positionMs: 20_000 });
    engine().come();
    await pass();

    expect(engine().loads.at(-1)).toMatchObject({ startMs: 20_000, isPaused: false });
    expect(engine().sound?.volumePercent).toBe(33);
    expect(zone()).toMatchObject({ status: 'playing', speed: 1 });
  });

  it('comes back paused when it was paused', async () => {
    const { engine, handlers, pass } = await playing();
    await pass(20_000);
    await handlers.pause({ id: FRONT });

    engine().die();
    engine().come();
    await pass();

    expect(engine().loads.at(-1)).toMatchObject({ startMs: 20_000, isPaused: true });
  });

  it('prepares nothing until it is back at its position, which would hold for that as well', async () => {
    const { engine, pass } = await playing();
    await pass(20_000);
    engine().die();
    engine().files.set('a', { opens: 'never' });

    engine().come();
    await pass();

    expect(engine().current).toBe('a');
    expect(engine().prepared).toBeUndefined();
  });

  it('does what was asked of it meanwhile', async () => {
    const { engine, zone, handlers, pass } = await playing();
    engine().die();

    await handlers.next({ id: FRONT });
    await handlers.setSpeed({ id: FRONT, factor: 1.5 });
    await pass(500);
    engine().come();
    await pass();

    expect(zone()).toMatchObject({ item: { id: 'b' }, speed: 1.5 });
  });

  it('skips a file after five deaths on it within a minute', async () => {
    const { engine, zone, pass } = await playing();

    for (let death = 0; death < 5; death += 1) {
      engine().die();
      engine().come();
      await pass(1_000);
    }

    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'b' } });
  });

  it('refuses to play on a machine without one, and says so', async () => {
    const { engine, zone, handlers, noticeCodes, pass } = await startZones({ isUp: false });
    engine().beMissing();
    await pass();

    expect(zone()).toMatchObject({ isOnline: false, problem: 'not installed' });
    await expect(handlers.play({ id: FRONT, trackId: A })).rejects.toMatchObject({ code: 'player_missing' });
    expect(noticeCodes()).toEqual(['player_missing']);

    engine().come();
    await pass();
    expect(zone()).toMatchObject({ isOnline: true, problem: null });
    expect(noticeCodes()).toEqual([]);
  });
});

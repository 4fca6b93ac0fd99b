import { afterEach, expect, it, vi } from 'vitest';

import { trackId } from '#contract/entities/ids';
import { OTHER_STICK, song, STICK } from '#test/unit/player/support/memory-catalog';
import { FRONT, startZones } from '#test/unit/player/support/zone-rig';

afterEach(() => vi.useRealTimers());

const id = (name: string) => trackId.parse(name);
const SONGS = ['a', 'b', 'c'].map((name) => song(name));

/** Plays the first of three songs; `move` is what a scan makes of a song that was renamed on its stick. */
async function setup(items = SONGS, whenStickRemoved: 'wait' | 'next_source' = 'wait') {
  const rig = await startZones({ items, whenStickRemoved });
  await rig.handlers.play({ id: FRONT, trackId: id('a') });
  await rig.pass(10_000);
  const move = (from: string, to: string) => {
    rig.catalog.items.delete(id(from));
    rig.catalog.items.set(id(to), song(to));
    rig.service.follow([{ from: id(from), to: id(to) }]);
  };
  const pull = async () => {
    rig.catalog.offline.add(STICK);
    rig.service.volumeDetached(STICK);
    await rig.pass();
  };
  const insert = async () => {
    rig.catalog.offline.delete(STICK);
    rig.service.volumeAttached(STICK);
    await rig.pass(1_000);
  };
  return { ...rig, move, pull, insert };
}

it('has a queue go along with a song that was renamed, keeps that, and plays it', async () => {
  const rig = await setup();

  rig.move('b', 'renamed');
  await rig.pass(500);

  expect(rig.names()).toEqual(['a', 'renamed', 'c']);
  expect(rig.state.load(FRONT).queue?.entries.map((entry) => entry.id)).toEqual(['a', 'renamed', 'c']);
  await rig.handlers.next({ id: FRONT });
  expect(rig.zone()).toMatchObject({ status: 'playing', item: { id: 'renamed' } });
});

it('does not touch what plays while its own file gets another name', async () => {
  const rig = await setup();
  const loads = rig.engine().loads.length;

  rig.move('a', 'renamed');
  await rig.pass(500);

  expect(rig.engine().loads).toHaveLength(loads);
  expect(rig.zone()).toMatchObject({ status: 'playing', item: { id: 'renamed' } });
});

it('plays on with a song that was renamed while its stick was out, where it was', async () => {
  const rig = await setup();
  await rig.pull();
  expect(rig.zone().status).toBe('waiting');
  rig.catalog.items.delete(id('a'));
  await rig.insert();
  expect(rig.zone().status).toBe('waiting');

  rig.move('a', 'renamed');
  await rig.pass(1_000);

  expect(rig.zone()).toMatchObject({ status: 'playing', item: { id: 'renamed' } });
  expect(rig.zone().positionMs).toBeGreaterThanOrEqual(10_000);
});

it('goes back to a song that was renamed while something else played', async () => {
  const rig = await setup([...SONGS, song('x', undefined, OTHER_STICK)], 'next_source');
  await rig.handlers.play({ id: FRONT, volumeId: STICK, path: '' });
  await rig.pass(10_000);
  await rig.pull();
  expect(rig.zone()).toMatchObject({ status: 'playing', item: { id: 'x' } });
  rig.catalog.items.delete(id('a'));
  await rig.insert();

  rig.move('a', 'renamed');
  await rig.pass(1_000);

  expect(rig.zone()).toMatchObject({ status: 'playing', item: { id: 'renamed' } });
});

import { afterEach, expect, it, vi } from 'vitest';

import {
  FRONT,
  memorySleeps,
  MemoryDucks,
  SONGS,
  startZones,
  type ZoneRigOptions,
} from '#test/unit/player/support/zone-rig';
import { STICK } from '#test/unit/player/support/memory-catalog';

afterEach(() => vi.useRealTimers());

const CHAPTERS = [
  { title: 'One', startMs: 0 },
  { title: 'Two', startMs: 60_000 },
  { title: 'Three', startMs: 120_000 },
];

async function playing(chapters: typeof CHAPTERS = [], options: ZoneRigOptions = {}) {
  const rig = await startZones({ items: SONGS, ...options });
  for (const name of ['a', 'b']) rig.engine().files.set(name, { chapters });
  await rig.handlers.play({ id: FRONT, volumeId: STICK, path: '' });
  await rig.pass();
  return rig;
}

it('falls silent after the time that was asked for, and plays on from there when asked', async () => {
  const { handlers, zone, pass, engine } = await playing();
  await handlers.setSleep({ id: FRONT, until: 'time', minutes: 15 });
  expect(zone().sleep).toMatchObject({ until: 'time' });

  await pass(14 * 60_000);
  expect(zone().status).toBe('playing');
  await pass(61_000);
  expect(zone()).toMatchObject({ status: 'paused', sleep: null });
  expect(engine().isPaused).toBe(true);

  await handlers.resume({ id: FRONT });
  expect(zone().status).toBe('playing');
});

it('gets quieter for ten seconds before, and is as loud as it was when it is asked to play on', async () => {
  const { handlers, zone, pass, engine } = await playing();
  await handlers.setVolume({ id: FRONT, percent: 60 });
  await handlers.setSleep({ id: FRONT, until: 'time', minutes: 1 });
  await pass(49_000);
  expect(engine().sound?.volumePercent).toBe(60);

  await pass(6_000);
  const halfway = engine().sound?.volumePercent ?? 0;
  expect(halfway).toBeLessThan(40);
  expect(zone()).toMatchObject({ status: 'playing', volumePercent: 60 });
  await pass(4_000);
  expect(engine().sound?.volumePercent).toBeLessThan(halfway);
  await pass(2_000);
  expect(zone()).toMatchObject({ status: 'paused', sleep: null });
  expect(engine().sound?.volumePercent).toBe(60);
});

it('plays on as loud as before when a key is pressed while it gets quieter', async () => {
  const ducks = new MemoryDucks();
  const { handlers, zone, pass, engine } = await playing([], { ducks });
  await handlers.setSleep({ id: FRONT, until: 'time', minutes: 1 });
  await pass(55_000);
  expect(engine().sound?.volumePercent).toBeLessThan(60);

  await handlers.setShuffle({ id: FRONT, isOn: true });
  expect(engine().sound?.volumePercent).toBe(60);
  expect(zone()).toMatchObject({ status: 'playing', sleep: null });
  expect(ducks.take(FRONT)).toBeUndefined();
  await pass(60_000);
  expect(zone().status).toBe('playing');
});

it('is kept over a power cut, with what was left of its time', async () => {
  const sleeps = memorySleeps();
  const first = await playing([], { sleeps });
  await first.handlers.setSleep({ id: FRONT, until: 'time', minutes: 15 });
  await first.pass(10 * 60_000);

  const { zone, pass } = await startZones({ items: SONGS, state: first.state, sleeps });
  expect(zone()).toMatchObject({ status: 'playing', sleep: { until: 'time' } });
  await pass(4 * 60_000);
  expect(zone().status).toBe('playing');
  await pass(2 * 60_000);
  expect(zone()).toMatchObject({ status: 'paused', sleep: null });
  expect(sleeps.get(FRONT)).toBeUndefined();
});

it.each(['item', 'chapter'] as const)('is kept over a power cut until the %s ends', async (until) => {
  const sleeps = memorySleeps();
  const first = await playing(CHAPTERS, { sleeps });
  await first.handlers.setSleep({ id: FRONT, until, minutes: 30 });
  await first.pass(10_000);

  const { zone } = await startZones({ items: SONGS, state: first.state, sleeps });
  expect(zone().sleep).toEqual({ until, atUptimeMs: null });
});

it('is over where its time has passed meanwhile, or nothing plays on', async () => {
  const sleeps = memorySleeps();
  const first = await playing([], { sleeps });
  await first.pass(10_000);
  sleeps.keep(FRONT, { until: 'time', leftMs: -1 });
  const late = await startZones({ items: SONGS, state: first.state, sleeps });
  expect(late.zone()).toMatchObject({ status: 'playing', sleep: null });
  expect(sleeps.get(FRONT)).toBeUndefined();

  sleeps.keep(FRONT, { until: 'item', leftMs: null });
  const silent = await startZones({ items: SONGS, state: first.state, sleeps, resumeOnStart: false });
  expect(silent.zone().sleep).toBeNull();
  expect(sleeps.get(FRONT)).toBeUndefined();
});

it('lets nothing follow the song that is on, and waits before the next', async () => {
  const { handlers, zone, pass, engine } = await playing();
  await handlers.setSleep({ id: FRONT, until: 'item', minutes: 30 });
  expect(engine().prepared).toBeUndefined();

  engine().report(180_000);
  engine().finish();
  await pass(2_000);
  expect(zone()).toMatchObject({ status: 'paused', queueIndex: 1, positionMs: 0, sleep: null });
  expect(engine().current).toBeUndefined();

  await handlers.resume({ id: FRONT });
  await pass();
  expect(engine().current).toBe('b');
  expect(engine().prepared).toBe('c');
});

it('falls silent at the end of the chapter, wherever it was sought to, at any speed', async () => {
  const { handlers, zone, pass } = await playing(CHAPTERS);
  await handlers.setSleep({ id: FRONT, until: 'chapter', minutes: 30 });
  await handlers.seek({ id: FRONT, positionMs: 70_000 });
  await handlers.setSpeed({ id: FRONT, factor: 2 });

  await pass(20_000);
  expect(zone().status).toBe('playing');
  await pass(6_000);
  expect(zone()).toMatchObject({ status: 'paused', sleep: null });
  expect(Math.abs(zone().positionMs - 120_000)).toBeLessThan(100);
});

it('takes the end of the item for that of its last chapter', async () => {
  const { handlers, zone, pass, engine } = await playing(CHAPTERS);
  await handlers.seek({ id: FRONT, positionMs: 150_000 });
  await handlers.setSleep({ id: FRONT, until: 'chapter', minutes: 30 });
  expect(engine().prepared).toBeUndefined();

  engine().report(180_000);
  engine().finish();
  await pass(2_000);
  expect(zone()).toMatchObject({ status: 'paused', queueIndex: 1, sleep: null });
});

it('goes on as before when it is taken back', async () => {
  const { handlers, zone, pass, engine } = await playing();
  await handlers.setSleep({ id: FRONT, until: 'item', minutes: 30 });
  await handlers.setSleep({ id: FRONT, until: 'never', minutes: 30 });
  expect(engine().prepared).toBe('b');

  engine().finish();
  await pass();
  expect(zone()).toMatchObject({ status: 'playing', queueIndex: 1, sleep: null });
});

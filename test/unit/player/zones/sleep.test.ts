import { afterEach, expect, it, vi } from 'vitest';

import { FRONT, SONGS, startZones } from '#test/unit/player/support/zone-rig';
import { STICK } from '#test/unit/player/support/memory-catalog';

afterEach(() => vi.useRealTimers());

const CHAPTERS = [
  { title: 'One', startMs: 0 },
  { title: 'Two', startMs: 60_000 },
  { title: 'Three', startMs: 120_000 },
];

async function playing(chapters: typeof CHAPTERS = []) {
  const rig = await startZones({ items: SONGS });
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

import { afterEach, expect, it, vi } from 'vitest';

import { albumId } from '#contract/entities/ids';
import { song, STICK } from '#test/unit/player/support/memory-catalog';
import { FRONT, startZones } from '#test/unit/player/support/zone-rig';

afterEach(() => vi.useRealTimers());

const ALBUM = albumId.parse('album');
const durationMs = 180_000;
const ITEMS = [
  { ...song('a'), durationMs, albumId: ALBUM },
  { ...song('b'), durationMs, albumId: ALBUM },
  { ...song('c'), durationMs },
];
const PLAY = { id: FRONT, volumeId: STICK, path: '' };

it('asks for a crossfade between songs of different albums, and at the end of an album in order', async () => {
  const { handlers, engine, pass } = await startZones({ items: ITEMS, crossfadeSeconds: 6 });

  await handlers.play(PLAY);
  await pass();
  expect([engine().prepared, engine().preparedCrossfadeMs]).toEqual(['b', 0]);

  engine().finish();
  await pass();
  expect([engine().prepared, engine().preparedCrossfadeMs]).toEqual(['c', 6_000]);
});

it('takes a setting at once that is changed while songs play', async () => {
  const { handlers, engine, service, choice, pass } = await startZones({ items: ITEMS.slice(1) });
  await handlers.play(PLAY);
  await pass();
  expect(engine().preparedCrossfadeMs).toBe(0);

  choice.crossfadeSeconds = 4;
  service.relevel();
  expect([engine().prepared, engine().preparedCrossfadeMs]).toEqual(['c', 4_000]);
});

it('takes an end that is early for the crossfade for an end', async () => {
  const { handlers, engine, zone, pass } = await startZones({ items: ITEMS.slice(1), crossfadeSeconds: 6 });
  await handlers.play(PLAY);
  await pass(174_000);

  engine().finish('eof', 174_000);
  await pass();

  expect(zone()).toMatchObject({ status: 'playing', item: { id: 'c' } });
});

import { afterEach, expect, it, vi } from 'vitest';

import { albumId } from '#contract/entities/ids';
import { toneSetting } from '#contract/entities/zone-setting';
import { FRONT, FRONT_SETTING, startZones } from '#test/unit/player/support/zone-rig';
import { song, STICK } from '#test/unit/player/support/memory-catalog';

afterEach(() => vi.useRealTimers());

const loudness = (trackGainDb: number, albumGainDb: number) => ({
  ...{ trackGainDb, albumGainDb },
  ...{ trackPeak: 1, albumPeak: 1 },
});
const ALBUM = albumId.parse('album');
const ITEMS = [
  { ...song('a'), albumId: ALBUM, loudness: loudness(-9, -7) },
  { ...song('b'), albumId: ALBUM, loudness: loudness(-5, -7) },
  { ...song('c'), loudness: loudness(-3, -2) },
];

it('keeps an album together where it is played in order, and makes what stands alone like all others', async () => {
  const { handlers, engine, pass } = await startZones({ items: ITEMS, loudness: { mode: 'auto' } });
  await handlers.play({ id: FRONT, volumeId: STICK, path: '' });
  expect(engine().loads.at(-1)?.gainDb).toBe(-7);
  expect(engine().preparedGainDb).toBe(-7);

  engine().finish();
  await pass();
  expect(engine().preparedGainDb).toBe(-3);
});

it('changes what is on and what follows when songs are to be equally loud from now on', async () => {
  const { handlers, engine, service, loudness: setting } = await startZones({ items: ITEMS });
  await handlers.play({ id: FRONT, volumeId: STICK, path: '' });
  expect(engine().loads.at(-1)?.gainDb).toBeUndefined();

  Object.assign(setting, { mode: 'track' });
  service.relevel();
  expect(engine().gains).toEqual([-9]);
  expect(engine().preparedGainDb).toBe(-5);
});

it('tells a new player the tone, and one that plays the other one', async () => {
  const { engine, service } = await startZones();
  expect(engine().tone).toMatchObject({ equaliser: 'flat' });

  const tone = toneSetting.parse({ equaliser: 'voice', balance: -30 });
  await service.applySettings([{ ...FRONT_SETTING, tone }]);
  expect(engine().tone).toEqual(tone);

  engine().tone = undefined;
  engine().die();
  engine().come();
  expect(engine().tone).toEqual(tone);
});

import { afterEach, expect, it, vi } from 'vitest';

import { folderId, trackId, videoId } from '#contract/entities/ids';
import { film, song } from '#test/unit/player/support/memory-catalog';
import { FRONT, FRONT_SETTING, REAR, REAR_SETTING, startZones } from '#test/unit/player/support/zone-rig';

const NOT_FOR_KIDS = { code: 'not_for_kids' };
const CARTOON = videoId.parse('cartoon');
const THRILLER = videoId.parse('thriller');
const LULLABY = trackId.parse('lullaby.1');

afterEach(() => vi.useRealTimers());

/** The rear is for children: films yes, of the songs the lullabies alone. */
async function setup() {
  const thriller = { ...film('thriller'), folder: 'thrillers' };
  const items = [film('cartoon'), thriller, song('lullaby.1'), song('metal.1'), film('other')];
  const zones = await startZones({ items, zones: [FRONT_SETTING, REAR_SETTING] });
  const limit = async () => {
    zones.kids.set(REAR, [folderId.parse('films'), folderId.parse('lullaby')]);
    zones.service.admissionChanged();
    await zones.pass();
  };
  return { ...zones, limit };
}

it('plays in a zone for children what stands in their folders, and nothing else by any way', async () => {
  const { handlers, engine, zone, names, limit } = await setup();
  await limit();
  expect(zone(REAR).isForKids).toBe(true);
  const attempts = [
    () => handlers.play({ id: REAR, videoId: THRILLER }),
    () => handlers.play({ id: REAR, videoId: CARTOON, startAt: THRILLER }),
    () => handlers.play({ id: REAR, trackId: trackId.parse('metal.1') }),
  ];
  for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject(NOT_FOR_KIDS);
  expect(() => handlers.addToQueue({ id: REAR, videoId: THRILLER, where: 'next' })).toThrow(
    expect.objectContaining(NOT_FOR_KIDS),
  );
  await handlers.play({ id: FRONT, trackId: trackId.parse('metal.1') });
  await expect(handlers.send({ id: FRONT, toZoneId: REAR })).rejects.toMatchObject(NOT_FOR_KIDS);
  expect(engine(REAR).heard).toEqual([]);

  await handlers.play({ id: REAR, videoId: CARTOON });
  expect(names(REAR)).toEqual(['cartoon', 'lullaby.1', 'other']);
  await handlers.play({ id: FRONT, trackId: LULLABY });
  await handlers.send({ id: FRONT, toZoneId: REAR });
  expect(names(REAR)).toEqual(['lullaby.1']);
});

it('stops what children must not hear when limits are set, and takes it out of the queue', async () => {
  const { handlers, engine, zone, names, limit } = await setup();
  await handlers.play({ id: REAR, videoId: THRILLER });
  await limit();

  expect(engine(REAR).current).toBeUndefined();
  expect(zone(REAR)).toMatchObject({ status: 'stopped', queueLength: 3 });
  expect(names(REAR)).toEqual(['cartoon', 'lullaby.1', 'other']);
});

it('plays on what they may hear when limits are set', async () => {
  const { handlers, engine, zone, names, limit } = await setup();
  await handlers.play({ id: REAR, videoId: CARTOON });
  await limit();

  expect(zone(REAR)).toMatchObject({ status: 'playing', item: { id: 'cartoon' } });
  expect(engine(REAR).prepared).toBe('lullaby.1');
  expect(names(REAR)).toEqual(['cartoon', 'lullaby.1', 'other']);
});

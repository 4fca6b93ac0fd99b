import { afterEach, describe, expect, it, vi } from 'vitest';

import { entryId, trackId, videoId, zoneId } from '#contract/entities/ids';
import { zone as zoneSchema, queueEntry } from '#contract/entities/zone';
import { film, STICK } from '#test/unit/player/support/memory-catalog';
import { FRONT, FRONT_SETTING, REAR, REAR_SETTING, SONGS, startZones } from '#test/unit/player/support/zone-rig';

afterEach(() => vi.useRealTimers());

const A = trackId.parse('a');
const BOTH = [FRONT_SETTING, REAR_SETTING];

describe('the routes of a zone', () => {
  it('answer with what the contract promises', async () => {
    const { handlers } = await startZones();
    const played = await handlers.play({ id: FRONT, trackId: A });
    const page = await handlers.listQueue({ id: FRONT, limit: 2 });

    expect(zoneSchema.parse(played)).toEqual(played);
    expect(page).toMatchObject({ nextCursor: '2', total: 5 });
    expect(page.items.map((one) => queueEntry.parse(one).isCurrent)).toEqual([true, false]);
    const rest = await handlers.listQueue({ id: FRONT, limit: 200, cursor: '2' });
    expect(rest).toMatchObject({ nextCursor: null, items: [{ item: { id: 'c' } }, {}, {}] });
  });

  it.each(['garbage', '-1', '1e3', '0x10', '1.5', ' 1', '9'.repeat(40)])('refuse the cursor %j', async (cursor) => {
    const { handlers } = await startZones();
    expect(() => handlers.listQueue({ id: FRONT, limit: 2, cursor })).toThrow(
      expect.objectContaining({ code: 'bad_request' }),
    );
  });

  it('refuse zones and entries that are not there', async () => {
    const { handlers } = await startZones();
    const nowhere = zoneId.parse('nowhere');

    expect(() => handlers.getZone({ id: nowhere })).toThrow(expect.objectContaining({ code: 'zone_not_found' }));
    expect(() => handlers.removeFromQueue({ id: FRONT, entryId: entryId.parse('none') })).toThrow(
      expect.objectContaining({ code: 'entry_not_found' }),
    );
    expect(() => handlers.resume({ id: FRONT })).toThrow(expect.objectContaining({ code: 'nothing_to_play' }));
  });

  it('begin at the place or the item that was named', async () => {
    const { handlers } = await startZones();
    const byPlace = await handlers.play({ id: FRONT, volumeId: STICK, startAt: 3 });
    const byItem = await handlers.play({ id: FRONT, volumeId: STICK, startAt: 'c' });

    expect(byPlace.item?.id).toBe('d');
    expect(byItem.item?.id).toBe('c');
  });

  it('begin anywhere when shuffled without a place, and at the song that was named with one', async () => {
    const { handlers } = await startZones();
    const starts = new Set<string | undefined>();
    for (let round = 0; round < 20; round += 1) {
      starts.add((await handlers.play({ id: FRONT, volumeId: STICK, shuffle: true })).item?.id);
    }
    expect(starts.size).toBeGreaterThan(2);
    expect(await handlers.play({ id: FRONT, trackId: A, shuffle: true })).toMatchObject({
      item: { id: 'a' },
      shuffle: true,
    });
  });

  it('follow each other in order where they are episodes, though songs were shuffled before', async () => {
    const items = ['one', 'two', 'three', 'four', 'five'].map((name) => film(name));
    const { handlers, names } = await startZones({ items, zones: BOTH });
    await handlers.setShuffle({ id: REAR, isOn: true });

    const zone = await handlers.play({ id: REAR, videoId: videoId.parse('three') });
    expect(zone).toMatchObject({ shuffle: false, queueIndex: 2, item: { id: 'three' } });
    expect(names(REAR)).toEqual(['one', 'two', 'three', 'four', 'five']);
    expect(await handlers.next({ id: REAR })).toMatchObject({ item: { id: 'four' } });
  });

  it('refuse a stick that is out, and films where there is no picture', async () => {
    const { handlers, catalog } = await startZones({ items: [...SONGS, film('movie')] });
    await expect(handlers.play({ id: FRONT, videoId: videoId.parse('movie') })).rejects.toMatchObject({
      code: 'zone_without_picture',
    });
    expect(await handlers.play({ id: FRONT, volumeId: STICK })).toMatchObject({ queueLength: 5 });

    catalog.offline.add(STICK);
    await expect(handlers.play({ id: FRONT, trackId: A })).rejects.toMatchObject({ code: 'volume_offline' });
  });
});

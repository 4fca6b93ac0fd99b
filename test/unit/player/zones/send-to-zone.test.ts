import { afterEach, describe, expect, it, vi } from 'vitest';

import { trackId, videoId } from '#contract/entities/ids';
import { film, song } from '#test/unit/player/support/memory-catalog';
import { FRONT, FRONT_SETTING, REAR, REAR_SETTING, startZones } from '#test/unit/player/support/zone-rig';

afterEach(() => vi.useRealTimers());

const BOTH = [FRONT_SETTING, REAR_SETTING];

describe('sending to another zone', () => {
  it('plays on there at the same position, and pauses here with the queue kept', async () => {
    const { handlers, zone, pass } = await startZones({ zones: BOTH });
    await handlers.play({ id: FRONT, trackId: trackId.parse('b') });
    await pass(30_000);

    const here = await handlers.send({ id: FRONT, toZoneId: REAR });

    expect(here).toMatchObject({ id: FRONT, status: 'paused', queueLength: 5 });
    expect(zone(REAR)).toMatchObject({ status: 'playing', item: { id: 'b' }, queueLength: 5, positionMs: 30_000 });
  });

  it('refuses a film for a zone without a picture, and keeps films out of a queue for one', async () => {
    const items = [song('a'), film('movie'), song('c')];
    const { handlers, names } = await startZones({ zones: BOTH, items });
    await handlers.play({ id: REAR, videoId: videoId.parse('movie') });
    await expect(handlers.send({ id: REAR, toZoneId: FRONT })).rejects.toMatchObject({ code: 'zone_without_picture' });

    await handlers.play({ id: REAR, trackId: trackId.parse('c') });
    await handlers.send({ id: REAR, toZoneId: FRONT });
    expect(names(FRONT)).toEqual(['a', 'c']);
  });
});

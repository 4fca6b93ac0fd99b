import { afterEach, describe, expect, it, vi } from 'vitest';

import { entryId, trackId, videoId, type ZoneId } from '#contract/entities/ids';
import { film, STICK } from '#test/unit/player/support/memory-catalog';
import { MemoryZoneState } from '#test/unit/player/support/memory-zone-state';
import { FRONT, REAR, REAR_SETTING, startZones } from '#test/unit/player/support/zone-rig';

afterEach(() => vi.useRealTimers());

const A = trackId.parse('a');

describe('the queue of a zone', () => {
  it('is emptied, and playing stops', async () => {
    const { handlers, engine } = await startZones();
    await handlers.play({ id: FRONT, trackId: A });

    expect(await handlers.clearQueue({ id: FRONT })).toMatchObject({
      ...{ status: 'stopped', item: null, queueLength: 0, queueIndex: null },
    });
    expect(engine().current).toBeUndefined();
  });

  it('goes to an entry that was tapped, and keeps its order', async () => {
    const { handlers, zone, names, pass } = await startZones();
    await handlers.play({ id: FRONT, trackId: A });
    const before = names();
    const entries = (await handlers.listQueue({ id: FRONT, limit: 5 })).items;

    await handlers.playEntry({ id: FRONT, entryId: entries[3]?.entryId ?? entryId.parse('none') });
    await pass(200);

    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'd' }, queueIndex: 3 });
    expect(names()).toEqual(before);
  });

  it('plays the song behind a removed one that played', async () => {
    const rig = await startZones();
    await rig.handlers.play({ id: FRONT, trackId: A });

    await remove(rig, FRONT, 0);

    expect(rig.zone()).toMatchObject({ status: 'playing', item: { id: 'b' }, queueLength: 4, queueIndex: 0 });
  });
});

describe('taking out what is waited for', () => {
  /** The last song waits for its stick. */
  async function waiting() {
    const rig = await startZones();
    await rig.handlers.play({ id: FRONT, trackId: trackId.parse('e') });
    rig.catalog.offline.add(STICK);
    rig.service.volumeDetached(STICK);
    expect(rig.zone()).toMatchObject({ status: 'waiting', item: { id: 'e' } });
    const plugIn = async () => {
      rig.catalog.offline.delete(STICK);
      rig.service.volumeAttached(STICK);
      await rig.pass(5_000);
    };
    return { rig, plugIn };
  }

  it('ends the wait: nothing begins by itself when the stick is back', async () => {
    const { rig, plugIn } = await waiting();

    await remove(rig, FRONT, 4);
    await plugIn();

    expect(rig.zone()).toMatchObject({ status: 'stopped', item: { id: 'a' }, queueLength: 4 });
    expect(rig.engine().heard).toEqual(['e']);
  });

  it('takes the notice away', async () => {
    const { rig } = await waiting();
    expect(rig.noticeCodes()).toEqual(['volume_removed']);

    await remove(rig, FRONT, 4);

    expect(rig.noticeCodes()).toEqual([]);
  });

  it('leaves it waiting where something else is taken out', async () => {
    const { rig, plugIn } = await waiting();

    await remove(rig, FRONT, 0);
    await plugIn();

    expect(rig.zone()).toMatchObject({ status: 'playing', item: { id: 'e' }, queueLength: 4 });
  });

  it('says nothing any more of its screen', async () => {
    const state = new MemoryZoneState();
    const options = { items: [film('movie')], zones: [REAR_SETTING], state };
    const before = await startZones(options);
    await before.handlers.play({ id: REAR, videoId: videoId.parse('movie') });
    await before.service.stop();
    const rig = await startZones({ ...options, screens: 1 });
    expect(rig.zone(REAR)).toMatchObject({ status: 'waiting', waitsFor: 'screen' });

    await remove(rig, REAR, 0);
    await rig.pass(30_000);

    expect(rig.noticeCodes()).toEqual([]);
  });
});

async function remove({ handlers }: Awaited<ReturnType<typeof startZones>>, id: ZoneId, place: number): Promise<void> {
  const { items } = await handlers.listQueue({ id, limit: 200 });
  await handlers.removeFromQueue({ id, entryId: items[place]?.entryId ?? entryId.parse('none') });
}

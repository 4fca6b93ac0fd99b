import { afterEach, describe, expect, it, vi } from 'vitest';

import { entryId, trackId, videoId, zoneId } from '#contract/entities/ids';
import { zone as zoneSchema, queueEntry } from '#contract/entities/zone';
import type { ZoneSetting } from '#contract/entities/zone-setting';
import { film, song, STICK } from '#test/unit/player/support/memory-catalog';
import { MemoryZoneState } from '#test/unit/player/support/memory-zone-state';
import { FRONT, FRONT_SETTING, REAR, REAR_SETTING, startZones, SONGS } from '#test/unit/player/support/zone-rig';

afterEach(() => vi.useRealTimers());

const A = trackId.parse('a');
const BOTH = [FRONT_SETTING, REAR_SETTING];

describe('after a restart', () => {
  /** What a service left that had played for a while. */
  async function stateAfter(command: 'pause' | 'none', at = 42_000) {
    const rig = await startZones();
    await rig.handlers.setShuffle({ id: FRONT, isOn: true });
    await rig.handlers.setRepeat({ id: FRONT, mode: 'all' });
    await rig.handlers.setVolume({ id: FRONT, percent: 21 });
    await rig.handlers.setSpeed({ id: FRONT, factor: 1.25 });
    await rig.handlers.setMute({ id: FRONT, isMuted: true });
    await rig.handlers.play({ id: FRONT, trackId: trackId.parse('c') });
    await rig.handlers.seek({ id: FRONT, positionMs: at });
    if (command === 'pause') await rig.handlers.pause({ id: FRONT });
    await rig.pass(200);
    const names = rig.names();
    await rig.service.stop();
    vi.useRealTimers();
    return { state: rig.state, names };
  }

  it('has the same queue, order, modes and sound, and plays on', async () => {
    const { state, names } = await stateAfter('none');

    const rig = await startZones({ state });

    expect(rig.names()).toEqual(names);
    expect(rig.zone()).toMatchObject({
      ...{ status: 'playing', item: { id: 'c' }, shuffle: true, repeat: 'all', volumePercent: 21, isMuted: true },
    });
    expect(rig.zone().positionMs).toBeGreaterThanOrEqual(42_000);
    expect(rig.engine().sound).toEqual({ volumePercent: 21, isMuted: true, speed: 1 });
  });

  it('stays paused when it was paused', async () => {
    const { state } = await stateAfter('pause');

    const rig = await startZones({ state });

    expect(rig.zone()).toMatchObject({ status: 'paused', item: { id: 'c' }, positionMs: 42_000 });
    expect(rig.engine().loads).toEqual([]);
    expect(await rig.handlers.resume({ id: FRONT })).toMatchObject({ status: 'playing', positionMs: 42_000 });
  });

  it('is there after a second, though nobody knows whether an earlier player plays', async () => {
    const { state } = await stateAfter('none');
    const rig = await startZones({ state, isSearching: true });
    expect(rig.zone()).toMatchObject({ status: 'playing', item: { id: 'c' } });
    expect(rig.engine().heard).toEqual(['c']);
  });

  it('lets a player with nothing to play wait for the music, but not for longer than somebody wants it', async () => {
    const { state } = await stateAfter('none');
    const rig = await startZones({ state, zones: BOTH, isUp: false });
    expect(rig.engine(FRONT).mayBegin).toBe(true);
    expect(rig.engine(REAR).mayBegin).toBe(false);

    void Promise.resolve(rig.handlers.play({ id: REAR, trackId: A })).catch(() => undefined);
    await rig.pass();
    expect(rig.engine(REAR).mayBegin).toBe(true);
  });

  it('comes back paused when it was told to', async () => {
    const { state } = await stateAfter('none');
    const rig = await startZones({ state, resumeOnStart: false });
    expect(rig.zone().status).toBe('paused');
  });

  it('waits silently for its stick, and plays when it comes', async () => {
    const { state } = await stateAfter('none');
    const rig = await startZones({ state, offline: [STICK] });
    expect(rig.zone()).toMatchObject({ status: 'waiting', item: { id: 'c' } });
    expect(rig.noticeCodes()).toEqual([]);

    rig.catalog.offline.delete(STICK);
    rig.service.volumeAttached(STICK);
    await rig.pass();

    expect(rig.zone()).toMatchObject({ status: 'playing', item: { id: 'c' } });
  });

  it('waits for an index that is being rebuilt, and gives up what it never finds', async () => {
    const { state } = await stateAfter('none');
    const rig = await startZones({ state, items: SONGS.filter((one) => one.id !== 'c') });
    expect(rig.zone()).toMatchObject({ status: 'waiting', item: { id: 'c', title: 'Unknown song' } });

    await rig.pass(40_000);

    expect(rig.zone().status).toBe('playing');
    expect(rig.zone().item?.id).not.toBe('c');
  });

  it('loses no more than 5 s of the position when the power is cut', async () => {
    const state = new MemoryZoneState();
    const rig = await startZones({ state });
    await rig.handlers.play({ id: FRONT, trackId: A });
    await rig.pass(61_000);

    const stored = state.load(FRONT).position;

    expect(stored?.isPlaying).toBe(true);
    expect(stored?.positionMs).toBeGreaterThan(55_900);
    expect(stored?.positionMs).toBeLessThanOrEqual(61_000);
  });
});

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

  it('empty the queue and stop', async () => {
    const { handlers, engine } = await startZones();
    await handlers.play({ id: FRONT, trackId: A });

    expect(await handlers.clearQueue({ id: FRONT })).toMatchObject({
      ...{ status: 'stopped', item: null, queueLength: 0, queueIndex: null },
    });
    expect(engine().current).toBeUndefined();
  });

  it('go to an entry that was tapped, and leave the order as it is', async () => {
    const { handlers, zone, names, pass } = await startZones();
    await handlers.play({ id: FRONT, trackId: A });
    const before = names();
    const entries = (await handlers.listQueue({ id: FRONT, limit: 5 })).items;

    await handlers.playEntry({ id: FRONT, entryId: entries[3]?.entryId ?? entryId.parse('none') });
    await pass(200);

    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'd' }, queueIndex: 3 });
    expect(names()).toEqual(before);
  });

  it('play the song behind a removed one that played', async () => {
    const { handlers, zone } = await startZones();
    await handlers.play({ id: FRONT, trackId: A });
    const [first] = (await handlers.listQueue({ id: FRONT, limit: 1 })).items;

    await handlers.removeFromQueue({ id: FRONT, entryId: first?.entryId ?? entryId.parse('none') });

    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'b' }, queueLength: 4, queueIndex: 0 });
  });
});

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

describe('positions on the wire', () => {
  it('stand still until the song is heard, and move on from there', async () => {
    const { handlers, engine, zone, pass } = await startZones();
    engine().files.set('a', { opens: 'never' });
    const answer = handlers.play({ id: FRONT, trackId: A });
    await pass(1_000);
    expect(zone()).toMatchObject({ status: 'playing', speed: 0, positionMs: 0 });

    await pass(1_000);
    expect(await answer).toMatchObject({ status: 'playing', speed: 0 });
  });

  it('are told again when the player is more than a quarter of a second off, and not before', async () => {
    const { handlers, engine, zone, published, pass } = await startZones();
    await handlers.play({ id: FRONT, trackId: A });
    await pass(10_000);
    const before = published.length;

    engine().report(10_200);
    await pass();
    expect(published).toHaveLength(before);

    engine().report(9_000);
    await pass();
    expect(zone()).toMatchObject({ positionMs: 9_000, speed: 1 });
    expect(published).toHaveLength(before + 1);
  });

  it('stand still while the sound stalls', async () => {
    const { handlers, engine, zone, pass } = await startZones();
    await handlers.play({ id: FRONT, trackId: A });
    await pass(5_000);

    engine().report(5_000, false);
    await pass(3_000);

    expect(zone()).toMatchObject({ status: 'playing', speed: 0, positionMs: 5_000 });
  });
});

describe('changed settings', () => {
  it('rename a zone and change its output while it plays', async () => {
    const { handlers, service, engine, zone } = await startZones();
    await handlers.play({ id: FRONT, trackId: A });

    await service.applySettings([{ ...FRONT_SETTING, name: 'Cabin', audioDevice: 'alsa/usb' }, REAR_SETTING]);

    expect(zone()).toMatchObject({ name: 'Cabin', status: 'playing' });
    expect(engine().device).toBe('alsa/usb');
    expect(service.list().map(({ id }) => id)).toEqual([FRONT, REAR]);
  });

  it('end the player of a zone that is gone', async () => {
    const { service, engine } = await startZones({ zones: BOTH });
    await service.applySettings([FRONT_SETTING]);
    expect(engine(REAR).isStopped).toBe(true);
    expect(service.list().map(({ id }) => id)).toEqual([FRONT]);
  });

  const inWindow: ZoneSetting = { ...REAR_SETTING, picture: { ...REAR_SETTING.picture, kind: 'window' } };

  it('give a zone one player however quickly they follow each other', async () => {
    const { service, engines, pass } = await startZones({ zones: BOTH });
    const slow = engines(REAR)[0];
    const ended = Promise.withResolvers<undefined>();
    if (slow) slow.stopsWhen = ended.promise;

    const changes = [[FRONT_SETTING, inWindow], [FRONT_SETTING, { ...REAR_SETTING, name: 'Kids' }], BOTH];
    const all = Promise.all(changes.map((zones) => service.applySettings(zones)));
    await pass();
    ended.resolve(undefined);
    await all;

    expect(engines(REAR).filter(({ isStopped }) => !isStopped)).toHaveLength(1);
    expect(service.player(REAR).setting).toEqual(REAR_SETTING);
  });

  it('start no player any more once the service stops', async () => {
    const { service, engines, pass } = await startZones({ zones: BOTH });
    const ended = Promise.withResolvers<undefined>();
    const [slow] = engines(REAR);
    if (slow) slow.stopsWhen = ended.promise;
    const change = service.applySettings([FRONT_SETTING, inWindow]);
    await pass();

    const stopped = service.stop();
    ended.resolve(undefined);
    await Promise.all([change, stopped]);

    expect(engines(REAR)).toHaveLength(1);
  });

  it('do not wait for ever for a player that says nothing', async () => {
    const { service, pass, engines } = await startZones({ zones: BOTH, isSearching: true });
    void service.applySettings([FRONT_SETTING, inWindow]);
    const last = service.applySettings([FRONT_SETTING]);
    await pass(1_000);
    await last;
    expect(engines(REAR).every(({ isStopped }) => isStopped)).toBe(true);
  });

  it('leave a zone as much louder as the road made it', async () => {
    const { service, handlers, engine } = await startZones({ zones: BOTH });
    await handlers.setVolume({ id: REAR, percent: 40 });
    service.lift(REAR, 6);
    const { volumePercent = 0 } = engine(REAR).sound ?? {};
    expect(volumePercent).toBeGreaterThan(40);

    await service.applySettings([FRONT_SETTING, inWindow]);

    expect(engine(REAR).sound?.volumePercent).toBe(volumePercent);
  });

  it('leave a zone as quiet as what is said into it made it, and let it up when that is over meanwhile', async () => {
    const { service, handlers, engine } = await startZones({ zones: BOTH });
    await handlers.setVolume({ id: REAR, percent: 80 });
    service.duck(REAR, 20);
    const { volumePercent = 0 } = engine(REAR).sound ?? {};
    expect(volumePercent).toBeLessThan(60);

    await service.applySettings([FRONT_SETTING, inWindow]);
    expect(engine(REAR).sound?.volumePercent).toBe(volumePercent);
    const back = service.applySettings(BOTH);
    service.duck(REAR, 0);
    await back;
    expect(engine(REAR).sound?.volumePercent).toBe(80);
  });

  it('do not lift the ceiling of the start, which a volume that somebody chooses does', async () => {
    const state = new MemoryZoneState();
    state.saveSound(REAR, { volumePercent: 95, isMuted: false, speed: 1 });
    const { service, handlers, engine } = await startZones({ zones: BOTH, state, startVolumePercent: 40 });
    await service.applySettings([FRONT_SETTING, inWindow]);
    expect(engine(REAR).sound?.volumePercent).toBe(40);

    await handlers.setVolume({ id: REAR, percent: 70 });
    await service.applySettings(BOTH);
    expect(engine(REAR).sound?.volumePercent).toBe(70);
  });
});

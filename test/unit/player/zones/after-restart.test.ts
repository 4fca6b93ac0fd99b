import { afterEach, describe, expect, it, vi } from 'vitest';

import { trackId } from '#contract/entities/ids';
import { STICK } from '#test/unit/player/support/memory-catalog';
import { MemoryZoneState } from '#test/unit/player/support/memory-zone-state';
import { FRONT, FRONT_SETTING, REAR, REAR_SETTING, SONGS, startZones } from '#test/unit/player/support/zone-rig';

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

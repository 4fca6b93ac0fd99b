import { afterEach, expect, it, vi } from 'vitest';

import { trackId } from '#contract/entities/ids';
import { STICK } from '#test/unit/player/support/memory-catalog';
import { MemoryZoneState } from '#test/unit/player/support/memory-zone-state';
import { FRONT, FRONT_SETTING, REAR, REAR_SETTING, startZones } from '#test/unit/player/support/zone-rig';

afterEach(() => vi.useRealTimers());

/** Front plays, rear was paused by somebody; then everything is silenced. */
async function suspended() {
  const state = new MemoryZoneState();
  const rig = await startZones({ zones: [FRONT_SETTING, REAR_SETTING], state });
  await rig.handlers.play({ id: FRONT, trackId: trackId.parse('b') });
  await rig.handlers.play({ id: REAR, trackId: trackId.parse('c') });
  await rig.pass(4_000);
  await rig.handlers.pause({ id: REAR });
  await rig.pass(8_000);
  rig.service.suspend();
  rig.service.flush();
  return { ...rig, state };
}

it('silences every zone, and plays on with those alone that played', async () => {
  const { service, zone, pass } = await suspended();
  await pass(30_000);
  expect([zone(FRONT).status, zone(REAR).status]).toEqual(['paused', 'paused']);
  expect(zone(FRONT).positionMs).toBe(12_000);

  service.playOn();
  expect([zone(FRONT).status, zone(REAR).status]).toEqual(['playing', 'paused']);
});

it('is written at once, as playing: the next start plays on where it was', async () => {
  const { state } = await suspended();
  expect(state.load(FRONT).position).toEqual({ index: 1, positionMs: 12_000, isPlaying: true });
  expect(state.load(REAR).position?.isPlaying).toBe(false);

  const next = await startZones({ zones: [FRONT_SETTING, REAR_SETTING], state });
  expect([next.zone(FRONT).status, next.zone(REAR).status]).toEqual(['playing', 'paused']);
});

it('is kept as playing through a clean stop too', async () => {
  const { state, service } = await suspended();
  await service.stop();
  expect(state.load(FRONT).position?.isPlaying).toBe(true);
});

it('writes again where the player says that it really stopped', async () => {
  const { state, engine, pass } = await suspended();
  engine(FRONT).report(11_900, false);
  await pass(500);
  expect(state.load(FRONT).position?.positionMs).toBe(11_900);
});

it('stays paused when somebody pauses meanwhile, and is kept so', async () => {
  const { state, service, handlers, zone, pass } = await suspended();
  await handlers.pause({ id: FRONT });
  await pass(500);
  service.playOn();
  expect(zone(FRONT).status).toBe('paused');
  expect(state.load(FRONT).position?.isPlaying).toBe(false);
});

it('leaves alone what somebody started or stopped meanwhile', async () => {
  const { service, handlers, zone } = await suspended();
  await handlers.play({ id: FRONT, trackId: trackId.parse('e') });
  await handlers.pause({ id: FRONT });
  service.playOn();
  expect(zone(FRONT)).toMatchObject({ status: 'paused', item: { id: 'e' } });
});

it('waits on for a stick that was waited for, or was pulled meanwhile', async () => {
  const { service, catalog, zone, pass } = await suspended();
  catalog.offline.add(STICK);
  service.volumeDetached(STICK);
  await pass(1_000);
  service.playOn();
  expect(zone(FRONT)).toMatchObject({ status: 'waiting', item: { id: 'b' } });

  service.suspend();
  expect(zone(FRONT).status).toBe('paused');
  service.playOn();
  catalog.offline.delete(STICK);
  service.volumeAttached(STICK);
  await pass();
  expect(zone(FRONT)).toMatchObject({ status: 'playing', item: { id: 'b' }, positionMs: 12_000 });
});

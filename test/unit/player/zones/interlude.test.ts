import { afterEach, describe, expect, it, vi } from 'vitest';

import { trackId, videoId } from '#contract/entities/ids';
import { film } from '#test/unit/player/support/memory-catalog';
import { FRONT, REAR, REAR_SETTING, startZones, type ZoneRigOptions } from '#test/unit/player/support/zone-rig';

afterEach(() => vi.useRealTimers());

async function playing(options: ZoneRigOptions = {}) {
  const rig = await startZones(options);
  await rig.handlers.play({ id: FRONT, trackId: trackId.parse('b') });
  await rig.pass(30_000);
  rig.engine().report(30_000);
  return rig;
}

describe('a test of a zone', () => {
  it('is heard, and then what was on goes on where it was, with what follows it', async () => {
    const { handlers, engine, zone, pass } = await playing();

    await handlers.testZone({ id: FRONT, what: 'tone' });
    expect(engine().current).toBe('tone.flac');
    await pass(6_000);
    expect(zone()).toMatchObject({ status: 'playing', positionMs: 30_000, speed: 0, item: { id: 'b' } });

    engine().finish();
    await pass();

    expect(engine().current).toBe('b');
    expect(engine().loads.at(-1)).toMatchObject({ startMs: 30_000, isPaused: false });
    expect(engine().prepared).toBe('c');
    await pass(1_000);
    expect(zone()).toMatchObject({ status: 'playing', speed: 1, queueIndex: 1, queueLength: 5 });
  });

  it('leaves a paused zone paused, and an empty one empty', async () => {
    const { handlers, engine, zone, pass } = await playing();
    await handlers.pause({ id: FRONT });
    await handlers.testZone({ id: FRONT, what: 'tone' });
    engine().finish();
    await pass();
    expect(engine()).toMatchObject({ current: 'b', isPaused: true });
    expect(zone()).toMatchObject({ status: 'paused', positionMs: 30_000 });

    await handlers.clearQueue({ id: FRONT });
    await handlers.testZone({ id: FRONT, what: 'tone' });
    engine().finish();
    await pass();
    expect(engine().current).toBeUndefined();
  });

  it('gives way to whatever is asked for meanwhile, and is sought in by nobody', async () => {
    const { handlers, engine, zone, pass } = await playing();
    await handlers.testZone({ id: FRONT, what: 'tone' });
    await handlers.seek({ id: FRONT, positionMs: 90_000 });
    engine().finish();
    await pass();
    expect(engine().loads.at(-1)).toMatchObject({ startMs: 90_000 });

    await handlers.testZone({ id: FRONT, what: 'tone' });
    await handlers.next({ id: FRONT });
    await pass(1_000);
    expect(engine().current).toBe('c');
    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'c' } });
  });

  it('is put back by a player that dies meanwhile', async () => {
    const { handlers, engine, zone, pass } = await playing();
    await handlers.testZone({ id: FRONT, what: 'tone' });
    engine().die();
    engine().come();
    await pass();
    expect(engine().current).toBe('b');
    expect(zone()).toMatchObject({ status: 'playing', item: { id: 'b' } });
  });

  it('says that no output works, and goes back', async () => {
    const { handlers, engine, pass } = await playing();
    engine().files.set('tone.flac', { opens: 'no_output' });

    await expect(handlers.testZone({ id: FRONT, what: 'tone' })).rejects.toMatchObject({ code: 'zone_offline' });
    await pass();
    expect(engine().current).toBe('b');
  });

  it('shows nothing where nothing may be shown', async () => {
    const sight = { ...REAR_SETTING, isInDriversSight: true };
    const { handlers, choice } = await startZones({ zones: [sight], items: [film('f')] });
    const test = () => handlers.testZone({ id: REAR, what: 'picture' });

    await expect(test()).rejects.toMatchObject({ code: 'film_while_moving' });
    choice.isFilmAllowed = true;
    await expect(test()).resolves.toMatchObject({ id: REAR });
  });

  it('is a film where it shows something, and a sound where it is heard; what it goes back to is as it was', async () => {
    const { handlers, engine, pass } = await startZones({ zones: [REAR_SETTING], items: [film('f')] });
    await handlers.play({ id: REAR, videoId: videoId.parse('f') });
    for (const what of ['picture', 'tone'] as const) {
      await handlers.testZone({ id: REAR, what });
      engine(REAR).finish();
      await pass();
    }
    expect(engine(REAR).loads.map(({ isFilm }) => isFilm)).toEqual([true, true, true, false, true]);
  });

  it('keeps the sound that was chosen for a film', async () => {
    const { handlers, engine, pass } = await startZones({ zones: [REAR_SETTING], items: [film('f')] });
    await handlers.play({ id: REAR, videoId: videoId.parse('f') });
    const chosen: number[] = [];
    vi.spyOn(engine(REAR), 'setSubtitleTrack').mockImplementation((index?: number) => void chosen.push(index ?? -1));
    await handlers.setSubtitleTrack({ id: REAR, index: null });

    await handlers.testZone({ id: REAR, what: 'picture' });
    engine(REAR).finish();
    await pass();

    expect(engine(REAR).current).toBe('f');
    expect(chosen).toEqual([-1, -1]);
  });
});

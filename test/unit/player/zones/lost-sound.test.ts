import { afterEach, describe, expect, it, vi } from 'vitest';

import { trackId, videoId } from '#contract/entities/ids';
import { film } from '#test/unit/player/support/memory-catalog';
import { FRONT, FRONT_SETTING, REAR, REAR_SETTING, SONGS, startZones } from '#test/unit/player/support/zone-rig';

afterEach(() => vi.useRealTimers());

const A = trackId.parse('a');

describe('an output that fails', () => {
  it('falls back to the output of the system', async () => {
    const zones = [{ ...FRONT_SETTING, audioDevice: 'alsa/usb' }];
    const { engine, zone, handlers, pass } = await startZones({ zones });
    engine().files.set('a', { opens: 'no_output' });
    const answer = handlers.play({ id: FRONT, trackId: A });
    engine().files.clear();
    await pass();
    await answer;

    expect(zone()).toMatchObject({ status: 'playing', speed: 1, problem: null });
  });

  it('never falls back where that is the loudspeakers of the driver', async () => {
    const { engine, zone, handlers, pass } = await startZones({
      zones: [FRONT_SETTING, { ...REAR_SETTING, audioDevice: 'alsa/usb' }],
    });
    engine(REAR).files.set('a', { opens: 'no_output' });

    await expect(handlers.play({ id: REAR, trackId: A })).rejects.toMatchObject({ code: 'zone_offline' });
    expect(engine(REAR).device).toBe('alsa/usb');

    engine(REAR).files.clear();
    await pass(3_000);
    expect(zone(REAR)).toMatchObject({ status: 'playing', speed: 1, problem: null });
    expect(engine(REAR).device).toBe('alsa/usb');
  });

  it('leaves a film on, says that it is silent, and tries its sound again until it is heard', async () => {
    const { engine, zone, handlers, pass, noticeCodes } = await startZones({
      zones: [FRONT_SETTING, { ...REAR_SETTING, audioDevice: 'alsa/usb' }],
      items: [...SONGS, film('movie')],
    });
    await handlers.play({ id: REAR, videoId: videoId.parse('movie') });
    engine(REAR).loseSound();
    await pass();
    const silent = { status: 'playing', speed: 1, isOnline: true, problem: 'No sound output works' };
    expect(zone(REAR)).toMatchObject(silent);
    expect(noticeCodes()).toEqual(['film_silent']);
    await handlers.seek({ id: REAR, positionMs: 60_000 });
    await pass(2_000);
    expect(engine(REAR)).toMatchObject({ soundRetries: 1, device: 'alsa/usb' });

    engine(REAR).loseSound();
    await pass(3_000);
    expect(zone(REAR)).toMatchObject(silent);
    expect(engine(REAR).soundRetries).toBe(2);

    await pass(6_000);
    expect(zone(REAR)).toMatchObject({ status: 'playing', isOnline: true, problem: null });
    expect(noticeCodes()).toEqual([]);
  });

  it('is forgotten with the film that was silent', async () => {
    const { engine, zone, handlers, pass, noticeCodes } = await startZones({
      zones: [FRONT_SETTING, REAR_SETTING],
      items: [...SONGS, film('movie')],
    });
    await handlers.play({ id: REAR, videoId: videoId.parse('movie') });
    engine(REAR).loseSound();
    await pass();

    await handlers.play({ id: REAR, trackId: A });
    await pass();

    expect(zone(REAR)).toMatchObject({ status: 'playing', problem: null });
    expect(noticeCodes()).toEqual([]);
  });

  it('of a film in front falls back to the output of the system', async () => {
    const { engine, zone, handlers, pass } = await startZones({
      zones: [{ ...FRONT_SETTING, hasVideo: true, audioDevice: 'alsa/usb' }],
      items: [film('movie')],
      isFilmAllowed: true,
    });
    await handlers.play({ id: FRONT, videoId: videoId.parse('movie') });
    engine().loseSound();
    await pass();
    expect(engine()).toMatchObject({ device: undefined, soundRetries: 1 });
    expect(zone().problem).toBeNull();
  });

  it('says that none works, counts no song as broken, and plays when there is one', async () => {
    const { engine, zone, handlers, pass, noticeCodes } = await startZones();
    for (const name of ['a', 'b', 'c']) engine().files.set(name, { opens: 'no_output' });

    await expect(handlers.play({ id: FRONT, trackId: A })).rejects.toMatchObject({ code: 'zone_offline' });
    expect(zone()).toMatchObject({ isOnline: false, problem: 'No sound output works', item: { id: 'a' } });
    expect(noticeCodes()).toEqual([]);

    engine().files.clear();
    await pass(3_000);
    expect(zone()).toMatchObject({ isOnline: true, status: 'playing', speed: 1, item: { id: 'a' } });
  });
});

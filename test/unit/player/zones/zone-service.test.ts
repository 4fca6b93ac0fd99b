import { afterEach, describe, expect, it, vi } from 'vitest';

import { trackId } from '#contract/entities/ids';
import type { ZoneSetting } from '#contract/entities/zone-setting';
import { MemoryZoneState } from '#test/unit/player/support/memory-zone-state';
import { FRONT, FRONT_SETTING, REAR, REAR_SETTING, startZones } from '#test/unit/player/support/zone-rig';

afterEach(() => vi.useRealTimers());

const A = trackId.parse('a');
const BOTH = [FRONT_SETTING, REAR_SETTING];

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

import { describe, expect, it } from 'vitest';

import { SettingLocked, SettingsService } from '#config/settings-service';
import { DEFAULT_SETTINGS, type Settings, type SettingsPatch } from '#contract/entities/settings';
import type { ServerEvent } from '#contract/events';

function setup(options: { stored?: SettingsPatch; pinned?: Partial<Settings>; card?: Promise<void> } = {}) {
  const published: ServerEvent[] = [];
  let stored: SettingsPatch = options.stored ?? {};
  const service = new SettingsService({
    store: {
      load: () => stored,
      save: async (patch) => {
        await options.card;
        stored = { ...stored, ...patch };
      },
    },
    pinned: options.pinned ?? {},
    phoneAddresses: () => [],
    alsaCards: () => new Map([[1, 'Headphones']]),
    events: { publish: (event) => published.push(event) },
  });
  service.start();
  return { service, published, stored: () => stored };
}

describe('SettingsService', () => {
  it('takes the file before what was stored, and that before the default', () => {
    const { service } = setup({ stored: { theme: 'day', carName: 'Stored' }, pinned: { carName: 'Pinned' } });

    expect(service.getSettings()).toMatchObject({
      theme: 'day',
      carName: 'Pinned',
      driverSide: 'left',
      locked: ['carName'],
    });
  });

  it('stores, announces and tells a change', async () => {
    const { service, published, stored } = setup();
    const told: string[] = [];
    service.onChange((settings) => told.push(settings.theme));

    await service.changeSettings({ theme: 'dim' });

    expect(stored()).toEqual({ theme: 'dim' });
    expect(told).toEqual(['dim']);
    expect(published).toMatchObject([{ type: 'settings.changed', settings: { theme: 'dim' } }]);
  });

  it('refuses to change what the file holds', async () => {
    const { service, stored } = setup({ pinned: { theme: 'night' } });

    await expect(service.changeSettings({ theme: 'day' })).rejects.toThrow(SettingLocked);
    expect(stored()).toEqual({});
  });

  it('renames a zone, but neither adds nor removes one', async () => {
    const { service } = setup();
    const [front, rear] = DEFAULT_SETTINGS.zones;
    if (!front || !rear) throw new Error('two zones are the default');

    const renamed = await service.changeSettings({ zones: [{ ...front, name: 'Driver' }, rear] });

    expect(renamed.zones[0]?.name).toBe('Driver');
    await expect(service.changeSettings({ zones: [front] })).rejects.toThrow(/settings file only/u);
  });

  it('gives a zone a screen, but never two zones one plug, whatever it is called', async () => {
    const { service } = setup();
    const [front, rear] = DEFAULT_SETTINGS.zones;
    if (!front || !rear) throw new Error('two zones are the default');
    const jack = { ...front, audioDevice: 'alsa/hw:1,0' };

    await service.changeSettings({ zones: [{ ...jack, hasVideo: true, picture: { kind: 'window' } }, rear] });
    const same = service.changeSettings({ zones: [jack, { ...rear, audioDevice: 'alsa/sysdefault:CARD=Headphones' }] });

    await expect(same).rejects.toMatchObject({ code: 'output_taken', message: /Front and Rear/u });
    expect(service.current.zones.map(({ hasVideo }) => hasVideo)).toEqual([true, true]);
  });

  it('changes nothing when the card does not take it', async () => {
    const { service, published } = setup({ card: Promise.reject(new Error('disk full')) });

    await expect(service.changeSettings({ theme: 'dim' })).rejects.toThrow('disk full');
    expect(service.getSettings().theme).toBe('auto');
    expect(published).toEqual([]);
  });

  it('keeps both of two changes that wait for the card together', async () => {
    const card = Promise.withResolvers<undefined>();
    const { service } = setup({ card: card.promise });
    const both = Promise.all([service.changeSettings({ theme: 'dim' }), service.changeSettings({ carName: 'Mini' })]);
    expect(service.getSettings()).toMatchObject({ theme: 'auto', carName: 'Carputer' });

    card.resolve(undefined);
    await both;
    expect(service.getSettings()).toMatchObject({ theme: 'dim', carName: 'Mini' });
  });
});

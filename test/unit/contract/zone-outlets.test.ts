import { describe, expect, it } from 'vitest';

import { parseAlsaCards } from '#config/alsa-cards';
import { zoneSetting, type ZoneSetting } from '#contract/entities/zone-setting';
import {
  EVERYWHERE,
  heardTone,
  mayHaveFour,
  outletWords,
  sharedOutlet,
  sharedWithSystem,
} from '#contract/zone-outlets';

const CARDS = parseAlsaCards(` 0 [vc4hdmi0       ]: vc4-hdmi - vc4-hdmi-0
                      vc4-hdmi-0
 1 [Headphones     ]: bcm2835_headpho - bcm2835 Headphones
                      bcm2835 Headphones
 2 [DAC            ]: USB-Audio - USB AUDIO DAC
`);

function zone(id: string, audioDevice: string | null, more: object = {}): ZoneSetting {
  return zoneSetting.parse({ id, name: id, hasVideo: false, audioDevice, ...more });
}

function areOne(one: string | null, other: string | null): boolean {
  return sharedOutlet([zone('front', one), zone('rear', other)], CARDS) !== undefined;
}

describe('outputs of two zones', () => {
  it.each([
    ['alsa/hw:CARD=Headphones,DEV=0', 'alsa/hw:CARD=Headphones,DEV=0'],
    ['alsa/hw:CARD=Headphones,DEV=0', 'alsa/plughw:CARD=Headphones,DEV=0'],
    ['alsa/sysdefault:CARD=Headphones', 'alsa/dmix:CARD=Headphones,DEV=0'],
    ['alsa/hw:1,0', 'alsa/front:CARD=Headphones,DEV=0'],
    ['alsa/plughw:1', 'alsa/hw:CARD=1'],
    ['alsa/sysdefault', 'alsa/hdmi:CARD=vc4hdmi0,DEV=0'],
    ['alsa/hw:CARD=Headphones,DEV=0', 'alsa/hw:CARD=Headphones,DEV=1'],
    ['alsa/hw:CARD=ALSA,DEV=0', 'alsa/plughw:CARD=Headphones'],
    ['pulse/alsa_output.usb', 'pipewire/alsa_output.usb'],
    ['alsa/bluealsa:DEV=01:02', 'alsa/bluealsa:DEV=01:02'],
  ])('are one plug: %s and %s', (one, other) => {
    expect(areOne(one, other)).toBe(true);
  });

  it.each([
    [null, null],
    ['alsa/hw:CARD=Headphones,DEV=0', null],
    ['alsa/hw:CARD=Headphones,DEV=0', 'alsa/hw:CARD=DAC,DEV=0'],
    ['alsa/hdmi:CARD=vc4hdmi0,DEV=0', 'alsa/hdmi:CARD=vc4hdmi1,DEV=0'],
    ['alsa/hw:CARD=PCH,DEV=0', 'alsa/hw:CARD=PCH,DEV=3'],
    ['pulse/alsa_output.usb', 'pulse/alsa_output.platform'],
    ['alsa/bluealsa:DEV=01:02', 'alsa/bluealsa:DEV=03:04'],
  ])('are two: %s and %s', (one, other) => {
    expect(areOne(one, other)).toBe(false);
  });

  it('may be one where one is left to the system of the same machine, which is said of that, or of the later one', () => {
    const remote = { host: '10.0.0.2', user: 'pi' };
    const [front, dac, rear, away] = [
      zone('front', null),
      zone('dac', 'alsa/hw:CARD=DAC'),
      zone('rear', 'auto', { hasVideo: true }),
      zone('away', null, { remote }),
    ] as const;
    const zones = [front, dac, rear, away];

    expect(zones.map((one) => sharedWithSystem(one, zones)?.id)).toEqual(['dac', undefined, 'front', undefined]);
    const composite = zone('rear', null, { hasVideo: true, picture: { kind: 'full_screen', signal: 'composite_pal' } });
    expect(sharedWithSystem(composite, [dac, composite])).toBeUndefined();
    expect(sharedWithSystem(front, [front, zone('rear', EVERYWHERE)])).toBeUndefined();
  });

  it('are two cards of one number where they are those of another Pi, whose names are not known here', () => {
    const remote = { host: '10.0.0.2', user: 'pi' };
    const zones = [zone('front', 'alsa/hw:1,0', { remote }), zone('rear', 'alsa/hw:CARD=Headphones', { remote })];
    expect(sharedOutlet(zones, CARDS)).toBeUndefined();
  });

  it('are one where composite video, which shares its plug with the jack, has no sound card of its own', () => {
    const composite = { hasVideo: true, picture: { kind: 'full_screen', output: 1, signal: 'composite_pal' } };
    const front = zone('front', 'alsa/plughw:CARD=Headphones,DEV=0');

    const shared = sharedOutlet([front, zone('rear', null, composite)], CARDS);

    expect(shared && outletWords(shared)).toMatch(/front and rear on .*USB sound card is the way to two/u);
    expect(sharedOutlet([front, zone('rear', 'alsa/plughw:CARD=DAC', composite)], CARDS)).toBeUndefined();
  });

  it('are one screen on one connector or output, but windows stand side by side', () => {
    const screens = (picture: object) => ['left', 'right'].map((id) => zone(id, null, { hasVideo: true, picture }));

    expect(sharedOutlet(screens({ kind: 'drm', connector: 'HDMI-A-2' }), CARDS)).toMatchObject({ what: 'picture' });
    expect(sharedOutlet(screens({ kind: 'full_screen', output: 1 }), CARDS)).toMatchObject({ what: 'picture' });
    expect(sharedOutlet(screens({ kind: 'window' }), CARDS)).toBeUndefined();
  });
});

it('has two loudspeakers where Snapcast carries it, whatever was chosen, and four again elsewhere', () => {
  const tone = { speakers: 'four', fader: 30 };
  const [everywhere, here] = [zone('front', EVERYWHERE, { tone }), zone('front', 'pulse/alsa_output.usb', { tone })];

  expect([mayHaveFour(everywhere), mayHaveFour(here)]).toEqual([false, true]);
  expect(heardTone(everywhere)).toMatchObject({ speakers: 'two' });
  expect(heardTone(here)).toEqual(here.tone);
});

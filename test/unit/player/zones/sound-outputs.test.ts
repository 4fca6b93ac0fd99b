import { describe, expect, it } from 'vitest';

import { zoneSetting } from '#contract/entities/zone-setting';
import { parseAudioDevices } from '#player/adapters/mpv/mpv-audio-devices';
import { soundOutputs } from '#player/zones/sound-outputs';

// As mpv 0.35 lists them on a Raspberry Pi 4 with a USB sound card, shortened.
const LISTED = `List of detected audio devices:
  'auto' (Autoselect device)
  'alsa' (Default (alsa))
  'alsa/default:CARD=Headphones' (bcm2835 Headphones, bcm2835 Headphones/Default Audio Device)
  'alsa/hw:CARD=Headphones,DEV=0' (bcm2835 Headphones, bcm2835 Headphones/Direct hardware device without any conversions)
  'alsa/sysdefault:CARD=Headphones' (bcm2835 Headphones, bcm2835 Headphones/Default Audio Device)
  'alsa/hw:CARD=vc4hdmi0,DEV=0' (vc4-hdmi-0, MAI PCM i2s-hifi-0/Direct hardware device without any conversions)
  'alsa/hdmi:CARD=vc4hdmi0,DEV=0' (vc4-hdmi-0, MAI PCM i2s-hifi-0/HDMI Audio Output)
  'alsa/sysdefault:CARD=DAC' (USB AUDIO DAC, USB Audio/Default Audio Device)
  'alsa/plughw:CARD=DAC,DEV=0' (USB AUDIO DAC, USB Audio/Hardware device with all software conversions)
  'jack' (Default (jack))
  'sdl' (Default (sdl))
`;

describe('the outputs that Set-up offers', () => {
  it('are the plugs, each once, by the name that takes every sound, with the zone that has it', () => {
    const zone = zoneSetting.parse({ id: 'front', name: 'Front', hasVideo: false, audioDevice: 'alsa/plughw:1,0' });

    const outputs = soundOutputs(parseAudioDevices(LISTED), [zone], new Map([[1, 'Headphones']]));

    expect(outputs.map(({ device, kind, zoneId }) => [device, kind, zoneId])).toEqual([
      ['auto', 'system', null],
      ['alsa/sysdefault:CARD=Headphones', 'jack', 'front'],
      ['alsa/hdmi:CARD=vc4hdmi0,DEV=0', 'hdmi', null],
      ['alsa/sysdefault:CARD=DAC', 'usb', null],
    ]);
    expect(outputs[3]?.description).toBe('USB AUDIO DAC, USB Audio/Default Audio Device');
  });
});

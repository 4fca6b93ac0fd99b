import { describe, expect, it } from 'vitest';

import { isMedia } from '#player/adapters/omxplayer/media-by-content';
import { durationIn, statusIn, tracksIn } from '#player/adapters/omxplayer/omx-answers';
import { omxArguments, type OmxPlan } from '#player/adapters/omxplayer/omx-arguments';

const PLAN: OmxPlan = {
  ...{ name: 'org.mpris.MediaPlayer2.omxplayer.x', address: 'http://127.0.0.1:4000/00', startMs: 0, gain: 1 },
  ...{ audioDevice: undefined, hasVideo: false, isPictureOn: true, screen: undefined },
  picture: { kind: 'full_screen', output: 0, signal: 'digital' },
};

describe('the command line of omxplayer', () => {
  it('begins where it is told, as loud as it is told', () => {
    const line = omxArguments({ ...PLAN, startMs: 3_725_900, gain: 0.5 });
    expect(line).toEqual(expect.arrayContaining(['--pos', '01:02:05', '--vol=-602']));
    expect(line.at(-1)).toBe(PLAN.address);
    expect(omxArguments({ ...PLAN, gain: 0 })).toContain('--vol=-6000');
  });

  it('takes outputs that omxplayer has, and leaves others to it', () => {
    const deviceOf = (audioDevice: string) => {
      const line = omxArguments({ ...PLAN, audioDevice });
      return line[line.indexOf('--adev') + 1];
    };
    expect(deviceOf('hdmi')).toBe('hdmi');
    expect(deviceOf('alsa/plughw:CARD=Headphones,DEV=0')).toBe('alsa:plughw:CARD=Headphones,DEV=0');
    expect(omxArguments({ ...PLAN, audioDevice: 'pulse/x' })).not.toContain('--adev');
  });

  it('hides a film that must not be seen', () => {
    expect(omxArguments({ ...PLAN, hasVideo: true, isPictureOn: false })).toEqual(
      expect.arrayContaining(['--alpha', '0']),
    );
  });
});

describe('answers of omxplayer', () => {
  it('are read as dbus-send prints them', () => {
    const head = 'method return time=1.5 sender=:1.1 -> destination=:1.2 serial=3 reply_serial=2\n';
    const status = `${head}   int64 12345678\n${head}   string "Paused"\n`;
    expect(statusIn(status)).toEqual({ positionMs: 12_346, isPlaying: false });
    expect(statusIn('Error org.freedesktop.DBus.Error.ServiceUnknown: no\n')).toBeUndefined();
    expect(durationIn(`${head}   int64 0\n`)).toBeUndefined();
  });

  it('name tracks, whatever is in their titles', () => {
    const text = '   array [\n      string "0:ger:a:"b":ac3:active"\n      string "1::::"\n   ]\n';
    expect(tracksIn(text)).toEqual([
      { index: 0, language: 'ger', title: 'a:"b"', codec: 'ac3', isSelected: true },
      { index: 1, language: null, title: null, codec: null, isSelected: false },
    ]);
  });
});

describe('what may reach omxplayer', () => {
  const behind = (text: string) => Buffer.from(text.padEnd(600, '\0'), 'latin1');

  it.each([
    '#EXTM3U\n',
    'ffconcat version 1.0\n',
    '# mpv EDL v0\n',
    'FILE "a" WAVE\n',
    '[playlist]\n',
    '<?xml ',
    'root:x:0:',
  ])('is not %j', (text) => expect(isMedia(behind(text))).toBe(false));

  it.each(['fLaC', 'OggS', 'RIFF', '\xff\xfb\x90', '\x1a\x45\xdf\xa3', '\0\0\0\x20ftypisom', '\0\0\x01\xba'])(
    'is %j',
    (text) => expect(isMedia(behind(text))).toBe(true),
  );

  it('is a transport stream, of both sizes of packets', () => {
    const stream = (size: number, at: number) =>
      Buffer.from(Array.from({ length: 900 }, (_none, place) => (place % size === at ? 0x47 : 0)));
    expect([isMedia(stream(188, 0)), isMedia(stream(192, 4)), isMedia(stream(100, 0))]).toEqual([true, true, false]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { pictureSetting } from '#contract/entities/zone-setting';
import { LineReader } from '#player/adapters/mpv/line-reader';
import { encodeCommand } from '#player/adapters/mpv/mpv-commands';
import { mpvFlags } from '#player/adapters/mpv/mpv-flags';
import { parseMessage } from '#player/adapters/mpv/mpv-messages';
import { socketPathOf } from '#player/adapters/mpv/socket-path';

describe('a path in a command', () => {
  it('keeps every byte, is one line, and is one JSON string', () => {
    fc.assert(
      fc.property(fc.uint8Array({ min: 1, minLength: 1, maxLength: 300 }), (bytes) => {
        const path = Buffer.concat([Buffer.from('/'), bytes]);
        const line = encodeCommand(['loadfile', path, 'replace'], 7);

        expect(line.indexOf('\n')).toBe(line.length - 1);
        const parsed = JSON.parse(line.toString('latin1')) as { command: string[]; request_id: number };
        expect(Buffer.from(parsed.command[1] ?? '', 'latin1')).toEqual(path);
        expect(parsed.command).toHaveLength(3);
        expect(parsed.request_id).toBe(7);
      }),
    );
  });

  it.each(['song.mp3', 'lavf://concat:a', 'av://lavfi:sine', '--script=x', ''])('refuses %j', (path) => {
    expect(() => encodeCommand(['loadfile', Buffer.from(path), 'replace'], 1)).toThrow(RangeError);
  });
});

describe('lines', () => {
  it('come out as they went in, however the bytes were cut', () => {
    const line = fc
      .uint8Array({ minLength: 1, maxLength: 50 })
      .map((bytes) => bytes.map((byte) => (byte === 10 ? 11 : byte)));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 10 }), fc.integer({ min: 1, max: 30 }), (lines, step) => {
        const reader = new LineReader(1_000);
        const stream = Buffer.concat(lines.flatMap((one) => [one, Buffer.from('\n')]));
        const read: Buffer[] = [];
        for (let from = 0; from < stream.length; from += step)
          read.push(...reader.push(stream.subarray(from, from + step)));
        expect(read).toEqual(lines.map((one) => Buffer.from(one)));
      }),
    );
  });

  it('are dropped when they are too long, and the next one is read', () => {
    const reader = new LineReader(10);
    expect(reader.push(Buffer.from('x'.repeat(25)))).toEqual([]);
    expect(reader.push(Buffer.from('xxx\nshort\n')).map(String)).toEqual(['short']);
  });
});

describe('messages', () => {
  it.each(['', '{', 'null', '[]', '{"event":"unheard-of"}', '{"request_id":"x","error":1}', '\u0000\uffff'])(
    'ignores %j',
    (text) => {
      expect(parseMessage(Buffer.from(text))).toBeUndefined();
    },
  );

  it('reads one with a name that is not UTF-8', () => {
    const line = Buffer.from('{"event":"log-message","prefix":"x","text":"caf\xe9"}', 'latin1');
    expect(parseMessage(line)).toMatchObject({ kind: 'event', event: { event: 'log-message' } });
  });

  it('never throws, whatever arrives', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => parseMessage(Buffer.from(bytes)) === undefined),
    );
  });
});

describe('flags', () => {
  const options = { audioDevice: undefined, videoOutput: undefined };

  it('show no pictures in a zone without one, and none of songs in a zone with one', () => {
    expect(mpvFlags({ ...options, hasVideo: false, audioOutput: undefined })).toContain('--vid=no');
    const rear = mpvFlags({ ...options, hasVideo: true, audioOutput: 'null', videoOutput: 'x11' });
    expect(rear).toEqual(expect.arrayContaining(['--audio-display=no', '--force-window=no', '--vo=x11', '--ao=null']));
    expect(rear).not.toContain('--vid=no');
  });

  it('name the folder of recordings nowhere, since it is given at each start', () => {
    const flags = mpvFlags({ ...options, hasVideo: false, audioOutput: 'pcm:/tmp/x' });
    expect(flags).toContain('--ao=pcm');
    expect(flags.join(' ')).not.toContain('/tmp/x');
  });
});

describe('the path of a socket', () => {
  it('fits the kernel, also for a long name of a zone', () => {
    expect(socketPathOf('/run/carputer', 'front')).toBe('/run/carputer/mpv-front.sock');
    expect(Buffer.byteLength(socketPathOf('/run/user/1000/carputer', 'z'.repeat(64)))).toBeLessThan(100);
    expect(() => socketPathOf(`/${'x'.repeat(90)}`, 'front')).toThrow(RangeError);
  });
});

describe('where the picture comes out', () => {
  const flags = (picture: object) =>
    mpvFlags({
      ...{
        hasVideo: true,
        audioDevice: undefined,
        audioOutput: undefined,
        videoOutput: undefined,
      },
      picture: pictureSetting.parse(picture),
    });

  it('is the whole of an output, a window, or a connector where no desktop owns the card', () => {
    expect(flags({ kind: 'full_screen' })).toEqual(expect.arrayContaining(['--fullscreen', '--fs-screen=1']));
    expect(flags({ kind: 'window' })).not.toContain('--fullscreen');
    expect(flags({ kind: 'drm', connector: 'Composite-1', signal: 'composite_ntsc' })).toEqual(
      expect.arrayContaining(['--gpu-context=drm', '--drm-connector=Composite-1', '--drm-mode=720x480']),
    );
  });

  it.each(['--script=x', 'HDMI-A-1,x', 'HDMI-A-1 --x', ''])('is never on the connector %j', (connector) => {
    expect(pictureSetting.safeParse({ kind: 'drm', connector }).success).toBe(false);
  });
});

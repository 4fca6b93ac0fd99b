import { expect, it } from 'vitest';

import { sourceOf } from '#library/scan/formats/byte-source';
import { mp4Song } from '#library/scan/formats/mp4-tags';
import { TagFields, tagsOf } from '#library/scan/formats/tag-fields';

function gains(texts: Partial<Record<Parameters<TagFields['addText']>[0], string>>) {
  const fields = new TagFields();
  for (const [field, text] of Object.entries(texts)) fields.addText(field as keyof typeof texts, text);
  const { gainDb, peak, albumGainDb, albumPeak } = tagsOf(fields);
  return { gainDb, peak, albumGainDb, albumPeak };
}

it('reads gains and peaks as taggers write them', () => {
  expect(gains({ trackGain: '-7.25 dB', trackPeak: '0.988553', albumGain: '+1.5', albumPeak: ' 1.000000 ' })).toEqual({
    gainDb: -7.25,
    peak: 0.988553,
    albumGainDb: 1.5,
    albumPeak: 1,
  });
});

it('knows what R128 counts in, and that ReplayGain aims higher', () => {
  expect(gains({ r128Track: '-1280', r128Album: '256' })).toMatchObject({ gainDb: 0, albumGainDb: 6 });
  expect(gains({ r128Track: '-1280', trackGain: '-3 dB' })).toMatchObject({ gainDb: -3 });
});

it('takes nonsense for no tag', () => {
  expect(gains({ trackGain: 'loud', trackPeak: '0.000', albumGain: '-900 dB', r128Track: '999999' })).toEqual({
    ...{ gainDb: undefined, peak: undefined, albumGainDb: undefined, albumPeak: undefined },
  });
});

it('finds the gain in a song of an MP4 file, which has it by name', () => {
  const box = (type: string, ...parts: Buffer[]) => {
    const body = Buffer.concat(parts);
    const head = Buffer.alloc(8);
    head.writeUInt32BE(8 + body.length);
    head.write(type, 4, 'latin1');
    return Buffer.concat([head, body]);
  };
  const text = (value: string, zeros: number) => Buffer.concat([Buffer.alloc(zeros), Buffer.from(value)]);
  const named = (name: string, value: string) =>
    box('----', box('mean', text('com.apple.iTunes', 4)), box('name', text(name, 4)), box('data', text(value, 8)));
  const list = box('ilst', named('replaygain_track_gain', '-6.5 dB'), named('REPLAYGAIN_ALBUM_PEAK', '0.5'));
  const seconds = Buffer.alloc(32);
  seconds.writeUInt32BE(1_000, 12);
  seconds.writeUInt32BE(5_000, 16);
  const track = box('trak', box('mdia', box('mdhd', seconds), box('hdlr', text('soun', 8), Buffer.alloc(4))));
  const film = box('moov', box('mvhd', seconds), track, box('udta', box('meta', Buffer.alloc(4), list)));

  expect(mp4Song(sourceOf(Buffer.concat([box('ftyp', text('M4A ', 0)), film])))).toMatchObject({
    ...{ gainDb: -6.5, albumPeak: 0.5 },
  });
});

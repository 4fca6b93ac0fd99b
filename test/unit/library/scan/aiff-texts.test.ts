import { describe, expect, it } from 'vitest';

import { aiffTexts } from '#library/scan/aiff-texts';

const chunk = (id: string, body: Buffer) => {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(body.length);
  return Buffer.concat([Buffer.from(id), size, body, Buffer.alloc(body.length % 2)]);
};
const aiff = (...chunks: Buffer[]) => Buffer.concat([Buffer.from('FORM\0\0\0\0AIFF'), ...chunks]);
const textsOf = (file: Buffer) => aiffTexts((start, end) => file.subarray(start, end));

describe('the text chunks of an AIFF file', () => {
  it('are read as UTF-8, with the padding between them left out', () => {
    const file = aiff(chunk('NAME', Buffer.from('Tïtlé 🎶')), chunk('AUTH', Buffer.from('Rós')));
    expect(textsOf(file)).toEqual({ title: 'Tïtlé 🎶', artist: 'Rós' });
  });

  it('are read as Windows wrote them where they are no UTF-8', () => {
    expect(textsOf(aiff(chunk('NAME', Buffer.from('T\xeftle', 'latin1'))))?.title).toBe('Tïtle');
  });

  it('are not looked for behind a chunk that claims more than there is', () => {
    const liar = Buffer.concat([Buffer.from('SSND'), Buffer.alloc(4, 0xff), Buffer.from('NAME')]);
    expect(textsOf(aiff(liar))).toEqual({ title: undefined, artist: undefined });
  });

  it('are none in other files', () => {
    expect(textsOf(Buffer.from('RIFF\0\0\0\0WAVE'))).toBeUndefined();
    expect(textsOf(Buffer.alloc(0))).toBeUndefined();
  });
});

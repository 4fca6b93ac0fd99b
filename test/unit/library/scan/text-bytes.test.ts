import { describe, expect, it } from 'vitest';

import { redecoded, textOf } from '#library/scan/text-bytes';

const asLatin1 = (text: string) => Buffer.from(text).toString('latin1');

describe('text that was read byte by byte', () => {
  it.each(['Tïtle 🎶', 'Sigur Rós', '日本', 'Плач'])('is %s again where it was UTF-8', (text) => {
    expect(redecoded(asLatin1(text))).toBe(text);
  });

  it.each(['Tïtle', 'Motörhead', 'plain', '', 'Ünï', '日本', 'Ã¯ and 日本', asLatin1('日本').slice(0, -1)])(
    'stays %j where it was not',
    (text) => {
      expect(redecoded(text)).toBe(text);
    },
  );
});

it('takes bytes for UTF-8 where they are, and for those of Windows where not', () => {
  expect(textOf(Buffer.from('Rós'))).toBe('Rós');
  expect(textOf(Buffer.from('R\xf3s \x93x\x94', 'latin1'))).toBe('Rós “x”');
});

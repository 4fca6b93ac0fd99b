import { describe, expect, it } from 'vitest';

import { LogMemory } from '#app/log-memory';
import { withoutSecrets } from '#app/without-secrets';

const TOKEN = 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF';
const HASH = 'a3'.repeat(32);

function line(fields: object): string {
  return `${JSON.stringify(fields)}\n`;
}

describe('a line of the log that is handed on', () => {
  it.each([
    [
      'by the field’s name',
      { token: 'short', hotspot: { key: 'brass and cream', psk: 'x' }, headers: { cookie: 'a=b' } },
    ],
    ['in a text', { msg: `opened http://127.0.0.1:8080/kiosk#${TOKEN}`, err: { message: `Bearer ${TOKEN}` } }],
    ['in a list', { args: ['--token', TOKEN], hashes: [HASH] }],
    ['as a code to be typed', { code: '123456', pairing: { puk: 12345678 } }],
  ])('holds no secret: %s', (_where, fields) => {
    const text = withoutSecrets(line(fields));

    for (const secret of [TOKEN, HASH, 'short', 'brass', '123456', '12345678', 'a=b'])
      expect(text).not.toContain(secret);
    expect(text).toContain('[redacted]');
    expect(() => JSON.parse(text) as unknown).not.toThrow();
  });

  it('keeps what helps: errors with their codes, paths, ids, numbers', () => {
    const fields = {
      level: 50,
      err: { code: 'ENOENT', stack: 'Error: at /opt/app.js:3:1' },
      exitCode: 1,
      path: '/media/SUNDAY/Motörhead/Ace of Spades.mp3',
      trackId: 'Qm9vYmFyYmF6cXV4Zm9v',
      isKeyKnown: true,
      msg: 'the key of the router is confirmed',
    };

    expect(JSON.parse(withoutSecrets(line(fields)))).toEqual(fields);
  });

  it('is cleaned where it is no JSON, too', () => {
    expect(withoutSecrets(`panic near ${TOKEN}\n`)).toBe('panic near [redacted]\n');
  });
});

describe('the memory of the log', () => {
  it('keeps the last lines whole, within its limit', () => {
    const memory = new LogMemory(1_000);
    for (let index = 0; index < 500; index += 1) memory.add(line({ index }));

    const lines = memory.text().trimEnd().split('\n');

    expect(Buffer.byteLength(memory.text())).toBeLessThanOrEqual(1_000);
    expect(lines.at(-1)).toBe('{"index":499}');
    expect(lines.length).toBeGreaterThan(50);
    expect(() => lines.map((one) => JSON.parse(one) as unknown)).not.toThrow();
  });
});

import { expect, it } from 'vitest';
import { z } from 'zod';

import { readAnswer } from '#network/protocol/read-answer';
import { VERBS } from '#network/protocol/verbs';

it('tells a full card of the router apart from a modem that refuses', () => {
  const refused = (code: string) => () =>
    readAnswer(JSON.stringify({ ok: false, error: { code, message: 'No' } }), z.object({}), () => 0);
  expect(refused('not_kept')).toThrow(expect.objectContaining({ code: 'storage_failed' }));
  expect(refused('modem_failed')).toThrow(expect.objectContaining({ code: 'router_failed' }));
});

it('reads the messages also where somebody has sent the longest that there can be', () => {
  const text = 'x'.repeat(255 * 153);
  const sent = { id: 'm1', direction: 'in', number: 'EE', text, parts: 255, encoding: 'gsm7', state: 'unread' };
  const message = { ...sent, reason: null, clockMs: null, sentClockMs: 1, modemId: null };
  const line = JSON.stringify({ ok: true, uptimeMs: 1, data: { revision: 1, messages: [message] } });
  expect(readAnswer(line, VERBS['sms-list'].data, () => 0).messages).toHaveLength(1);
});

import { expect, it } from 'vitest';
import { z } from 'zod';

import { readAnswer } from '#network/protocol/read-answer';

it('tells a full card of the router apart from a modem that refuses', () => {
  const refused = (code: string) => () =>
    readAnswer(JSON.stringify({ ok: false, error: { code, message: 'No' } }), z.object({}), () => 0);
  expect(refused('not_kept')).toThrow(expect.objectContaining({ code: 'storage_failed' }));
  expect(refused('modem_failed')).toThrow(expect.objectContaining({ code: 'router_failed' }));
});

import { z } from 'zod';

import { RouterRefusal, RouterUnreachable } from '#network/errors';
import { parseJson } from '#network/protocol/parse-json';
import { shiftTimes } from '#network/protocol/shift-times';

const answer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), uptimeMs: z.number(), data: z.unknown() }),
  z.object({
    ok: z.literal(false),
    error: z.object({
      code: z.string().max(60),
      message: z.string().max(1_000),
      details: z.record(z.string(), z.unknown()).default({}),
    }),
  }),
]);

/**
 * The data of one answer after `schema`, its times on this machine's clock. Throws `RouterRefusal` where the router
 * said no, and `RouterUnreachable` of kind `garbage` where it makes no sense. `shiftOf` as for a line of `watch`.
 */
export function readAnswer<Schema extends z.ZodType>(
  line: string,
  schema: Schema,
  shiftOf: (uptimeMs: number) => number,
): z.output<Schema> {
  const parsed = answer.safeParse(parseJson(line));
  if (!parsed.success) throw new RouterUnreachable('garbage', { cause: parsed.error });
  if (!parsed.data.ok) {
    const { code, message, details } = parsed.data.error;
    throw new RouterRefusal(code, message, details);
  }
  const data = schema.safeParse(shiftTimes(parsed.data.data, shiftOf(parsed.data.uptimeMs)));
  if (!data.success) throw new RouterUnreachable('garbage', { cause: data.error });
  return data.data;
}

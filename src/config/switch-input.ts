import { z } from 'zod';

const text = z.string().min(1);

export const absolutePath = z.string().regex(/^\//u, 'an absolute path is needed');
export const command = z.array(text).min(1, 'a program is needed, and its arguments');

/** What tells whether something of the car is on. */
export const switchInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  /** A file that holds 1 while it is on, and 0 while it is off. */
  z.strictObject({ kind: z.literal('file'), path: absolutePath }),
  z.strictObject({
    kind: z.literal('gpio'),
    chip: z.string().regex(/^[\w/][\w./-]*$/u, 'a chip is needed, such as gpiochip0'),
    line: z.number().int().min(0),
    isActiveLow: z.boolean().default(false),
  }),
  /** Exit code 0: on, 1: off, anything else: it does not know. */
  z.strictObject({ kind: z.literal('command'), command, everyMs: z.number().int().min(100).max(60_000).default(500) }),
]);

export type SwitchInputSettings = z.infer<typeof switchInput>;

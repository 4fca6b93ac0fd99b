import { z } from 'zod';

const text = z.string().min(1);
const absolutePath = z.string().regex(/^\//u, 'an absolute path is needed');
const command = z.array(text).min(1, 'a program is needed, and its arguments');

const input = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  /** A file that holds 1 while the ignition is on, and 0 while it is off. */
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

/** How the service learns that the engine stops, and what it does then. */
export const ignitionSettings = z.strictObject({
  input: input.default({ kind: 'none' }),
  graceSeconds: z.number().min(0).max(3_600).default(60),
  powerOffCommand: command.default(['systemctl', 'poweroff']),
});

export type IgnitionSettings = z.infer<typeof ignitionSettings>;

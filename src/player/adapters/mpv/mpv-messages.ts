import { z } from 'zod';

// What mpv says on its socket, as far as it matters here: https://mpv.io/manual/stable/#json-ipc

const reply = z.object({ request_id: z.number().int(), error: z.string(), data: z.unknown().optional() });

const entry = { playlist_entry_id: z.number().int() };

const event = z.discriminatedUnion('event', [
  z.object({ event: z.literal('start-file'), ...entry }),
  z.object({
    event: z.literal('end-file'),
    ...entry,
    reason: z.enum(['eof', 'stop', 'quit', 'error', 'redirect', 'unknown']),
    file_error: z.string().optional(),
  }),
  z.object({ event: z.literal('file-loaded') }),
  z.object({ event: z.literal('seek') }),
  z.object({ event: z.literal('playback-restart') }),
  z.object({ event: z.literal('property-change'), name: z.string(), data: z.unknown().optional() }),
  z.object({ event: z.literal('log-message'), prefix: z.string(), text: z.string() }),
]);

export type MpvReply = z.infer<typeof reply>;
export type MpvEvent = z.infer<typeof event>;

export type MpvMessage =
  { readonly kind: 'reply'; readonly reply: MpvReply } | { readonly kind: 'event'; readonly event: MpvEvent };

/** Reads one line; what is not a message, or none that matters, is undefined. Invalid UTF-8 is replaced, never refused. */
export function parseMessage(line: Buffer): MpvMessage | undefined {
  const value = parseJson(line.toString('utf8'));
  const asEvent = event.safeParse(value);
  if (asEvent.success) return { kind: 'event', event: asEvent.data };
  const asReply = reply.safeParse(value);
  return asReply.success ? { kind: 'reply', reply: asReply.data } : undefined;
}

export const loadReply = z.object(entry);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

import { z } from 'zod';

import { routerLogEntry } from '#contract/entities/router-message';
import { routerStatus, type RouterStatus } from '#contract/entities/router-status';
import { parseJson } from '#network/protocol/parse-json';
import { shiftTimes } from '#network/protocol/shift-times';

/** One line of `watch`, times on this machine's clock; `other` is a kind that this version does not know. */
export type WatchLine =
  | { readonly type: 'hello' }
  | { readonly type: 'status'; readonly uptimeMs: number; readonly status: RouterStatus }
  | { readonly type: 'log' }
  | { readonly type: 'messages'; readonly revision: number }
  | { readonly type: 'beat' }
  | { readonly type: 'other' };

const stamp = { uptimeMs: z.number() };

const line = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), protocol: z.literal(1), ...stamp }),
  z.object({ type: z.literal('status'), status: routerStatus, ...stamp }),
  z.object({ type: z.literal('log'), entry: routerLogEntry, ...stamp }),
  z.object({ type: z.literal('messages'), revision: z.number().int(), ...stamp }),
  z.object({ type: z.literal('beat'), ...stamp }),
]);

const KNOWN: ReadonlySet<string> = new Set(['hello', 'status', 'log', 'messages', 'beat']);
const anyLine = z.object({ type: z.string(), uptimeMs: z.number() });

/**
 * Undefined for garbage: not JSON, or not what the protocol says. `shiftOf` gives by how much the router's clock is behind this machine's, as known
 * from a line that it said at that time of its own.
 */
export function readWatchLine(text: string, shiftOf: (uptimeMs: number) => number): WatchLine | undefined {
  const raw = parseJson(text);
  const head = anyLine.safeParse(raw);
  if (!head.success) return undefined;
  if (!KNOWN.has(head.data.type)) return { type: 'other' };
  return line.safeParse(shiftTimes(raw, shiftOf(head.data.uptimeMs))).data;
}

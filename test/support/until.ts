import { setTimeout as wait } from 'node:timers/promises';

export interface UntilOptions {
  readonly limitMs?: number;
  readonly everyMs?: number;
  /** Ends the wait early with an error when it says so. */
  readonly giveUp?: () => boolean;
}

/** Asks again and again until the answer is one; the last error, or what was awaited, is told at the end of the time. */
export async function until<Value>(
  ask: () => Value | Promise<Value>,
  { limitMs = 20_000, everyMs = 30, giveUp = () => false }: UntilOptions = {},
): Promise<NonNullable<Value>> {
  const endMs = performance.now() + limitMs;
  let failure: unknown;
  while (performance.now() < endMs && !giveUp()) {
    try {
      const value = await ask();
      if (value !== false && value !== undefined && value !== null) return value;
      failure = undefined;
    } catch (error) {
      failure = error;
    }
    await wait(everyMs);
  }
  throw new Error(`Not within ${String(limitMs)} ms: ${ask.toString().slice(0, 200)}`, { cause: failure });
}

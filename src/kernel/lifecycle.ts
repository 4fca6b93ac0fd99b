import type { Logger } from '#kernel/logger';

/** Something that is started and stopped with the service. */
export interface Part {
  readonly name: string;
  start(): Promise<void> | void;
  stop(): Promise<void> | void;
  /** How long `stop` may take before the next part is stopped all the same; 1 s unless told. */
  readonly stopLimitMs?: number;
}

const STOP_LIMIT_MS = 1_000;
const START_LIMIT_MS = 15_000;

/** Starts parts in order and stops those that started, in reverse; each with a time limit. */
export class Lifecycle {
  readonly #parts: readonly Part[];
  readonly #logger: Logger;
  readonly #started: Part[] = [];

  constructor(parts: readonly Part[], logger: Logger) {
    this.#parts = parts;
    this.#logger = logger;
  }

  /** When a part fails, those before it are stopped and its error is thrown. */
  async start(): Promise<void> {
    for (const part of this.#parts) {
      this.#started.push(part);
      try {
        await withLimit(Promise.resolve(part.start()), START_LIMIT_MS, `${part.name} did not start`);
      } catch (error) {
        await this.stop();
        throw error;
      }
    }
  }

  async stop(): Promise<void> {
    for (let part = this.#started.pop(); part; part = this.#started.pop()) {
      try {
        await withLimit(Promise.resolve(part.stop()), part.stopLimitMs ?? STOP_LIMIT_MS, `${part.name} did not stop`);
      } catch (error) {
        this.#logger.error({ err: error, part: part.name }, 'part failed to stop');
      }
    }
  }
}

/** The promise's own end, or an error with `message` after `limitMs`. */
export async function withLimit<Value>(promise: Promise<Value>, limitMs: number, message: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${message} within ${String(limitMs)} ms`));
    }, limitMs);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}

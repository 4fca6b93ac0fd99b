import { runCommand, type CommandEnd } from '#car/adapters/run-command';
import { watchLines } from '#car/adapters/watch-lines';
import {
  gpiogetArguments,
  gpiomonArguments,
  parseGpioEdge,
  parseGpioValue,
  parseGpioVersion,
  type GpioLine,
} from '#car/ignition/gpio-words';
import { pause } from '#car/ignition/pause';
import type { SwitchInput, SwitchReading } from '#car/ports';
import type { Logger } from '#kernel/logger';

export interface GpioSwitchInputDeps {
  readonly line: GpioLine;
  readonly logger: Logger;
  readonly gpiomon?: string;
  readonly gpioget?: string;
  /** Before the first new try; doubled up to half a minute. */
  readonly firstRetryMs?: number;
}

type Listener = (reading: SwitchReading) => void;

const TOOL_LIMIT_MS = 2_000;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;
/** One that ran for so long has not failed at its start. */
const STEADY_MS = 10_000;

/** A line of the GPIO header, through the tools of libgpiod: `gpioget` for what it is, `gpiomon` for how it changes. */
export class GpioSwitchInput implements SwitchInput {
  readonly #deps: GpioSwitchInputDeps;
  #cancel = new AbortController();
  #watching: Promise<void> | undefined;

  constructor(deps: GpioSwitchInputDeps) {
    this.#deps = deps;
  }

  start(listener: Listener): void {
    this.#cancel = new AbortController();
    this.#watching = this.#keepWatching(listener, this.#cancel.signal);
  }

  async stop(): Promise<void> {
    this.#cancel.abort();
    await this.#watching;
  }

  /** A program that dies says nothing about the engine: the last level holds until it can be read again. */
  async #keepWatching(listener: Listener, signal: AbortSignal): Promise<void> {
    const { logger, firstRetryMs = FIRST_RETRY_MS } = this.#deps;
    let retryMs = firstRetryMs;
    let lastProblem: string | undefined;
    const isOver = () => signal.aborted;
    while (!isOver()) {
      const startedMs = performance.now();
      const problem = await this.#watch(listener, signal);
      if (isOver()) return;
      if (performance.now() - startedMs > STEADY_MS) retryMs = firstRetryMs;
      if (problem !== lastProblem) logger.warn({ problem, retryMs }, 'the line is not watched');
      lastProblem = problem;
      await pause(retryMs, signal);
      retryMs = Math.min(2 * retryMs, LAST_RETRY_MS);
    }
  }

  /** Until it fails; says why. The level is read first: a line that is watched cannot be read. */
  async #watch(listener: Listener, signal: AbortSignal): Promise<string> {
    const { line, gpiomon = 'gpiomon', gpioget = 'gpioget' } = this.#deps;
    const limits = { limitMs: TOOL_LIMIT_MS, signal };
    const about = await runCommand([gpiomon, '--version'], limits);
    const version = about.kind === 'exit' ? parseGpioVersion(about.output) : undefined;
    if (version === undefined) return silence(listener, signal, gpiomon, about);

    const answer = await runCommand([gpioget, ...gpiogetArguments(version, line)], limits);
    const level = answer.kind === 'exit' && answer.code === 0 ? parseGpioValue(answer.output) : undefined;
    if (level === undefined) return silence(listener, signal, gpioget, answer);

    listener(level);
    const onLine = (text: string) => {
      const edge = parseGpioEdge(version, text);
      if (edge !== undefined && !signal.aborted) listener(edge);
    };
    return watchLines([gpiomon, ...gpiomonArguments(version, line)], onLine, signal);
  }
}

function silence(listener: Listener, signal: AbortSignal, program: string, end: CommandEnd): string {
  if (!signal.aborted) listener('silent');
  switch (end.kind) {
    case 'missing':
      return `${program}: ${end.reason}`;
    case 'killed':
      return `${program} gave no answer`;
    case 'exit':
      return `${program} ended with ${String(end.code)}: ${(end.errors || end.output).trim()}`;
  }
}

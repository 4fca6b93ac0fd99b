import { runCommand } from '#car/adapters/run-command';
import { pause } from '#car/ignition/pause';
import type { SwitchInput, SwitchReading } from '#car/ports';
import type { Logger } from '#kernel/logger';

export interface CommandSwitchInputDeps {
  /** Program and arguments; exit code 0: on, 1: off, anything else: it does not know. */
  readonly command: readonly string[];
  /** From one end to the next start. */
  readonly everyMs: number;
  readonly logger: Logger;
  readonly limitMs?: number;
}

const LIMIT_MS = 2_000;

/** A command that knows whether something is on, such as that of a UPS HAT, asked again and again. */
export class CommandSwitchInput implements SwitchInput {
  readonly #deps: CommandSwitchInputDeps;
  #cancel = new AbortController();
  #asking: Promise<void> | undefined;

  constructor(deps: CommandSwitchInputDeps) {
    this.#deps = deps;
  }

  start(listener: (reading: SwitchReading) => void): void {
    this.#cancel = new AbortController();
    this.#asking = this.#keepAsking(listener, this.#cancel.signal);
  }

  async stop(): Promise<void> {
    this.#cancel.abort();
    await this.#asking;
  }

  async #keepAsking(listener: (reading: SwitchReading) => void, signal: AbortSignal): Promise<void> {
    const { command, everyMs, logger, limitMs = LIMIT_MS } = this.#deps;
    let wasUnknown = false;
    const isOver = () => signal.aborted;
    while (!isOver()) {
      const end = await runCommand(command, { limitMs, signal });
      if (isOver()) return;
      const isKnown = end.kind === 'exit' && (end.code === 0 || end.code === 1);
      if (isKnown) listener(end.code === 0 ? 'on' : 'off');
      else if (end.kind === 'missing') listener('silent');
      if (!isKnown && !wasUnknown) logger.warn({ command, end }, 'the command does not know');
      wasUnknown = !isKnown;
      await pause(everyMs, signal);
    }
  }
}

import { runCommand } from '#car/adapters/run-command';
import type { PowerOff, PowerOffOutcome } from '#car/ports';

export interface CommandPowerOffDeps {
  /** Program and arguments. */
  readonly command: readonly string[];
  readonly limitMs?: number;
}

const LIMIT_MS = 30_000;

/** Powers off by a command: that of the system, or of a UPS HAT. */
export class CommandPowerOff implements PowerOff {
  readonly #deps: CommandPowerOffDeps;

  constructor(deps: CommandPowerOffDeps) {
    this.#deps = deps;
  }

  async run(): Promise<PowerOffOutcome> {
    const { command, limitMs = LIMIT_MS } = this.#deps;
    const words = command.join(' ');
    const end = await runCommand(command, { limitMs });
    switch (end.kind) {
      case 'missing':
        return { kind: 'failed', reason: `"${words}" cannot be run (${end.reason})` };
      case 'killed':
        return { kind: 'failed', reason: `"${words}" did not end by itself` };
      case 'exit':
        return end.code === 0
          ? { kind: 'done' }
          : { kind: 'failed', reason: `"${words}" ended with ${String(end.code)}` };
    }
  }
}

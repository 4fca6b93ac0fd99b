import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Logger } from '#kernel/logger';

export interface StandingProgramDeps {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly logger: Logger;
  /** It is not installed; it is looked for again and again. */
  readonly onMissing: () => void;
  readonly onThere: () => void;
  /** It ends again and again (true), or has run for a while since. */
  readonly onFailing: (isFailing: boolean) => void;
  /** How long it has run when it is well again; half a minute unless told. */
  readonly steadyMs?: number | undefined;
}

const LOOK_MS = 500;
const AGAIN_MS = 1_000;
const MISSING_MS = 5_000;
/** So many ends within so long are no accident. */
const MOST_ENDS = 3;
const ENDS_WITHIN_MS = 60_000;
const STEADY_MS = 30_000;

/** A program that is always to run: begun again when it ends, and found again by a service that died and came back. */
export class StandingProgram {
  readonly #deps: StandingProgramDeps;
  readonly #stopping = new AbortController();
  #pid: number | undefined;
  #endsAtMs: number[] = [];
  #isFailing = false;

  constructor(deps: StandingProgramDeps) {
    this.#deps = deps;
  }

  /** Resolves when it was found or begun, or is known not to be there. */
  async start(): Promise<void> {
    this.#pid = await this.#found();
    const waitMs = this.#pid === undefined ? await this.#begin() : LOOK_MS;
    void this.#watch(waitMs);
  }

  stop(): void {
    this.#stopping.abort();
    if (this.#pid !== undefined) end(this.#pid);
  }

  async #watch(firstMs: number): Promise<void> {
    let waitMs = firstMs;
    while (await isOver(waitMs, this.#stopping.signal)) {
      const isThere = this.#pid !== undefined && !(await this.#isGone(this.#pid));
      if (isThere) this.#runs();
      waitMs = isThere ? LOOK_MS : await this.#begin();
    }
  }

  /** Gives how long to wait before it is looked at. */
  async #begin(): Promise<number> {
    const { program, args, env, logger, onMissing, onThere } = this.#deps;
    if (this.#pid !== undefined) {
      logger.warn({ program }, 'ended, and is begun again');
      this.#ended();
    }
    this.#pid = undefined;
    const child = spawn(program, args, { detached: true, stdio: 'ignore', cwd: '/', env });
    const outcome = await new Promise<'begun' | 'missing'>((resolve) => {
      child.once('spawn', () => resolve('begun'));
      child.once('error', () => resolve('missing'));
    });
    child.unref();
    if (outcome === 'missing') {
      onMissing();
      return MISSING_MS;
    }
    onThere();
    this.#pid = child.pid;
    if (this.#stopping.signal.aborted && child.pid !== undefined) end(child.pid);
    return AGAIN_MS;
  }

  #ended(): void {
    const nowMs = performance.now();
    this.#endsAtMs = [...this.#endsAtMs.filter((atMs) => nowMs - atMs < ENDS_WITHIN_MS), nowMs];
    if (this.#endsAtMs.length >= MOST_ENDS) this.#setFailing(true);
  }

  #runs(): void {
    const { steadyMs = STEADY_MS } = this.#deps;
    if (performance.now() - (this.#endsAtMs.at(-1) ?? 0) >= steadyMs) this.#setFailing(false);
  }

  #setFailing(isFailing: boolean): void {
    if (isFailing === this.#isFailing) return;
    this.#isFailing = isFailing;
    this.#deps.onFailing(isFailing);
  }

  async #found(): Promise<number | undefined> {
    for (const name of await readdir('/proc'))
      if (/^\d+$/u.test(name) && (await this.#isOurs(name))) return Number(name);
    return undefined;
  }

  /** One that is being killed still holds its port for a moment: the next one would run without. */
  async #isGone(pid: number): Promise<boolean> {
    if (await this.#isOurs(String(pid))) return false;
    const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '');
    const line = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => '');
    return stat === '' || line !== '' || stat.includes(') Z ');
  }

  /** Told by its whole command line. */
  async #isOurs(pid: string): Promise<boolean> {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    const [program = '', ...args] = line.split('\0').slice(0, -1);
    return program.endsWith(this.#deps.program) && args.join('\0') === this.#deps.args.join('\0');
  }
}

/** False where it was stopped meanwhile. */
async function isOver(ms: number, signal: AbortSignal): Promise<boolean> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
  return !signal.aborted;
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // It has already gone.
  }
}

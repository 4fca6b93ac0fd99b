import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

import { SMALL_MEMORY } from '#headless/small-memory';

interface ServiceProcessOptions {
  /** The service's entry file. */
  readonly entry: string;
  readonly args: readonly string[];
  readonly port: number;
}

const READY = 'carputer ready on ';
const HEALTH_LIMIT_MS = 1_000;

/** The service as a process of its own: a window that dies never takes the music with it. */
export class ServiceProcess {
  readonly #options: ServiceProcessOptions;
  readonly #exitListeners: ((code: number) => void)[] = [];
  #child: ChildProcess | undefined;

  constructor(options: ServiceProcessOptions) {
    this.#options = options;
  }

  /** Told once, when a service that was started here has ended. */
  onExit(listener: (code: number) => void): void {
    this.#exitListeners.push(listener);
  }

  /** True when the service answers: the one that runs already, or a new one. False when it ended before. */
  async start(): Promise<boolean> {
    if (await this.#isRunning()) {
      process.stdout.write(`carputer runs already on http://127.0.0.1:${String(this.#options.port)}\n`);
      return true;
    }
    const child = spawn(
      process.execPath,
      ['--no-warnings', ...SMALL_MEMORY.flags, this.#options.entry, ...this.#options.args],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, ...SMALL_MEMORY.env },
        // A group of its own: Ctrl-C reaches it once, through stop().
        detached: true,
      },
    );
    this.#child = child;
    return new Promise((resolve) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        process.stdout.write(`${line}\n`);
        if (line.startsWith(READY)) resolve(true);
      });
      child.once('exit', (code) => {
        this.#child = undefined;
        resolve(false);
        for (const listener of this.#exitListeners) listener(code ?? 1);
      });
    });
  }

  stop(): void {
    this.#child?.kill('SIGTERM');
  }

  async #isRunning(): Promise<boolean> {
    try {
      const response = await fetch(`http://127.0.0.1:${String(this.#options.port)}/api/v1/health`, {
        signal: AbortSignal.timeout(HEALTH_LIMIT_MS),
      });
      const body: unknown = await response.json();
      return typeof body === 'object' && body !== null && 'status' in body && 'uptimeMs' in body;
    } catch {
      return false;
    }
  }
}

import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

import { CrashWatch } from '#headless/window/crash-watch';
import type { WindowProgram } from '#headless/window/choose-window';

const FIRST_REOPEN_MS = 500;
const LONGEST_REOPEN_MS = 15_000;
/** A window that lived this long was a good one: the next one is opened without delay. */
const GOOD_LIFE_MS = 60_000;

/** Keeps one window open: opens it again after each death, more slowly when it dies at once. */
export class WindowKeeper {
  readonly #say: (line: string) => void;
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #reopenMs = FIRST_REOPEN_MS;
  #isStopped = true;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  /** `address` is asked for at each opening: the token in it may be a new one. */
  start(program: WindowProgram, address: () => string): void {
    this.#isStopped = false;
    this.#open(program, address);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#child?.kill('SIGTERM');
  }

  #open(program: WindowProgram, address: () => string): void {
    const openedAt = performance.now();
    const child =
      program.kind === 'electron' ? openElectron(program, address()) : this.#openChromium(program, address());
    this.#child = child;
    child.once('error', (error) => {
      this.#say(`the window did not open: ${error.message}`);
    });
    child.once('close', () => {
      this.#child = undefined;
      if (this.#isStopped) return;
      if (performance.now() - openedAt > GOOD_LIFE_MS) this.#reopenMs = FIRST_REOPEN_MS;
      this.#say(`the window closed; it opens again in ${String(this.#reopenMs / 1000)} s`);
      this.#timer = setTimeout(() => {
        this.#open(program, address);
      }, this.#reopenMs);
      this.#reopenMs = Math.min(this.#reopenMs * 2, LONGEST_REOPEN_MS);
    });
  }

  #openChromium(program: WindowProgram, address: string): ChildProcess {
    const page = writeDoor(program.privateDirectory, address);
    const child = spawn(program.file, [...program.args, `--app=file://${page}`], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    const watch = new CrashWatch(child.stdio[3] as Writable, child.stdio[4] as Readable, () => {
      this.#say('the page crashed');
      child.kill('SIGKILL');
    });
    watch.start();
    return child;
  }
}

/** Electron gets the address in its environment, which other users cannot read. */
function openElectron(program: WindowProgram, address: string): ChildProcess {
  return spawn(program.file, [...program.args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, CARPUTER_WINDOW_ADDRESS: address },
  });
}

/** A page of this user alone that leads to the touchscreen: a token on the command line could be read by everybody. */
function writeDoor(directory: string, address: string): string {
  const path = join(directory, 'window.html');
  writeFileSync(
    path,
    `<!doctype html><meta charset="utf-8"><script>location.replace(${JSON.stringify(address)})</script>`,
    {
      mode: 0o600,
    },
  );
  return path;
}

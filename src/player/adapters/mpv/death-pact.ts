import { spawn, type ChildProcess } from 'node:child_process';

/** Waits for the end of its input, which comes with the end of whoever holds it, and ends a player's process group. */
const WAIT_AND_KILL = 'read -r _; kill -s KILL -- "-$1"';

/** A player that ends when this process does, however it ends. For as long as it is held. */
export class DeathPact {
  #watcher: ChildProcess | undefined;
  #pid: number | undefined;

  /** Undefined gives it up. */
  hold(pid: number | undefined): void {
    if (pid === this.#pid) return;
    this.#pid = pid;
    this.#watcher?.kill('SIGKILL');
    this.#watcher = undefined;
    if (pid === undefined) return;
    // A group of its own: what a terminal sends to the service's is not meant for it.
    const watcher = spawn('/bin/sh', ['-c', WAIT_AND_KILL, 'carputer-watch', String(pid)], {
      ...{ detached: true, cwd: '/' },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    watcher.on('error', () => undefined);
    watcher.stdin.on('error', () => undefined);
    watcher.unref();
    this.#watcher = watcher;
  }
}

import { spawn, type ChildProcess } from 'node:child_process';

const REREAD_MS = 250;

/** Says that something may have been mounted or unmounted: by findmnt, or every 250 ms where there is none. */
export class MountWatcher {
  readonly #command: string;
  #findmnt: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(findmnt = 'findmnt') {
    this.#command = findmnt;
  }

  start(onMaybeChanged: () => void): void {
    // The kernel kills it with the service, however that ends.
    const args = ['--pdeathsig', 'KILL', this.#command, '--poll', '--noheadings', '--output', 'ACTION'];
    const child = spawn('setpriv', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#findmnt = child;
    child.stdout.on('data', onMaybeChanged);
    const pollInstead = () => {
      if (this.#findmnt !== child) return;
      this.#findmnt = undefined;
      this.#timer = setInterval(onMaybeChanged, REREAD_MS);
    };
    child.once('error', pollInstead);
    child.once('exit', pollInstead);
  }

  stop(): void {
    const child = this.#findmnt;
    this.#findmnt = undefined;
    clearInterval(this.#timer);
    child?.kill('SIGKILL');
  }
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { EVERYWHERE } from '#contract/zone-outlets';
import type { Part } from '#kernel/lifecycle';
import type { Logger } from '#kernel/logger';
import { StandingProgram } from '#player/adapters/snapcast/standing-program';

export interface SnapcastDeps {
  /** The address of this machine on which clients are served; there is no password to it. */
  readonly host: string;
  readonly port: number;
  /** Of mode 0700. */
  readonly runtimeDir: string;
  /** Folders of programs, with `:` between. */
  readonly searchPath: string;
  readonly logger: Logger;
  /** What is missing in words, or undefined once nothing is. */
  readonly onProblem: (words: string | undefined) => void;
  /** What ends again and again in words, or undefined once nothing does. */
  readonly onFailing: (words: string | undefined) => void;
  /** How long a program has run when it is well again; half a minute unless told. */
  readonly steadyMs?: number;
}

/** As Set-up lists it. */
export const SNAPCAST_OUTPUT = { device: EVERYWHERE, description: 'Snapcast' };
const [, SINK = ''] = EVERYWHERE.split('/');
const FORMAT = { rate: 48_000, channels: 2 };

/**
 * One zone's sound for many loudspeakers in step: a sound server of its own gives it the pace of a clock, and fills a pipe
 * that snapserver reads. Debian's `snapserver` and `pulseaudio`; clients are `snapclient`s, here or on other Pis.
 */
export class Snapcast implements Part {
  readonly name = 'snapcast';
  readonly #folder: string;
  readonly #missing = new Set<string>();
  readonly #failing = new Set<string>();
  readonly #deps: SnapcastDeps;
  readonly #programs: readonly StandingProgram[];

  constructor(deps: SnapcastDeps) {
    this.#deps = deps;
    this.#folder = join(deps.runtimeDir, 'snapcast');
    this.#programs = [
      this.#program('pulseaudio', soundServer(this.#folder, this.#socket)),
      this.#program('snapserver', snapserver(this.#folder, deps)),
    ];
  }

  /** For mpv's `--pulse-host`. */
  get pulseServer(): string {
    return `unix:${this.#socket}`;
  }

  async start(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    for (const program of this.#programs) await program.start();
  }

  stop(): void {
    for (const program of this.#programs) program.stop();
  }

  get #socket(): string {
    return join(this.#folder, 'pulse.sock');
  }

  #program(program: string, args: readonly string[]): StandingProgram {
    const changed = () => {
      const names = [...this.#missing];
      this.#deps.onProblem(
        names.length === 0
          ? undefined
          : `${names.join(' and ')} not installed: sudo apt-get install ${names.join(' ')}`,
      );
    };
    return new StandingProgram({
      ...{ program, args, logger: this.#deps.logger, steadyMs: this.#deps.steadyMs },
      // Nothing of the user's own sound server is read or written.
      env: { PATH: this.#deps.searchPath, HOME: this.#folder, XDG_RUNTIME_DIR: this.#folder },
      onMissing: () => {
        this.#missing.add(program);
        changed();
      },
      onThere: () => {
        if (this.#missing.delete(program)) changed();
      },
      onFailing: (isFailing) => {
        if (isFailing) this.#failing.add(program);
        else this.#failing.delete(program);
        const names = [...this.#failing];
        this.#deps.onFailing(names.length === 0 ? undefined : `${names.join(' and ')} ended again and again`);
      },
    });
  }
}

/** Without the clock of the system its pace would be that of whoever reads the pipe, and the end of it that of the music. */
function soundServer(folder: string, socket: string): string[] {
  const { rate, channels } = FORMAT;
  const form = `format=s16le rate=${String(rate)} channels=${String(channels)}`;
  return [
    ...['-n', '--daemonize=no', '--exit-idle-time=-1', '--use-pid-file=no', '--disable-shm=yes'],
    `--load=module-pipe-sink sink_name=${SINK} file=${join(folder, 'pipe')} ${form} use_system_clock_for_timing=yes`,
    `--load=module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
  ];
}

/** Nothing of it can be commanded from outside. */
function snapserver(folder: string, { host, port }: SnapcastDeps): string[] {
  const form = `${String(FORMAT.rate)}:16:${String(FORMAT.channels)}`;
  return [
    ...['--config', '/dev/null', `--server.datadir=${folder}`, '--logging.sink=null'],
    `--stream.source=pipe://${join(folder, 'pipe')}?name=car&sampleformat=${form}&mode=read`,
    ...[`--stream.bind_to_address=${host}`, `--stream.port=${String(port)}`],
    ...['--tcp.enabled=false', '--http.enabled=false'],
  ];
}

import { execFile } from 'node:child_process';
import { stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { About } from '#contract/entities/about';
import type { Volume } from '#contract/entities/volume';
import type { Clock } from '#kernel/clock';
import type { AboutFacts } from '#server/ports';

const execute = promisify(execFile);
const ASK_LIMIT_MS = 3_000;
/** A database is its file and what is not yet merged into it. */
const DATABASE_ENDINGS = ['', '-wal', '-shm'];

export interface MachineFactsDeps {
  readonly version: string;
  readonly clock: Clock;
  readonly dataFolder: string;
  /** Folders of programs, with `:` between. */
  readonly searchPath: string;
  readonly volumes: () => readonly Volume[];
}

/** Asks the programs once for their versions, and the card each time for its room. */
export class MachineFacts implements AboutFacts {
  readonly #deps: MachineFactsDeps;
  #programs: Promise<Pick<About['versions'], 'mpv' | 'ffmpeg'>> | undefined;

  constructor(deps: MachineFactsDeps) {
    this.#deps = deps;
  }

  async read(): Promise<About> {
    const { version, clock, dataFolder } = this.#deps;
    const [programs, room, libraryBytes, stateBytes] = await Promise.all([
      (this.#programs ??= this.#askPrograms()),
      roomOf(dataFolder),
      databaseBytes(join(dataFolder, 'library.db')),
      databaseBytes(join(dataFolder, 'state.db')),
    ]);
    return {
      versions: { carputer: version, node: process.versions.node, ...programs },
      uptimeMs: clock.uptimeMs(),
      storage: { dataFolder, ...room, libraryBytes, stateBytes },
      library: countsOf(this.#deps.volumes()),
    };
  }

  async #askPrograms(): Promise<Pick<About['versions'], 'mpv' | 'ffmpeg'>> {
    const { searchPath } = this.#deps;
    const [mpv, ffmpeg] = await Promise.all([
      versionOf('mpv', ['--version'], searchPath),
      versionOf('ffmpeg', ['-version'], searchPath),
    ]);
    // One that is installed meanwhile is asked again.
    if (mpv === null || ffmpeg === null) this.#programs = undefined;
    return { mpv, ffmpeg };
  }
}

/** From a first line such as `mpv 0.35.1 Copyright ...` or `ffmpeg version 5.1.6-0+deb12u1 Copyright ...`; null without one. */
export function versionIn(program: string, output: string): string | null {
  return new RegExp(`^${program}(?: version)? (\\S+)`, 'mu').exec(output)?.[1] ?? null;
}

async function versionOf(program: string, args: readonly string[], searchPath: string): Promise<string | null> {
  try {
    const options = { timeout: ASK_LIMIT_MS, killSignal: 'SIGKILL', env: { PATH: searchPath, LC_ALL: 'C' } } as const;
    return versionIn(program, (await execute(program, args, options)).stdout);
  } catch {
    return null;
  }
}

async function roomOf(folder: string): Promise<Pick<About['storage'], 'freeBytes' | 'sizeBytes'>> {
  try {
    const { bsize, bavail, blocks } = await statfs(folder);
    return { freeBytes: bavail * bsize, sizeBytes: blocks * bsize };
  } catch {
    return { freeBytes: null, sizeBytes: null };
  }
}

async function databaseBytes(path: string): Promise<number> {
  const sizes = DATABASE_ENDINGS.map((ending) =>
    stat(`${path}${ending}`).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

function countsOf(volumes: readonly Volume[]): About['library'] {
  const sum = (of: 'trackCount' | 'videoCount', list: readonly Volume[]) => list.reduce((all, one) => all + one[of], 0);
  const online = volumes.filter(({ isOnline }) => isOnline);
  return {
    tracks: sum('trackCount', volumes),
    videos: sum('videoCount', volumes),
    onlineTracks: sum('trackCount', online),
    onlineVideos: sum('videoCount', online),
  };
}

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { join } from 'node:path';

import type { Logger } from '#kernel/logger';
import type { KnownFlags } from '#player/adapters/mpv/known-flags';
import { mpvFlags } from '#player/adapters/mpv/mpv-flags';
import { PLACES, type Tail } from '#player/adapters/mpv/mpv-join';

export interface TailMakerDeps {
  readonly binary: string;
  readonly flags: KnownFlags;
  /** Of mode 0700; where it is in memory, nothing is written to a card. */
  readonly folder: string;
  readonly zoneId: string;
  readonly logger: Logger;
}

export interface TailWish {
  /** Absolute. */
  readonly path: Buffer;
  /** In the file. */
  readonly atS: number;
  /** The end of the file unless told. */
  readonly toMs: number | undefined;
  readonly rateHz: number;
}

/** A frame of MP3 needs those before it, and Opus 80 ms. */
const LEAD_S = 1;
const LIMIT_MS = 15_000;
/** What plays goes first. */
const PRIORITY = 5;

/** Writes the rest of a song into a file of ours, by a player that is locked down as those of zones are, and ends with it. */
export class TailMaker {
  readonly #deps: TailMakerDeps;
  #isDirty = true;

  constructor(deps: TailMakerDeps) {
    this.#deps = deps;
  }

  /** Undefined where it cannot be made. */
  async make({ path, atS, toMs, rateHz }: TailWish, signal: AbortSignal): Promise<Tail | undefined> {
    const name = path.toString();
    // An argument of a program is text.
    if (!Buffer.from(name).equals(path)) return undefined;
    const file = join(this.#deps.folder, `${this.#prefix}${randomBytes(6).toString('hex')}.wav`);
    // What would close the list of filters that it is named in.
    if (/[[\]]/u.test(file)) return undefined;
    this.#isDirty = true;
    const wanted = [
      ...mpvFlags({ hasVideo: false, audioDevice: undefined, audioOutput: undefined, videoOutput: undefined }),
      ...['--ao=pcm', `--ao-pcm-file=${file}`, `--audio-samplerate=${String(rateHz)}`, '--audio-channels=stereo'],
      ...['--hr-seek=yes', `--start=${(atS - LEAD_S).toFixed(PLACES)}`],
      ...(toMs === undefined ? [] : [`--end=${(toMs / 1_000).toFixed(3)}`]),
    ];
    try {
      const flags = (await this.#deps.flags.of(wanted)).filter((flag) => flag !== '--idle=yes');
      if (await this.#run([...flags, '--', name], signal)) return { path: file, atS, leadS: LEAD_S, rateHz };
    } catch (error) {
      if (!signal.aborted) this.#deps.logger.warn({ err: error }, 'the end of a song was not made ready');
    }
    await rm(file, { force: true });
    return undefined;
  }

  /** All but one. Those that are being heard stay readable to whoever has opened them. */
  async discard(kept?: string): Promise<void> {
    if (!this.#isDirty) return;
    this.#isDirty = kept !== undefined;
    const { folder } = this.#deps;
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith(this.#prefix));
    const over = names.map((name) => join(folder, name)).filter((path) => path !== kept);
    await Promise.all(over.map((path) => rm(path, { force: true }).catch(() => undefined)));
  }

  get #prefix(): string {
    return `tail-${this.#deps.zoneId}-`;
  }

  #run(args: readonly string[], signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
      const { binary } = this.#deps;
      const child = spawn(binary, args, { stdio: 'ignore', cwd: '/', signal: limit, killSignal: 'SIGKILL' });
      child.once('spawn', () => {
        if (child.pid !== undefined) yieldTo(child.pid);
      });
      child.once('error', reject);
      child.once('exit', (code) => resolve(code === 0));
    });
  }
}

function yieldTo(pid: number): void {
  try {
    setPriority(pid, PRIORITY);
  } catch {
    // It has ended already.
  }
}

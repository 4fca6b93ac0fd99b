import type { Duplex } from 'node:stream';

import type { MpvProcess } from '#player/adapters/mpv/mpv-process';

/** Where an mpv runs: on this machine, or on another one. */
export interface MpvHost {
  /** Starts one with these flags and a socket. Throws `MpvNotFound` where it cannot be. */
  start(flags: readonly string[]): Promise<MpvProcess>;
  /** Opens its socket; undefined while it does not listen yet. */
  open(): Promise<Duplex | undefined>;
  /** The one that an earlier service left, where there is exactly that one and its flags are these. */
  find(flags: () => readonly string[]): Promise<MpvProcess | undefined>;
  /** Ends what an earlier service left; how many there were. */
  endLeftOvers(): Promise<number>;
  sizeKb(player: MpvProcess): Promise<number | undefined>;
  /** What an absolute path of this machine is called there. */
  addressOf(path: Buffer): Buffer;
  /** It did not start: it may have become another program. */
  forgetProgram(): Promise<void>;
  stop(): void;
}

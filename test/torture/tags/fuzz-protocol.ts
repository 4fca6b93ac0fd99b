import type { FuzzSeed } from '#test/torture/tags/fuzz-seed';

export interface FuzzOrder {
  readonly seeds: readonly FuzzSeed[];
  readonly seed: number;
  /** Numbers of files. */
  readonly from: number;
  readonly until: number;
  readonly reader: 'ours' | 'careless';
  /** The number of the file that is being read. */
  readonly current: SharedArrayBuffer;
}

export interface FuzzReport {
  files: number;
  /** In which something was found. */
  read: number;
  slowestMs: number;
  mostReads: number;
  readonly failures: string[];
  readonly isDone?: boolean;
}

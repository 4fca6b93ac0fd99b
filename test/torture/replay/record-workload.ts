import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { readOperations, type Operation } from '#test/torture/replay/operations';
import { WORKLOAD, type WorkloadMode } from '#test/torture/stores/workload-process';

const run = promisify(execFile);
export const RECORDER_SOURCE = fileURLToPath(new URL('recorder.c', import.meta.url));
const COMPILE_LIMIT_MS = 60_000;
const RUN_LIMIT_MS = 180_000;

/** Where the workload tells what it has written: in the recorded folder, so that it stands in order with the writes. */
export const ACKNOWLEDGED_FILE = 'told';
/** Killed, recovered and closed, opened anew: each way in which the files are left and found is in the record. */
const RUNS = ['kill', 'close', 'kill'] as const;

/** Everything that a few runs of the workload did to their folder. */
export async function recordWorkload(scratch: string, mode: WorkloadMode, rounds: number): Promise<Operation[]> {
  const library = join(scratch, 'recorder.so');
  const folder = join(scratch, `${mode}-data`);
  const log = join(scratch, `${mode}.record`);
  await run('cc', ['-shared', '-fPIC', '-O2', '-Wall', '-o', library, RECORDER_SOURCE, '-ldl'], {
    timeout: COMPILE_LIMIT_MS,
  });
  await mkdir(folder);
  const env = { ...process.env, LD_PRELOAD: library, RECORD_FOLDER: folder, RECORD_LOG: log };
  for (const ending of RUNS) {
    const args = [WORKLOAD, folder, mode, String(rounds), ending, join(folder, ACKNOWLEDGED_FILE)];
    await run(process.execPath, args, { env, timeout: RUN_LIMIT_MS }).catch((error: unknown) => {
      const wasKilled = error instanceof Error && 'signal' in error && error.signal === 'SIGKILL';
      if (ending !== 'kill' || !wasKilled) throw error;
    });
  }
  return readOperations(await readFile(log));
}

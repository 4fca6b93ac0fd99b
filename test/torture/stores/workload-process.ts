import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { until } from '#test/support/until';
import { acknowledgedIn, type Acknowledged } from '#test/torture/stores/acknowledged';

export const WORKLOAD = fileURLToPath(new URL('workload.ts', import.meta.url));
const READY_LIMIT_MS = 60_000;

export type WorkloadMode = 'product' | 'early' | 'off';

export interface WorkloadProcess {
  /** What it had told when this was asked. */
  acknowledged(): Acknowledged;
  /** Waits until it has told of a first write; how long a busy machine takes to open the files is no cut of anything. */
  untilWriting(): Promise<void>;
  kill(): Promise<void>;
}

/** Started, and about to open its files. */
export async function startWorkload(folder: string, mode: WorkloadMode): Promise<WorkloadProcess> {
  const child = spawn(process.execPath, [WORKLOAD, folder, mode], { stdio: ['ignore', 'pipe', 'pipe'] });
  let told = '';
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const closed = once(child, 'close');
  const kill = async () => {
    child.kill('SIGKILL');
    await closed;
  };
  try {
    const giveUp = () => child.exitCode !== null;
    await until(() => told.startsWith('ready'), { limitMs: READY_LIMIT_MS, everyMs: 5, giveUp });
  } catch (cause) {
    await kill();
    throw new Error(`The workload did not start: ${complaint.slice(0, 500)}`, { cause });
  }
  const acknowledged = () => acknowledgedIn(told);
  const untilWriting = async () => {
    await until(() => acknowledged().writes > 0 || child.exitCode !== null, { limitMs: READY_LIMIT_MS, everyMs: 5 });
  };
  return { acknowledged, untilWriting, kill };
}

import { fork, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';

const LOW_PRIORITY = 5;

/** Starts an entry file of our own as a process that talks in messages, below the service in priority. */
export function startChild(entry: URL, heapLimitMb: number): ChildProcess {
  const child = fork(fileURLToPath(entry), [], {
    execArgv: [`--max-old-space-size=${heapLimitMb}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  lowerPriority(child.pid);
  return child;
}

/** Resolves when the process is gone. */
export async function killChild(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

const PAGE_BYTES = 4_096;

/** What the process holds of the machine's memory: a limit of its heap does not bound what Buffers take. 0 once it is gone. */
export async function residentBytes(child: ChildProcess): Promise<number> {
  try {
    const statm = await readFile(`/proc/${String(child.pid)}/statm`, 'utf8');
    return Number(statm.split(' ')[1]) * PAGE_BYTES;
  } catch {
    return 0;
  }
}

export function lowerPriority(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, LOW_PRIORITY);
  } catch {
    // It has ended already.
  }
}

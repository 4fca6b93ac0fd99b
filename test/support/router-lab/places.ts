import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const LIMIT_MS = 60_000;

export type Place = 'router' | 'media' | 'phone' | 'phone2' | 'inet';
export const PLACES: readonly Place[] = ['router', 'media', 'phone', 'phone2', 'inet'];

export interface Said {
  readonly code: number;
  readonly out: string;
}

/** What the kernel calls the router's first process. */
export function routerPid(lab: string): string {
  return readFileSync(`${lab}/router.pid`, 'utf8').trim();
}

/** The command with what puts it into that place in front. The router is more than a network: it has files and processes of its own. */
export function commandIn(lab: string, prefix: string, place: Place, command: readonly string[]): string[] {
  if (place !== 'router') return ['ip', 'netns', 'exec', `${prefix}${place}`, ...command];
  return ['nsenter', '-t', routerPid(lab), '-n', '-m', '-p', '-u', '--', ...command];
}

/** Runs it to its end; a code other than 0 is an answer, not an error. Standard output and error together. */
export async function runCommand(command: readonly string[], input?: string, limitMs = LIMIT_MS): Promise<Said> {
  const [program = '', ...args] = command;
  const running = run(program, args, {
    timeout: limitMs,
    killSignal: 'SIGKILL',
    maxBuffer: 64 * 1024 * 1024,
    env: { PATH, LC_ALL: 'C.UTF-8', HOME: '/root' },
  });
  running.child.stdin?.on('error', () => undefined);
  running.child.stdin?.end(input ?? '');
  try {
    const { stdout, stderr } = await running;
    return { code: 0, out: stdout + stderr };
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: number | null; stdout?: string; stderr?: string };
    return { code: typeof code === 'number' ? code : -1, out: stdout + stderr };
  }
}

import { readdirSync, readFileSync } from 'node:fs';

export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly commandLine: string;
}

/** Every process of this machine that has not ended. */
export function processes(): Process[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/u.test(name)) return [];
    try {
      const [state, parent] = readFileSync(`/proc/${name}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? [];
      const commandLine = readFileSync(`/proc/${name}/cmdline`, 'latin1').replaceAll('\0', ' ').trim();
      return state === 'Z' ? [] : [{ pid: Number(name), parent: Number(parent), commandLine }];
    } catch {
      return [];
    }
  });
}

/** A process's children, theirs, and so on. */
export function descendantsOf(pid: number): Process[] {
  const all = processes();
  const below = (parent: number): Process[] =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(pid);
}

/** Those of them that still run, by what they were. */
export function stillRunning(known: readonly Process[]): string[] {
  const now = new Map(processes().map((one) => [one.pid, one.commandLine]));
  return known.filter(({ pid, commandLine }) => now.get(pid) === commandLine).map(({ commandLine }) => commandLine);
}

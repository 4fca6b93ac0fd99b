import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { obstacleTo } from '#test/torture/obstacle';
import { HARNESSES } from '#test/torture/harnesses';

const MAIN = fileURLToPath(new URL('../torture/main.ts', import.meta.url));

export interface TortureRun {
  readonly passed: boolean;
  readonly figures: Readonly<Record<string, number>>;
  readonly failures: readonly string[];
  readonly control: { readonly failed: number };
}

/** The command in its short form, as a person runs it. */
export async function runTorture(name: string, count: number): Promise<TortureRun> {
  const child = spawn(process.execPath, [MAIN, name, '--count', String(count), '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let complaints = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  await once(child, 'close');
  const line = output.trim().split('\n').at(-1) ?? '';
  if (!line.startsWith('{')) throw new Error(`torture ${name} gave no result:\n${complaints}`);
  return JSON.parse(line) as TortureRun;
}

/** `[skip, title]`: the title says why it is skipped. */
export async function titleOrWhyNot(name: string, title: string): Promise<readonly [boolean, string]> {
  const harness = HARNESSES[name];
  if (!harness) throw new Error(`No harness ${name}`);
  const obstacle = await obstacleTo(harness);
  return obstacle === undefined ? [false, title] : [true, `${title} (skipped: ${obstacle})`];
}

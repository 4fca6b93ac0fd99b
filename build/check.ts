/**
 * Every check before a commit, with the name and the time of each; all of them run, even after one has failed. Those that only read the
 * source run two at a time.
 *
 *   npm run check                all
 *   npm run check -- --static    without the build and the tests
 *   npm run check -- lint layers these
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Beside the tests, at idle priority, a check waits for most of its time. */
const LIMIT_MS = 60 * 60_000;
const LANES = 2;

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** Build and tests: not a matter of reading the source. */
  readonly isSlow?: boolean;
  /** Left out as long as there is nothing there to check. */
  readonly needs?: string;
  /** Its output is worth seeing while it runs. */
  readonly isLoud?: boolean;
}

const STEPS: readonly Step[] = [
  // The longest first: the others run beside it.
  { name: 'lint', command: ['eslint', '.', '--max-warnings', '0'] },
  { name: 'types', command: ['tsc', '--project', 'tsconfig.json'] },
  { name: 'types-test', command: ['tsc', '--project', 'test/tsconfig.json'] },
  {
    name: 'types-svelte',
    command: ['svelte-check', '--tsconfig', 'renderer/tsconfig.json', '--fail-on-warnings'],
    needs: 'renderer',
  },
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  { name: 'layers', command: ['depcruise', '--config', '.dependency-cruiser.cjs', 'src', 'renderer', 'test'] },
  { name: 'dead-code', command: ['knip'] },
  { name: 'shell', command: ['sh', 'build/check-shell.sh'] },
  { name: 'build', command: ['sh', 'build/setup.sh', 'build'], isSlow: true },
  { name: 'tests', command: ['node', 'build/test.ts', 'unit', 'integration', 'contract'], isSlow: true, isLoud: true },
];

const args = process.argv.slice(2);
const known = new Set(['--static', ...STEPS.map(({ name }) => name)]);
const unknown = args.filter((arg) => !known.has(arg));
if (unknown.length > 0) {
  console.error(`No check is called ${unknown.join(', ')}; there are ${[...known].join(', ')}`);
  process.exit(2);
}

const names = args.filter((arg) => arg !== '--static');
const chosen = STEPS.filter((step) => names.length === 0 || names.includes(step.name))
  .filter((step) => step.isSlow !== true || !args.includes('--static'))
  .filter((step) => step.needs === undefined || existsSync(`${ROOT}/${step.needs}`));
const failed = [
  ...(await failures(
    chosen.filter(({ isSlow }) => isSlow !== true),
    LANES,
  )),
  ...(await failures(
    chosen.filter(({ isSlow }) => isSlow === true),
    1,
  )),
];

console.log(failed.length === 0 ? 'All checks passed' : `Failed: ${failed.map(({ name }) => name).join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function failures(steps: readonly Step[], lanes: number): Promise<Step[]> {
  const waiting = [...steps];
  const found: Step[] = [];
  const lane = async (): Promise<void> => {
    for (let step = waiting.shift(); step; step = waiting.shift()) if (!(await passes(step))) found.push(step);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return found;
}

async function passes({ name, command: [program = '', ...rest], isLoud = false }: Step): Promise<boolean> {
  const startedAt = performance.now();
  const child = spawn(program, rest, {
    cwd: ROOT,
    stdio: ['ignore', isLoud ? 'inherit' : 'pipe', isLoud ? 'inherit' : 'pipe'],
    timeout: LIMIT_MS,
    env: { ...process.env, PATH: `${ROOT}/node_modules/.bin:${process.env['PATH'] ?? ''}` },
  });
  const said = Promise.all([child.stdout, child.stderr].map(async (stream) => (stream ? text(stream) : '')));
  const status = await once(child, 'exit').then(
    ([code]) => code as number | null,
    (error: unknown) => String(error),
  );
  const hasPassed = status === 0;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${hasPassed ? 'ok    ' : 'FAILED'} ${name.padEnd(13)} ${seconds.padStart(6)} s`);
  if (!hasPassed)
    console.log([...(await said), typeof status === 'string' ? status : ''].filter(Boolean).join('\n').trimEnd());
  return hasPassed;
}

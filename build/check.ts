/**
 * Every check before a commit, with the name and the time of each; all of them run, even after one has failed.
 *
 *   npm run check                all
 *   npm run check -- --static    without the build and the tests
 *   npm run check -- lint layers these
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LIMIT_MS = 30 * 60_000;

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
  { name: 'types', command: ['tsc', '--project', 'tsconfig.json'] },
  { name: 'types-test', command: ['tsc', '--project', 'test/tsconfig.json'] },
  {
    name: 'types-svelte',
    command: ['svelte-check', '--tsconfig', 'renderer/tsconfig.json', '--fail-on-warnings'],
    needs: 'renderer',
  },
  { name: 'lint', command: ['eslint', '.', '--max-warnings', '0'] },
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
const failed = STEPS.filter((step) => names.length === 0 || names.includes(step.name))
  .filter((step) => step.isSlow !== true || !args.includes('--static'))
  .filter((step) => step.needs === undefined || existsSync(`${ROOT}/${step.needs}`))
  .filter((step) => !passes(step));

console.log(failed.length === 0 ? 'All checks passed' : `Failed: ${failed.map(({ name }) => name).join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

function passes({ name, command: [program = '', ...rest], isLoud = false }: Step): boolean {
  const startedAt = performance.now();
  const { status, stdout, stderr, error } = spawnSync(program, rest, {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: isLoud ? 'inherit' : 'pipe',
    timeout: LIMIT_MS,
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, PATH: `${ROOT}/node_modules/.bin:${process.env['PATH'] ?? ''}` },
  });
  const hasPassed = status === 0;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${hasPassed ? 'ok    ' : 'FAILED'} ${name.padEnd(13)} ${seconds.padStart(6)} s`);
  if (!hasPassed && !isLoud) console.log([stdout, stderr, error?.message].filter(Boolean).join('\n').trimEnd());
  return hasPassed;
}

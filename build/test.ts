/**
 * Runs the suites one after the other and adds them up. The last line of the output is the sum, alone.
 *
 *   npm test                               every suite
 *   npm test -- unit integration           these suites
 *   npm test -- test/unit/player/x.test.ts this file
 *   npm test -- unit -t 'refuses'          what vitest understands is passed on
 */
import { spawn } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SUMMARY_FILE, type SuiteSummary } from './vitest-summary.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** By the folder of each; the first one that holds a file runs it. */
const FOLDERS = {
  unit: 'test/unit',
  integration: 'test/integration',
  contract: 'test/contract',
  router: 'test/e2e/router',
  e2e: 'test/e2e',
} as const;
const SUITE_LIMIT_MS = 30 * 60_000;

type Suite = keyof typeof FOLDERS;
const SUITES = Object.keys(FOLDERS) as Suite[];

const args = process.argv.slice(2);
const named = SUITES.filter((suite) => args.includes(suite));
const rest = args.filter((arg) => !named.some((suite) => suite === arg)).map(nameFromRoot);
const ofFiles = SUITES.filter((suite) => rest.some((arg) => suite === suiteOf(arg)));
const chosen = [named, ofFiles, SUITES].find((suites) => suites.length > 0) ?? SUITES;

const scratch = mkdtempSync(join(tmpdir(), 'carputer-test-'));
const results = new Map<Suite, SuiteSummary | undefined>();
try {
  for (const suite of chosen) {
    console.log(`\n=== ${suite} ===`);
    results.set(suite, await run(suite));
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
report();

/** Of a file or a folder; a folder above all of a suite's is none. */
function suiteOf(path: string): Suite | undefined {
  return SUITES.find((suite) => `${path}/`.startsWith(`${FOLDERS[suite]}/`));
}

/** Undefined when the suite did not come to its end. */
async function run(suite: Suite): Promise<SuiteSummary | undefined> {
  if (globSync(`${FOLDERS[suite]}/**/*.test.ts`, { cwd: ROOT }).length === 0)
    return { passed: 0, failed: 0, skipped: [] };

  const file = join(scratch, `${suite}.json`);
  const child = spawn(
    process.execPath,
    [
      join(ROOT, 'node_modules/vitest/vitest.mjs'),
      'run',
      ...['--config', 'test/support/vitest.config.ts', '--project', suite, '--passWithNoTests'],
      ...['--reporter', 'default', '--reporter', './build/vitest-summary.ts'],
      ...rest,
    ],
    { cwd: ROOT, stdio: 'inherit', env: { ...process.env, [SUMMARY_FILE]: file } },
  );
  const limit = setTimeout(() => {
    console.log(`${suite} has not ended after ${SUITE_LIMIT_MS / 60_000} minutes; stopping it`);
    child.kill('SIGKILL');
  }, SUITE_LIMIT_MS);
  const stop = () => child.kill('SIGTERM');
  process.once('SIGTERM', stop);

  const code = await new Promise<number | null>((done, failed) => {
    child.once('error', failed);
    child.once('exit', done);
  }).finally(() => {
    clearTimeout(limit);
    process.off('SIGTERM', stop);
  });

  const summary = read(file);
  // Vitest is not content though no test failed: count it, so that the sum never says more than it should.
  return summary !== undefined && code !== 0 && summary.failed === 0 ? undefined : summary;
}

function read(file: string): SuiteSummary | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as SuiteSummary;
  } catch {
    return undefined;
  }
}

function report(): void {
  console.log('');
  let [passed, failed, skipped] = [0, 0, 0];
  for (const [suite, summary] of results) {
    passed += summary?.passed ?? 0;
    failed += summary?.failed ?? 1;
    skipped += summary?.skipped.length ?? 0;
    console.log(`${suite}: ${summary === undefined ? 'did not run to its end' : words(summary)}`);
    for (const { name, reason } of summary?.skipped ?? []) {
      console.log(`  skipped: ${name}${reason === undefined ? '' : ` (${reason})`}`);
    }
  }
  if (passed + failed + skipped === 0) {
    console.log('There was no test to run.');
    failed = 1;
  }
  process.exitCode = failed > 0 ? 1 : 0;
  console.log(sum(passed, failed, skipped));
}

function words({ passed, failed, skipped }: SuiteSummary): string {
  return passed + failed + skipped.length === 0 ? 'no tests' : sum(passed, failed, skipped.length);
}

function sum(passed: number, failed: number, skipped: number): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** A path as the suites name it, whatever folder it was typed in. */
function nameFromRoot(arg: string): string {
  return arg.startsWith('-') || !arg.includes('/') ? arg : relative(ROOT, resolve(ROOT, arg));
}

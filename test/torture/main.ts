import { mkdir, readdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { makeHostileStick } from '#test/support/hostile/hostile-stick';
import { runInMountNamespace } from '#test/support/mount-namespace';
import { HARNESSES } from '#test/torture/harnesses';
import { isPassed, type Outcome, type TortureOptions, type TortureResult } from '#test/torture/harness';
import { obstacleTo } from '#test/torture/obstacle';

const NAMES = Object.entries(HARNESSES).map(([name, { what }]) => `  ${name.padEnd(8)}${what}`);
const USAGE = `npm run torture -- NAME [--count N] [--seed S] [--json]; NAME is one of:\n${NAMES.join('\n')}
npm run torture -- stick DIR writes a stick of everything that strangers have into an empty folder`;
const SHOWN_FAILURES = 20;

if (process.argv[2] === 'stick') await writeStick(process.argv.slice(3));
const { name, harness, options, isJson } = readArguments(process.argv.slice(2));
const obstacle = await obstacleTo(harness);
if (obstacle !== undefined) {
  console.error(`${name} cannot run here: ${obstacle}`);
  process.exit(2);
}
if (harness.mounts) {
  runInMountNamespace((why) => {
    console.error(`${name} cannot run here: ${why}`);
    process.exit(2);
  });
}

const startedMs = performance.now();
const result = await harness.run(options);
const seconds = Math.round((performance.now() - startedMs) / 1_000);
report(result);
process.exitCode = isPassed(result) ? 0 : 1;

/** Writes the hostile stick, and says what a library must make of each file. Ends the process. */
async function writeStick(args: readonly string[]): Promise<never> {
  const [dir, ...more] = args;
  if (dir === undefined || more.length > 0) return refuse('name one folder to write the stick into');
  await mkdir(dir, { recursive: true });
  if ((await readdir(dir)).some((entry) => entry !== 'lost+found')) return refuse(`${dir} is not empty`);
  for (const { kind, path, what } of await makeHostileStick(dir)) {
    console.log(`${kind.padEnd(9)} ${JSON.stringify(path.toString())}  ${what}`);
  }
  return process.exit(0);
}

function readArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { count: { type: 'string' }, seed: { type: 'string' }, json: { type: 'boolean', default: false } },
    });
    if (positionals.length !== 1) refuse('name one harness');
    const chosen = positionals[0] ?? '';
    const found = Object.entries(HARNESSES).find(([one]) => one === chosen)?.[1];
    if (!found) return refuse(`there is no harness "${chosen}"`);
    const given: TortureOptions = {
      count: wholeNumber('--count', values.count, found.defaultCount),
      seed: wholeNumber('--seed', values.seed, 1),
      say: (line) => console.error(line),
    };
    return { name: chosen, harness: found, options: given, isJson: values.json };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(flag: string, text: string | undefined, otherwise: number): number {
  const number = Number(text ?? otherwise);
  if (!Number.isSafeInteger(number) || number < 1) refuse(`${flag}: "${text ?? ''}" is not a whole number above 0`);
  return number;
}

function refuse(why: string): never {
  console.error(`${why}\n${USAGE}`);
  process.exit(2);
}

function report({ control, ...outcome }: TortureResult): void {
  const passed = isPassed({ ...outcome, control });
  for (const line of outcome.failures.slice(0, SHOWN_FAILURES)) console.error(`  ${line}`);
  if (isJson) {
    const head = { torture: name, count: options.count, seed: options.seed, seconds, passed };
    console.log(JSON.stringify({ ...head, ...asJson(outcome), control: { what: control.what, ...asJson(control) } }));
    return;
  }
  console.log(`${name}: ${options.count} ${harness.unit}, seed ${options.seed}, ${seconds} s`);
  table('product', outcome);
  table(`control (${control.what})`, control);
  if (control.failures.length === 0) console.log('The control did not fail, so this run proves nothing.');
  console.log(passed ? 'passed' : 'FAILED');
}

function asJson({ figures, failures }: Outcome): object {
  return { figures, failed: failures.length, failures: failures.slice(0, SHOWN_FAILURES) };
}

function table(title: string, { figures, failures }: Outcome): void {
  console.log(`  ${title}`);
  for (const [figure, value] of Object.entries(figures)) console.log(`    ${figure.padEnd(24)}${value}`);
  console.log(`    ${'failures'.padEnd(24)}${failures.length}`);
}

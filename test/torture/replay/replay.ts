import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { makeTempFolder } from '#test/support/temp-folder';
import { controlCount, Tally, type Outcome, type TortureOptions, type TortureResult } from '#test/torture/harness';
import { seededRandom } from '#test/torture/random';
import { DiskModel } from '#test/torture/replay/disk-model';
import type { Operation } from '#test/torture/replay/operations';
import { ACKNOWLEDGED_FILE, recordWorkload } from '#test/torture/replay/record-workload';
import { acknowledgedIn } from '#test/torture/stores/acknowledged';
import { checkStores } from '#test/torture/stores/check-stores';
import type { WorkloadMode } from '#test/torture/stores/workload-process';

const ROUNDS_OF_A_LONG_RUN = 120;
const LEAST_ROUNDS = 25;
/** The check syncs, which a disk would only slow down. */
const MEMORY = '/dev/shm';

/** What the product does to its folder is recorded; then the disk is left as it may be after a cut at any moment. */
export async function replay(options: TortureOptions): Promise<TortureResult> {
  const outcome = await replayStates(options, 'product');
  const control = await replayStates({ ...options, count: controlCount(options.count, 40) }, 'off');
  return { ...outcome, control: { what: 'synchronous = OFF', ...control } };
}

async function replayStates({ count, seed, say }: TortureOptions, mode: WorkloadMode): Promise<Outcome> {
  await using scratch = await makeTempFolder();
  const rounds = Math.min(ROUNDS_OF_A_LONG_RUN, LEAST_ROUNDS + Math.ceil(count / 50));
  const operations = await recordWorkload(scratch.path, mode, rounds);
  say(`${mode}: ${operations.length} operations recorded`);

  const random = seededRandom(seed);
  const cuts = Array.from({ length: count }, () => Math.floor(random() * (operations.length + 1))).sort(
    (a, b) => a - b,
  );
  const disks = [new DiskModel('posix'), new DiskModel('journal')];
  const tally = new Tally('states', 'acknowledged', 'corrupt', 'lost', 'wrong');
  let told = '';
  let applied = 0;
  for (const [state, cut] of cuts.entries()) {
    for (const operation of operations.slice(applied, cut)) {
      if (operation.name === ACKNOWLEDGED_FILE) told += textOf(operation);
      else if (!operation.name.endsWith('-shm')) for (const disk of disks) disk.apply(operation);
    }
    applied = cut;
    const files = disks[state % disks.length]?.afterCut(random) ?? new Map<string, Buffer>();
    await checkFiles(files, told, `state ${state} after operation ${cut}`, tally);
    if ((state + 1) % 1_000 === 0) say(`${mode}: ${state + 1} states`);
  }
  return tally.outcome();
}

function textOf(operation: Operation): string {
  return operation.kind === 'write' ? operation.data.toString() : '';
}

async function checkFiles(files: Map<string, Buffer>, told: string, where: string, tally: Tally): Promise<void> {
  const folder = await mkdtemp(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'carputer-test-'));
  try {
    for (const [name, bytes] of files) await writeFile(join(folder, name), bytes);
    const acknowledged = acknowledgedIn(told);
    const startedMs = performance.now();
    const findings = await checkStores(folder, acknowledged, 'power');
    tally.worst('slowestOpenMs', performance.now() - startedMs);
    tally.add('states');
    tally.worst('acknowledged', acknowledged.writes);
    for (const { kind, words } of findings) tally.fail(kind, `${where}: ${words}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

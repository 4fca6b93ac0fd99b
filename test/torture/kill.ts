import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { makeTempFolder } from '#test/support/temp-folder';
import { controlCount, Tally, type Outcome, type TortureOptions, type TortureResult } from '#test/torture/harness';
import { between, seededRandom } from '#test/torture/random';
import { checkStores } from '#test/torture/stores/check-stores';
import { startWorkload, type WorkloadMode } from '#test/torture/stores/workload-process';

const OPENING_EVERY = 5;

/** The process that writes is killed; the kernel keeps what it was given, so nothing that was told may be missing. */
export async function kill(options: TortureOptions): Promise<TortureResult> {
  const outcome = await killLoop(options, 'product');
  const control = await killLoop({ ...options, count: controlCount(options.count, 10) }, 'early');
  return { ...outcome, control: { what: 'a workload that tells before it writes', ...control } };
}

async function killLoop({ count, seed, say }: TortureOptions, mode: WorkloadMode): Promise<Outcome> {
  await using scratch = await makeTempFolder();
  const folder = join(scratch.path, 'data');
  const random = seededRandom(seed);
  const tally = new Tally('kills', 'acknowledged', 'corrupt', 'lost', 'wrong');
  for (let round = 0; round < count; round += 1) {
    await mkdir(folder, { recursive: true });
    const workload = await startWorkload(folder, mode);
    // Every fifth kill falls into the opening.
    if (round % OPENING_EVERY > 0) await workload.untilWriting();
    await wait(between(random, 10, 250));
    await workload.kill();

    const told = workload.acknowledged();
    tally.add('kills');
    tally.add('acknowledged', told.writes);
    const startedMs = performance.now();
    const findings = await checkStores(folder, told, 'process');
    tally.worst('slowestReopenMs', performance.now() - startedMs);
    for (const { kind, words } of findings) tally.fail(kind, `kill ${round}: ${words}`);
    if (findings.length > 0) await rm(folder, { recursive: true, force: true });
    if ((round + 1) % 100 === 0) say(`${mode}: ${round + 1} kills`);
  }
  return tally.outcome();
}

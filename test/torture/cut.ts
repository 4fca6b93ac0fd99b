import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { makeTempFolder } from '#test/support/temp-folder';
import { makeDiskImage, type DiskImage } from '#test/torture/disk-image';
import { controlCount, Tally, type Outcome, type TortureOptions, type TortureResult } from '#test/torture/harness';
import { between, seededRandom } from '#test/torture/random';
import { checkStores } from '#test/torture/stores/check-stores';
import { startWorkload, type WorkloadMode } from '#test/torture/stores/workload-process';

const OPENING_EVERY = 5;

/** A real ext4 loses its power while the product writes; then its journal is replayed as at the next start of the car. */
export async function cut(options: TortureOptions): Promise<TortureResult> {
  const outcome = await cutLoop(options, 'product');
  const control = await cutLoop({ ...options, count: controlCount(options.count, 3) }, 'off');
  return { ...outcome, control: { what: 'synchronous = OFF', ...control } };
}

async function cutLoop({ count, seed, say }: TortureOptions, mode: WorkloadMode): Promise<Outcome> {
  await using scratch = await makeTempFolder();
  const disk = await makeDiskImage(scratch.path, join(scratch.path, 'mounted'), { megabytes: 128, label: 'CARD' });
  const random = seededRandom(seed);
  const tally = new Tally('cuts', 'acknowledged', 'corrupt', 'lost', 'wrong');
  await disk.mount();
  try {
    for (let round = 0; round < count; round += 1) {
      await cutOnce(disk, mode, between(random, 10, 700), round, tally);
      if ((round + 1) % 20 === 0) say(`${mode}: ${round + 1} cuts`);
    }
  } finally {
    await disk.unmount();
  }
  return tally.outcome();
}

async function cutOnce(disk: DiskImage, mode: WorkloadMode, afterMs: number, round: number, tally: Tally) {
  const folder = join(disk.mountPoint, 'data');
  const workload = await startWorkload(folder, mode);
  // Every fifth cut falls into the opening.
  if (round % OPENING_EVERY > 0) await workload.untilWriting();
  await wait(afterMs);
  // A sync that is under way while the power goes may still be answered; a dead processor would not have told of it.
  const told = workload.acknowledged();
  await disk.cutPower();
  await workload.kill();
  await disk.unmount();

  const startedMs = performance.now();
  await disk.mount();
  const findings = await checkStores(folder, told, 'power');
  tally.worst('slowestMountAndOpenMs', performance.now() - startedMs);
  tally.add('cuts');
  tally.add('acknowledged', told.writes);
  for (const { kind, words } of findings) tally.fail(kind, `cut ${round}: ${words}`);
  if (findings.length > 0) await rm(folder, { recursive: true, force: true });
}

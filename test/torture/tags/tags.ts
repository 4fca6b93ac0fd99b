import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import { silentLogger } from '#kernel/logger';
import { TagProcessPool } from '#library/adapters/tag-process-pool';
import { makeTempFolder } from '#test/support/temp-folder';
import { Tally, type Outcome, type TortureOptions, type TortureResult } from '#test/torture/harness';
import { seededRandom } from '#test/torture/random';
import type { FuzzOrder, FuzzReport } from '#test/torture/tags/fuzz-protocol';
import { mutated } from '#test/torture/tags/mutate';
import type { FuzzSeed } from '#test/torture/tags/fuzz-seed';
import { fuzzSeeds } from '#test/torture/tags/seeds';

const HANG_MS = 2_000;
const LOOK_EVERY_MS = 250;
const HEAP_LIMIT_MB = 64;
/** Files that go to the readers of others too, each written down and parsed in a child. */
const SHARE_OF_OTHERS = 0.002;
const FEWEST_FOR_OTHERS = 40;
const OTHERS_LIMIT_MS = 4_000;
/** Few of them have a size that leads a careless reader astray. */
const CONTROL_FILES = 1_000;

/** Changed songs and films for our own readers in a thread, and some for the readers that may be killed. */
export async function tags({ count, seed, say }: TortureOptions): Promise<TortureResult> {
  const seeds = await fuzzSeeds();
  const tally = new Tally('files', 'read', 'hangs', 'broken', 'slowest ms', 'most reads', 'through children');
  await fuzz({ seeds, seed, from: 0, until: count, reader: 'ours' }, tally, say);
  await throughChildren(seeds, seed, Math.max(FEWEST_FOR_OTHERS, Math.ceil(count * SHARE_OF_OTHERS)), tally);
  tally.worst('resident MB', process.memoryUsage.rss() / 1024 / 1024);
  return { ...tally.outcome(), control: await control(seeds, seed) };
}

async function control(seeds: readonly FuzzSeed[], seed: number): Promise<Outcome & { what: string }> {
  const tally = new Tally('files', 'hangs', 'broken');
  await fuzz({ seeds, seed, from: 0, until: CONTROL_FILES, reader: 'careless' }, tally, () => undefined);
  return { ...tally.outcome(), what: 'a reader that believes every size' };
}

/** Goes on behind a file on which the thread hung or broke. */
async function fuzz(order: Omit<FuzzOrder, 'current'>, tally: Tally, say: (line: string) => void): Promise<void> {
  for (let from = order.from; from < order.until;) {
    const current = new SharedArrayBuffer(4);
    const end = await watch({ ...order, from, current }, say);
    tally.add('files', end.report.files);
    tally.add('read', end.report.read);
    tally.worst('slowest ms', end.report.slowestMs);
    tally.worst('most reads', end.report.mostReads);
    for (const words of end.report.failures) tally.fail('broken', words);
    if (end.kind === 'done') return;
    const index = Atomics.load(new Int32Array(current), 0);
    tally.fail(end.kind === 'hang' ? 'hangs' : 'broken', `file ${index} ${end.words}`);
    from = index + 1;
  }
}

interface End {
  readonly kind: 'done' | 'hang' | 'broken';
  readonly words: string;
  readonly report: FuzzReport;
}

async function watch(order: FuzzOrder, say: (line: string) => void): Promise<End> {
  const worker = new Worker(new URL('fuzz-thread.ts', import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB },
  });
  const current = new Int32Array(order.current);
  let report: FuzzReport = { files: 0, read: 0, slowestMs: 0, mostReads: 0, failures: [] };
  const { promise, resolve } = Promise.withResolvers<Omit<End, 'report'>>();
  let last = -1;
  let lastChangedMs = performance.now();
  worker.on('message', (message: FuzzReport) => {
    report = message;
    if (message.files % 100_000 === 0) say(`${message.files} files`);
    if (message.isDone === true) resolve({ kind: 'done', words: '' });
  });
  worker.on('error', (error) => resolve({ kind: 'broken', words: String(error) }));
  const timer = setInterval(() => {
    const now = Atomics.load(current, 0);
    if (now !== last) [last, lastChangedMs] = [now, performance.now()];
    else if (performance.now() - lastChangedMs > HANG_MS) resolve({ kind: 'hang', words: `took over ${HANG_MS} ms` });
  }, LOOK_EVERY_MS);
  const end = await promise;
  clearInterval(timer);
  await worker.terminate();
  return { ...end, report };
}

/** The readers of others may hang and break: what counts is that each file is answered, and the next one too. */
async function throughChildren(seeds: readonly FuzzSeed[], seed: number, count: number, tally: Tally): Promise<void> {
  await using folder = await makeTempFolder();
  const stick = join(await realpath(folder.path), 'stick');
  await mkdir(stick);
  const childUrl = new URL('../../../src/app/tag-worker.ts', import.meta.url);
  const pool = new TagProcessPool({ childUrl, logger: silentLogger });
  try {
    for (let index = 0; index < count; index += 1) {
      const original = seeds[(seeds.length - 1 - (index % seeds.length)) % seeds.length];
      if (original === undefined) return;
      const isWhole = index < seeds.length;
      const path = Buffer.from(`${index}.bin`);
      await writeFile(
        join(stick, path.toString()),
        isWhole ? original.bytes : mutated(original.bytes, seededRandom(seed + index)),
      );
      const startedMs = performance.now();
      await pool.readTags({ mountPoint: Buffer.from(stick), path }, AbortSignal.timeout(60_000));
      const tookMs = performance.now() - startedMs;
      tally.add('through children');
      tally.worst('slowest child ms', tookMs);
      if (index > 0 && tookMs > OTHERS_LIMIT_MS)
        tally.fail('hangs', `${original.name} ${index} took ${Math.round(tookMs)} ms`);
    }
  } catch (error) {
    tally.fail('broken', `a file was not answered: ${String(error)}`);
  } finally {
    await pool.stop();
  }
}

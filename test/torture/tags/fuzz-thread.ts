import { parentPort, workerData } from 'node:worker_threads';

import { sourceOf, type ByteSource } from '#library/scan/formats/byte-source';
import { countMpegFrames } from '#library/scan/formats/mpeg-count';
import { readFilm, readSong } from '#library/scan/formats/read-media';
import { seededRandom } from '#test/torture/random';
import type { FuzzOrder, FuzzReport } from '#test/torture/tags/fuzz-protocol';
import { mutated } from '#test/torture/tags/mutate';
import { readList } from '#test/torture/tags/read-list';
import type { FuzzSeed } from '#test/torture/tags/fuzz-seed';

const REPORT_EVERY = 500;
/** As many as a file is given in the product. */
const MOST_READS = 20_000;
const LONGEST_READ_BYTES = 40 * 1024 * 1024;

const order = workerData as FuzzOrder;
const current = new Int32Array(order.current);
const report: FuzzReport = { files: 0, read: 0, slowestMs: 0, mostReads: 0, failures: [] };

/** Reads file after file; which one it is at stands where the watcher can see it. */
for (let index = order.from; index < order.until; index += 1) {
  Atomics.store(current, 0, index);
  const seed = order.seeds[index % order.seeds.length];
  if (seed === undefined) break;
  const random = seededRandom(order.seed + index);
  const file = index < order.seeds.length ? Buffer.from(seed.bytes) : mutated(Buffer.from(seed.bytes), random);
  const startedMs = performance.now();
  look(seed, index, file);
  report.slowestMs = Math.max(report.slowestMs, performance.now() - startedMs);
  report.files += 1;
  if (report.files % REPORT_EVERY === 0) parentPort?.postMessage(report);
}
parentPort?.postMessage({ ...report, isDone: true });

function look({ name, isList = false }: FuzzSeed, index: number, file: Buffer): void {
  let reads = 0;
  const bytes = sourceOf(file);
  const source: ByteSource = {
    sizeBytes: bytes.sizeBytes,
    read: (start, end) => {
      reads += 1;
      if (reads > MOST_READS) throw new RangeError('too many reads');
      if (!(start >= 0) || end - start > LONGEST_READ_BYTES) fail(name, index, `asks for ${start} to ${end}`);
      return bytes.read(start, end);
    },
  };
  try {
    if (order.reader === 'careless') carelessRead(source);
    else if (isList) report.read += Number(readList(file, name) > 0);
    else {
      const song = readSong(source, 'mp3', 'head') ?? readSong(source, 'mp3', 'whole');
      const film = readFilm(source);
      for (const _chunk of countMpegFrames(bytes, 0)) continue;
      report.read += Number(song !== undefined || film !== undefined);
    }
  } catch (error) {
    fail(name, index, error instanceof Error ? error.message : String(error));
  }
  report.mostReads = Math.max(report.mostReads, reads);
}

function fail(name: string, index: number, words: string): void {
  report.failures.push(`${name}, file ${index}: ${words}`);
}

/** Believes every size that it meets. */
function carelessRead(source: ByteSource): void {
  let at = 0;
  while (at < source.sizeBytes) {
    const header = source.read(at, at + 8);
    at += header.readUInt32BE(0);
  }
}

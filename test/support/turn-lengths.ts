import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** Where the figure is written to; set only for the process that is looked at, which does not hand it on. */
const FILE = process.env['CARPUTER_TEST_TURNS'];
const LOOK_EVERY_MS = 5;
const WRITE_EVERY_MS = 200;

/**
 * Preloaded into a service: writes down the longest time, in ms, that its own thread computed without a turn in between. Of
 * the processor's time, not of the clock's: what a busy machine takes away is not the service's fault.
 */
if (isMainThread && FILE !== undefined) {
  delete process.env['CARPUTER_TEST_TURNS'];
  let before = threadMs();
  let longest = 0;
  setInterval(() => {
    const now = threadMs();
    longest = Math.max(longest, now - before);
    before = now;
  }, LOOK_EVERY_MS).unref();
  setInterval(() => writeFileSync(FILE, String(longest)), WRITE_EVERY_MS).unref();
  /** Start anew: what a start costs is no pass. */
  process.on('SIGUSR2', () => {
    longest = 0;
    before = threadMs();
  });
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const CPU_V1 = '/sys/fs/cgroup/cpu';
const PERIOD_US = 100_000;
const SHARE = 0.25;

/** A quarter of a core for whatever is started by `prefix`: a stand-in for a small Pi, not a measurement of one. */
export interface SlowMachine extends Disposable {
  /** To be put before a command line. */
  readonly prefix: readonly string[];
}

/** Undefined where no control group can be made. */
export function makeSlowMachine(): SlowMachine | undefined {
  const folder = join(CPU_V1, `carputer-bench-${String(process.pid)}`);
  try {
    mkdirSync(folder);
    writeFileSync(join(folder, 'cpu.cfs_period_us'), String(PERIOD_US));
    writeFileSync(join(folder, 'cpu.cfs_quota_us'), String(PERIOD_US * SHARE));
  } catch {
    return undefined;
  }
  return {
    prefix: ['sh', '-c', `echo $$ > ${join(folder, 'cgroup.procs')} && exec "$@"`, 'sh'],
    [Symbol.dispose]: () => {
      try {
        rmdirSync(folder);
      } catch {
        // A process that ends late still sits in it.
      }
    },
  };
}

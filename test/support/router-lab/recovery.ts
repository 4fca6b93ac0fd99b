import { type RouterLab } from '#test/support/router-lab/router-lab';
import { until } from '#test/support/until';

/** How long it takes until a phone gets through again, printed under that name. */
export async function timeRecovery(lab: RouterLab, name: string, limitMs = 120_000): Promise<number> {
  const startedMs = performance.now();
  await until(() => lab.isOnline(), { limitMs, everyMs: 250 });
  const tookMs = performance.now() - startedMs;
  printTime(name, tookMs);
  return tookMs;
}

export function printTime(name: string, tookMs: number): void {
  process.stdout.write(`  recovered: ${name.padEnd(40)} ${(tookMs / 1000).toFixed(1).padStart(6)} s\n`);
}

import type { ApiClient } from '#contract/client';
import { until } from '#test/support/until';

const LIMIT_MS = 60_000;

/** Waits until each of so many sticks has been looked through: albums show, and play, before all of their songs are known. */
export async function untilLookedThrough(client: ApiClient, sticks = 1, limitMs = LIMIT_MS): Promise<void> {
  await until(
    async () => {
      const volumes = await client.call('listVolumes', {});
      return volumes.length >= sticks && volumes.every(({ scan, lastScan }) => scan === null && lastScan !== null);
    },
    { limitMs },
  );
}

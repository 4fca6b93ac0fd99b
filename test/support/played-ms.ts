import type { ApiClient } from '#contract/client';
import type { ZoneId } from '#contract/entities/ids';
import { positionAt } from '#renderer/shared/api/position.ts';

/** Where a zone that plays is now; 0 while it does not play. */
export async function playedMs(client: ApiClient, id: ZoneId): Promise<number> {
  const zone = await client.call('getZone', { id });
  const { uptimeMs } = await client.call('health', {});
  return zone.status === 'playing' ? positionAt(zone, uptimeMs) : 0;
}

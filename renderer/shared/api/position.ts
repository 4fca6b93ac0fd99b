import type { Zone } from '#contract/entities/zone';

type Playing = Pick<Zone, 'status' | 'positionMs' | 'atUptimeMs' | 'speed' | 'durationMs'>;

/** Where a zone is at `uptimeMs` of the service's clock, within what it plays. */
export function positionAt(zone: Playing, uptimeMs: number): number {
  const elapsedMs = zone.status === 'playing' ? Math.max(0, uptimeMs - zone.atUptimeMs) * zone.speed : 0;
  const positionMs = Math.max(0, zone.positionMs + elapsedMs);
  return Math.round(zone.durationMs === null ? positionMs : Math.min(positionMs, zone.durationMs));
}

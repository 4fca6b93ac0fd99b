import type { Zone } from '#contract/entities/zone';
import { withLimit } from '#kernel/lifecycle';
import { FileUnplayable, PlayerMissing, ZoneOffline } from '#player/errors';
import type { ZonePlayer } from '#player/zones/zone-player';

/** Routes answer within 2 s. */
const HEARD_LIMIT_MS = 1_800;

/** Throws where the zone cannot make a sound now, before anything is changed. */
export function ensureUsable({ setting, playback }: ZonePlayer): void {
  if (playback.health.isMissing) throw new PlayerMissing(setting.id, playback.health.problem ?? '');
}

/** The zone once what was asked for is heard; throws when it will not be. A slow disk is shown as what it is: not moving yet. */
export async function whenHeard(player: ZonePlayer): Promise<Zone> {
  const { playback, setting } = player;
  if (!playback.isOver) await withLimit(playback.settled(), HEARD_LIMIT_MS, 'Nothing was heard').catch(() => undefined);
  ensureUsable(player);
  if (playback.status === 'stopped' && playback.lastFailure !== undefined)
    throw new FileUnplayable(playback.lastFailure);
  if (!playback.health.isUsable || !playback.deck.isReady) {
    throw new ZoneOffline(setting.id, playback.health.problem ?? 'The player is being started');
  }
  return player.view();
}

import type { ZoneId } from '#contract/entities/ids';
import type { Zone } from '#contract/entities/zone';
import { firstOf } from '#test/support/first-of';
import { playedMs } from '#test/support/played-ms';
import type { RunningService } from '#test/support/service';
import { until } from '#test/support/until';
import { playersBelow, type Player } from '#test/torture/service/mpv-probe';

const LIMIT_MS = 60_000;
const WHOLE_QUEUE = 200;

/** A running service with one queue, seen from outside. */
export class FrontZone {
  readonly service: RunningService;
  readonly id: ZoneId;

  private constructor(service: RunningService, id: ZoneId) {
    this.service = service;
    this.id = id;
  }

  static async of(service: RunningService): Promise<FrontZone> {
    const zones = await service.client.call('listZones', {});
    return new FrontZone(service, firstOf(zones).id);
  }

  view(): Promise<Zone> {
    return this.service.client.call('getZone', { id: this.id });
  }

  playedMs(): Promise<number> {
    return playedMs(this.service.client, this.id);
  }

  /** The first album, once it is scanned. */
  async playAlbum(): Promise<void> {
    const { client } = this.service;
    const album = await until(
      async () => {
        const volumes = await client.call('listVolumes', {});
        const isScanned = volumes.some(({ scan, lastScan }) => scan === null && lastScan !== null);
        return isScanned ? (await client.call('listAlbums', { limit: 1 })).items[0] : undefined;
      },
      { limitMs: LIMIT_MS, everyMs: 100 },
    );
    await client.call('play', { id: this.id, albumId: album.id });
    await this.untilPlaying();
  }

  async untilPlaying(limitMs = LIMIT_MS): Promise<void> {
    await until(
      async () => {
        const { status, speed } = await this.view();
        return status === 'playing' && speed > 0;
      },
      { limitMs, everyMs: 20 },
    );
  }

  /** The entries in playing order. */
  async order(): Promise<string[]> {
    const { items } = await this.service.client.call('listQueue', { id: this.id, limit: WHOLE_QUEUE });
    return items.map((entry) => entry.entryId);
  }

  /** The one player of this service's folder. */
  player(home: string): Promise<Player> {
    return until(
      async () => {
        const players = await playersBelow(home);
        return players.find(({ socket }) => socket.includes('front'));
      },
      { limitMs: LIMIT_MS },
    );
  }
}

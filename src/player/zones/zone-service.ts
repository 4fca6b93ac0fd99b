import { isDeepStrictEqual } from 'node:util';

import type { VolumeId, ZoneId } from '#contract/entities/ids';
import type { ZoneSetting } from '#contract/entities/zone-setting';
import type { Zone } from '#contract/entities/zone';
import { EVERYWHERE } from '#contract/zone-outlets';
import { withLimit } from '#kernel/lifecycle';
import type { Logger } from '#kernel/logger';
import type { PlayerEngine } from '#player/engine-port';
import { ZoneNotFound } from '#player/errors';
import type { ItemMove } from '#player/ports';
import type { SubtitleFiles } from '#player/ports';
import { driversZone } from '#player/zones/film-rules';
import { ZonePlayer } from '#player/zones/zone-player';
import type { ZonePlayerDeps } from '#player/zones/zone-player-deps';

export interface ZoneServiceDeps extends Omit<ZonePlayerDeps, 'setting' | 'engine' | 'subtitles' | 'mayFallBack'> {
  readonly zones: readonly ZoneSetting[];
  createEngine(zone: ZoneSetting): PlayerEngine;
  subtitlesOf(zone: ZoneSetting): SubtitleFiles;
  /** Whether what was playing when the power went plays on; true unless told. */
  readonly resumeOnStart?: boolean;
  /** The loudest that music is after a start until somebody turns it up; as loud as it was unless told. */
  readonly startVolumePercent?: number;
}

const TAKE_OVER_LIMIT_MS = 800;
const RESUME_LIMIT_MS = 2_000;

/** All zones of the car, each with a player of its own: one that fails never touches another. */
export class ZoneService {
  readonly name = 'zones';
  readonly stopLimitMs = 2_000;
  readonly #deps: ZoneServiceDeps;
  readonly #players = new Map<ZoneId, ZonePlayer>();
  readonly #logger: Logger;
  readonly #begin = Promise.withResolvers<undefined>();
  /** The last change of settings, and those of it that are still to be taken. */
  #turn = Promise.resolve();
  #wanted: readonly ZoneSetting[] | undefined;
  /** Of zones, not of their players: one that is begun anew is told again. */
  readonly #liftsDb = new Map<ZoneId, number>();
  readonly #ducksDb = new Map<ZoneId, number>();
  #isStopped = false;

  constructor(deps: ZoneServiceDeps) {
    this.#deps = deps;
    this.#logger = deps.logger.child({ part: 'zones' });
  }

  /**
   * The sound waits for nothing. Resolves when each zone knows whether it took a running player over, so that the first
   * answer to anybody is right; a player that does not say so within 800 ms is not waited for.
   */
  async start(): Promise<void> {
    const { zones, resumeOnStart = true, startVolumePercent } = this.#deps;
    const known = zones.map((setting) => this.#add(setting, resumeOnStart, startVolumePercent));
    this.#begin.resolve(this.#untilResumed());
    await withLimit(Promise.all(known), TAKE_OVER_LIMIT_MS, 'players of an earlier service did not answer').catch(
      (error: unknown) => this.#logger.warn({ err: error }, 'goes on without'),
    );
  }

  /** Resolves when the sound of before the start is heard again, or after 2 s: what can wait begins then. Never rejects. */
  resumed(): Promise<undefined> {
    return this.#begin.promise;
  }

  async #untilResumed(): Promise<undefined> {
    const all = Promise.all([...this.#players.values()].map((player) => player.resumed()));
    await withLimit(all, RESUME_LIMIT_MS, 'nothing plays on yet').catch(() => undefined);
    return undefined;
  }

  /** State saved, players ended, within 1.5 s. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all([this.#turn, ...[...this.#players.values()].map((player) => player.stop())]);
  }

  list(): Zone[] {
    return [...this.#players.values()].map((player) => player.view());
  }

  /** Throws where there is no such zone. */
  player(id: ZoneId): ZonePlayer {
    const player = this.#players.get(id);
    if (!player) throw new ZoneNotFound(id);
    return player;
  }

  /** Songs go on under other ids: queues go along. */
  follow(moves: readonly ItemMove[]): void {
    for (const player of this.#players.values()) player.follow(moves);
  }

  /** The index answers for this volume now. */
  volumeAttached(id: VolumeId): void {
    for (const player of this.#players.values()) player.volumeAttached(id);
  }

  /** The volume is out, or will be unmounted: its files are closed before this returns to the event loop. */
  volumeDetached(id: VolumeId): void {
    for (const player of this.#players.values()) player.volumeDetached(id);
  }

  /** Every zone falls silent, kept as playing: here by `playOn`, and by the next start where the power goes. */
  suspend(): void {
    for (const player of this.#players.values()) player.transport.suspend();
  }

  playOn(): void {
    for (const player of this.#players.values()) player.transport.playOn();
  }

  /** Writes what has not been written yet. */
  flush(): void {
    for (const player of this.#players.values()) player.flush();
  }

  catalogChanged(): void {
    for (const player of this.#players.values()) player.catalogChanged();
  }

  /** The car stands, or may move; or parents have changed their mind: what may be played is different. */
  admissionChanged(): void {
    for (const player of this.#players.values()) player.admissionChanged();
  }

  /** A zone is so much louder than chosen, for the noise of the road. */
  lift(id: ZoneId, db: number): void {
    this.#liftsDb.set(id, db);
    this.#players.get(id)?.sound.lift(db);
  }

  /** A zone is so much quieter than chosen, for what is said into its music. */
  duck(id: ZoneId, db: number): void {
    this.#ducksDb.set(id, db);
    this.#players.get(id)?.sound.duck(db);
  }

  /** How loud songs are to be, or how they go over into each other, is different. */
  relevel(): void {
    for (const player of this.#players.values()) player.relevel();
  }

  favouritesChanged(): void {
    for (const player of this.#players.values()) player.favouritesChanged();
  }

  /**
   * Names and outputs change while it plays; a zone whose picture comes out elsewhere is started anew, and plays on. One
   * change after the other, so that no zone gets two players; of those that wait, only the latest counts.
   */
  applySettings(zones: readonly ZoneSetting[]): Promise<void> {
    this.#wanted = zones;
    const applied = this.#turn.then(() => this.#applyWanted());
    this.#turn = applied.catch(() => undefined);
    return applied;
  }

  async #applyWanted(): Promise<void> {
    const zones = this.#wanted;
    this.#wanted = undefined;
    if (!zones) return;
    for (const id of [...this.#players.keys()]) {
      if (!zones.some((zone) => zone.id === id)) await this.#remove(id);
    }
    for (const zone of zones) await this.#apply(zone);
    this.#inOrderOf(zones);
  }

  async #apply(zone: ZoneSetting): Promise<void> {
    const player = this.#players.get(zone.id);
    if (player && isSamePlayer(player.setting, zone)) {
      player.applySetting(zone);
      return;
    }
    // Nobody has turned it up since the start: it is not to get loud by being begun anew.
    const ceilingPercent = player?.sound.ceilingPercent;
    if (player) await this.#remove(zone.id);
    if (this.#isStopped) return;
    const known = withLimit(
      this.#add(zone, true, ceilingPercent),
      TAKE_OVER_LIMIT_MS,
      'a player of an earlier service did not answer',
    );
    await known.catch((error: unknown) => this.#logger.warn({ err: error, zoneId: zone.id }, 'goes on without'));
  }

  #add(setting: ZoneSetting, resumes: boolean, ceilingPercent?: number): Promise<void> {
    const logger = this.#logger.child({ zoneId: setting.id });
    const player = new ZonePlayer({
      ...this.#deps,
      ...{ logger, setting },
      engine: this.#deps.createEngine(setting),
      subtitles: this.#deps.subtitlesOf(setting),
      mayFallBack: () => setting.remote !== null || this.#driversZone() === setting.id,
    });
    this.#players.set(setting.id, player);
    player.sound.lift(this.#liftsDb.get(setting.id) ?? 0);
    const started = player.start(resumes, ceilingPercent, this.#begin.promise);
    // Behind what an earlier service has left of that.
    const duckDb = this.#ducksDb.get(setting.id) ?? 0;
    if (duckDb > 0) player.sound.duck(duckDb);
    return started;
  }

  #driversZone(): ZoneId {
    return driversZone([...this.#players.values()].map(({ setting }) => setting));
  }

  async #remove(id: ZoneId): Promise<void> {
    const player = this.#players.get(id);
    this.#players.delete(id);
    await player?.stop();
  }

  #inOrderOf(zones: readonly ZoneSetting[]): void {
    for (const { id } of zones) {
      const player = this.#players.get(id);
      if (!player) continue;
      this.#players.delete(id);
      this.#players.set(id, player);
    }
  }
}

/** What else is different, a player takes while it plays. */
function isSamePlayer(one: ZoneSetting, other: ZoneSetting): boolean {
  const fixed = ({ hasVideo, picture, remote, tone, audioDevice }: ZoneSetting) => ({
    ...{ hasVideo, picture: hasVideo && picture, remote, speakers: tone.speakers },
    // A sound server of its own, which a player is told at its start.
    isEverywhere: audioDevice === EVERYWHERE,
  });
  return isDeepStrictEqual(fixed(one), fixed(other));
}

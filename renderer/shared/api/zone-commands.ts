import type { ApiClient } from '#contract/client';
import type { EntryId, ZoneId } from '#contract/entities/ids';
import type { RepeatMode, Zone } from '#contract/entities/zone';
import type { RequestOf } from '#contract/routes';
import { isUnderway } from '#renderer/shared/api/is-underway.ts';
import { LatestCall } from '#renderer/shared/api/latest-call.ts';

export type PlayRequest = Omit<RequestOf<'play'>, 'id'>;
export type QueueRequest = Omit<RequestOf<'addToQueue'>, 'id'>;

export type SleepUntil = RequestOf<'setSleep'>['until'];

/** What a zone is shown as, until the service has answered. */
export type ZoneOverlay = Partial<Zone>;

export interface ZoneCommandsDeps {
  readonly client: ApiClient;
  readonly zone: (id: ZoneId) => Zone | undefined;
  readonly uptimeMs: () => number;
  readonly positionMs: (zone: Zone) => number;
  /** Shows `overlay` while `call` runs, then what it answered; false once a failure has become words on the screen. */
  readonly run: (id: ZoneId, overlay: ZoneOverlay, call: () => Promise<Zone>) => Promise<boolean>;
}

/** Everything that a screen can ask of a zone; a tap shows at once. */
export class ZoneCommands {
  readonly #deps: ZoneCommandsDeps;
  readonly #volumes = new Map<ZoneId, LatestCall<number, Zone>>();

  constructor(deps: ZoneCommandsDeps) {
    this.#deps = deps;
  }

  play(id: ZoneId, what: PlayRequest): Promise<boolean> {
    return this.#call(id, {}, (client) => client.call('play', { id, ...what }));
  }

  addToQueue(id: ZoneId, what: QueueRequest): Promise<boolean> {
    return this.#call(id, {}, (client) => client.call('addToQueue', { id, ...what }));
  }

  toggle(id: ZoneId): Promise<boolean> {
    const zone = this.#deps.zone(id);
    // What is meant is what the screen showed: a stale `toggle` would do the opposite.
    return zone && isUnderway(zone) ? this.pause(id) : this.resume(id);
  }

  pause(id: ZoneId): Promise<boolean> {
    return this.#call(id, { ...this.#held(id), status: 'paused' }, (client) => client.call('pause', { id }));
  }

  resume(id: ZoneId): Promise<boolean> {
    const zone = this.#deps.zone(id);
    const isKnown = zone?.item !== null && zone?.status !== 'waiting';
    const overlay: ZoneOverlay = isKnown ? { ...this.#held(id), status: 'playing' } : {};
    return this.#call(id, overlay, (client) => client.call('resume', { id }));
  }

  stop(id: ZoneId): Promise<boolean> {
    return this.#call(id, { status: 'stopped' }, (client) => client.call('stop', { id }));
  }

  next(id: ZoneId): Promise<boolean> {
    return this.#call(id, {}, (client) => client.call('next', { id }));
  }

  previous(id: ZoneId): Promise<boolean> {
    return this.#call(id, {}, (client) => client.call('previous', { id }));
  }

  nextFolder(id: ZoneId): Promise<boolean> {
    return this.#call(id, {}, (client) => client.call('nextFolder', { id }));
  }

  previousFolder(id: ZoneId): Promise<boolean> {
    return this.#call(id, {}, (client) => client.call('previousFolder', { id }));
  }

  seek(id: ZoneId, positionMs: number): Promise<boolean> {
    const rounded = Math.max(0, Math.round(positionMs));
    const overlay = { positionMs: rounded, atUptimeMs: this.#deps.uptimeMs() };
    return this.#call(id, overlay, (client) => client.call('seek', { id, positionMs: rounded }));
  }

  /** Jumps by `byMs`, back or forward. */
  skip(id: ZoneId, byMs: number): Promise<boolean> {
    const zone = this.#deps.zone(id);
    return zone ? this.seek(id, this.#deps.positionMs(zone) + byMs) : Promise.resolve(false);
  }

  /** While a finger drags: shown at once, sent one at a time. */
  setVolume(id: ZoneId, percent: number): Promise<boolean> {
    const rounded = Math.round(Math.min(100, Math.max(0, percent)));
    if (this.#deps.zone(id)?.isMuted === true) void this.setMute(id, false);
    return this.#deps.run(id, { volumePercent: rounded }, () => this.#volumeCall(id).run(rounded));
  }

  setMute(id: ZoneId, isMuted: boolean): Promise<boolean> {
    return this.#call(id, { isMuted }, (client) => client.call('setMute', { id, isMuted }));
  }

  setShuffle(id: ZoneId, isOn: boolean): Promise<boolean> {
    return this.#call(id, { shuffle: isOn }, (client) => client.call('setShuffle', { id, isOn }));
  }

  setRepeat(id: ZoneId, mode: RepeatMode): Promise<boolean> {
    return this.#call(id, { repeat: mode }, (client) => client.call('setRepeat', { id, mode }));
  }

  setSpeed(id: ZoneId, factor: number): Promise<boolean> {
    return this.#call(id, { ...this.#held(id), speed: factor }, (client) => client.call('setSpeed', { id, factor }));
  }

  setSleep(id: ZoneId, until: SleepUntil, minutes?: number): Promise<boolean> {
    return this.#call(id, {}, (client) => client.call('setSleep', { id, until, ...(minutes && { minutes }) }));
  }

  setAudioTrack(id: ZoneId, index: number): Promise<boolean> {
    return this.#call(id, {}, (client) => client.call('setAudioTrack', { id, index }));
  }

  setSubtitleTrack(id: ZoneId, index: number | null): Promise<boolean> {
    return this.#call(id, {}, (client) => client.call('setSubtitleTrack', { id, index }));
  }

  send(id: ZoneId, toZoneId: ZoneId): Promise<boolean> {
    return this.#deps.run(toZoneId, {}, () => this.#deps.client.call('send', { id, toZoneId }));
  }

  playEntry(id: ZoneId, entryId: EntryId): Promise<boolean> {
    return this.#call(id, {}, (client) => client.call('playEntry', { id, entryId }));
  }

  moveInQueue(id: ZoneId, entryId: EntryId, index: number): Promise<boolean> {
    return this.#call(id, {}, (client) => client.call('moveInQueue', { id, entryId, index }));
  }

  removeFromQueue(id: ZoneId, entryId: EntryId): Promise<boolean> {
    return this.#call(id, {}, (client) => client.call('removeFromQueue', { id, entryId }));
  }

  clearQueue(id: ZoneId): Promise<boolean> {
    return this.#call(id, {}, (client) => client.call('clearQueue', { id }));
  }

  #call(id: ZoneId, overlay: ZoneOverlay, send: (client: ApiClient) => Promise<Zone>): Promise<boolean> {
    return this.#deps.run(id, overlay, () => send(this.#deps.client));
  }

  /** The position as it is now, so that a change of status or speed does not make it jump. */
  #held(id: ZoneId): ZoneOverlay {
    const zone = this.#deps.zone(id);
    return zone ? { positionMs: this.#deps.positionMs(zone), atUptimeMs: this.#deps.uptimeMs() } : {};
  }

  #volumeCall(id: ZoneId): LatestCall<number, Zone> {
    const known = this.#volumes.get(id);
    if (known) return known;
    const call = new LatestCall((percent: number) => this.#deps.client.call('setVolume', { id, percent }));
    this.#volumes.set(id, call);
    return call;
  }
}

/** Where an entry of place `index` has to move to stand right behind the current one. */
export function nextPlace(index: number, current: number): number {
  // Leaving a place before the current one, it makes that one move up.
  return index > current ? current + 1 : current;
}

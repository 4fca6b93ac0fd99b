import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

import type { FolderId, ZoneId } from '#contract/entities/ids';
import type { Clock } from '#kernel/clock';
import { KidPinLocked, KidPinWrong } from '#player/errors';
import type { KidLimits, KidLimitsStore } from '#player/ports';

export interface KidModeDeps {
  readonly store: KidLimitsStore;
  readonly clock: Clock;
  /** The limits of this zone are different. */
  onChanged(zoneId: ZoneId): void;
}

const hashOf = promisify<string, Buffer, number, Buffer>(scrypt);
const HASH_BYTES = 32;
const MOST_TRIES = 5;
const LOCKED_MS = 60_000;

/** Which zones are for children: they play, and show, what lies in some folders only. A PIN takes the limits off. */
export class KidMode {
  readonly #deps: KidModeDeps;
  readonly #tries = new Map<ZoneId, { count: number; untilMs: number }>();

  constructor(deps: KidModeDeps) {
    this.#deps = deps;
  }

  /** Undefined where everything may be played. */
  foldersOf(zoneId: ZoneId): readonly FolderId[] | undefined {
    return this.#deps.store.get(zoneId)?.folderIds;
  }

  /** Limits a zone, or changes its limits, which takes the PIN that they were set with. */
  async limit(zoneId: ZoneId, pin: string, folderIds: readonly FolderId[]): Promise<void> {
    const before = this.#deps.store.get(zoneId);
    if (before) await this.#check(zoneId, before, pin);
    const salt = randomBytes(16);
    const hash = await hashOf(pin, salt, HASH_BYTES);
    this.#deps.store.keep(zoneId, {
      folderIds: [...folderIds],
      salt: salt.toString('hex'),
      hash: hash.toString('hex'),
    });
    this.#deps.onChanged(zoneId);
  }

  async free(zoneId: ZoneId, pin: string): Promise<void> {
    const limits = this.#deps.store.get(zoneId);
    if (!limits) return;
    await this.#check(zoneId, limits, pin);
    this.#deps.store.drop(zoneId);
    this.#deps.onChanged(zoneId);
  }

  /** Throws unless it is the PIN; five wrong ones close the door for a minute. */
  async #check(zoneId: ZoneId, { salt, hash }: KidLimits, pin: string): Promise<void> {
    const nowMs = this.#deps.clock.uptimeMs();
    const before = this.#tries.get(zoneId);
    const count = before && nowMs < before.untilMs ? before.count : 0;
    if (count >= MOST_TRIES) throw new KidPinLocked((before?.untilMs ?? nowMs) - nowMs);
    // Counted first: those that come meanwhile are not free.
    this.#tries.set(zoneId, { count: count + 1, untilMs: nowMs + LOCKED_MS });
    const given = await hashOf(pin, Buffer.from(salt, 'hex'), HASH_BYTES);
    if (!timingSafeEqual(given, Buffer.from(hash, 'hex'))) throw new KidPinWrong();
    this.#tries.delete(zoneId);
  }
}

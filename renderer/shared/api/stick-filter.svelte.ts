import { volumeId, type VolumeId, type ZoneId } from '#contract/entities/ids';
import type { Volume } from '#contract/entities/volume';
import type { Zone } from '#contract/entities/zone';

const REMEMBERED = 'carputer.stick';

/** What the lists show: of all sticks unless somebody chose one that is in, and for children what they may hear. */
export class StickFilter {
  readonly #online: () => readonly Volume[];
  readonly #zone: () => Zone | undefined;
  #chosenId = $state(volumeId.safeParse(sessionStorage.getItem(REMEMBERED)).data);

  constructor(online: () => readonly Volume[], zone: () => Zone | undefined) {
    this.#online = online;
    this.#zone = zone;
  }

  /** Where there is a choice. */
  get choices(): readonly Volume[] {
    return this.#online();
  }

  /** Undefined for all sticks: also when the chosen one was pulled. */
  get volume(): Volume | undefined {
    return this.choices.length > 1 ? this.choices.find((volume) => volume.id === this.#chosenId) : undefined;
  }

  /** For the request of a list. */
  get request(): { readonly volumeId?: VolumeId; readonly zoneId?: ZoneId } {
    return this.volume ? { volumeId: this.volume.id, ...this.limits } : this.limits;
  }

  /** While the zone in hand is for children: lists leave out what it must not play. */
  get limits(): { readonly zoneId?: ZoneId } {
    const zone = this.#zone();
    return zone?.isForKids === true ? { zoneId: zone.id } : {};
  }

  /** Another one, and lists are others. */
  get key(): string {
    return `${this.volume?.id ?? ''} ${this.limits.zoneId ?? ''}`;
  }

  choose(id: VolumeId | undefined): void {
    this.#chosenId = id;
    if (id === undefined) sessionStorage.removeItem(REMEMBERED);
    else sessionStorage.setItem(REMEMBERED, id);
  }
}

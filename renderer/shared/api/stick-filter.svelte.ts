import { volumeId, type VolumeId } from '#contract/entities/ids';
import type { Volume } from '#contract/entities/volume';

const REMEMBERED = 'carputer.stick';

/** Which stick the lists show; all of them unless somebody chose one that is in. */
export class StickFilter {
  readonly #online: () => readonly Volume[];
  #chosenId = $state(volumeId.safeParse(sessionStorage.getItem(REMEMBERED)).data);

  constructor(online: () => readonly Volume[]) {
    this.#online = online;
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
  get request(): { readonly volumeId?: VolumeId } {
    return this.volume ? { volumeId: this.volume.id } : {};
  }

  choose(id: VolumeId | undefined): void {
    this.#chosenId = id;
    if (id === undefined) sessionStorage.removeItem(REMEMBERED);
    else sessionStorage.setItem(REMEMBERED, id);
  }
}

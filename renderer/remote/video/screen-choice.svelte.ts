import type { VideoId } from '#contract/entities/ids';
import type { Zone } from '#contract/entities/zone';
import type { ZonesController } from '#renderer/shared/api/zones-controller.svelte.ts';

interface Asked {
  readonly id: VideoId;
  readonly title: string;
}

/** Plays films where there is a screen; with several of them somebody has to say on which. */
export class ScreenChoice {
  readonly #zones: ZonesController;
  #asked: Asked | undefined = $state.raw();

  constructor(zones: ZonesController) {
    this.#zones = zones;
  }

  get screens(): readonly Zone[] {
    return this.#zones.withPicture;
  }

  /** The one that lists are for: the only one, or the one in hand. */
  get screen(): Zone | undefined {
    const { screens } = this;
    return screens.length === 1 ? screens[0] : screens.find(({ id }) => id === this.#zones.current?.id);
  }

  /** A film for which nobody has said yet on which screen. */
  get asked(): Asked | undefined {
    return this.#asked;
  }

  play(id: VideoId, title: string): void {
    const [first, second] = this.screens;
    if (first && !second) this.#play(id, first);
    else this.#asked = { id, title };
  }

  playAskedOn(zone: Zone): void {
    if (this.#asked) this.#play(this.#asked.id, zone);
  }

  cancel(): void {
    this.#asked = undefined;
  }

  isOn(id: VideoId): boolean {
    return this.screens.some((zone) => zone.status !== 'stopped' && zone.item?.id === id);
  }

  #play(id: VideoId, zone: Zone): void {
    this.#asked = undefined;
    this.#zones.choose(zone.id);
    void this.#zones.commands.play(zone.id, { videoId: id });
  }
}

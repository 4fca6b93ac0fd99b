import type { ToneSetting } from '#contract/entities/zone-setting';
import type { MpvCommand } from '#player/adapters/mpv/mpv-commands';
import { fadedFromMs, mpvFilters } from '#player/adapters/mpv/mpv-filters';
import type { OpenFile, SaidOfLoad } from '#player/adapters/mpv/open-file';

export interface FilterChainDeps {
  /** What mpv has open now. */
  current(): OpenFile | undefined;
  send(command: MpvCommand): void;
}

/** The filters of what is on, as mpv was told them, and of what is to follow. */
export class FilterChain {
  readonly #deps: FilterChainDeps;
  #tone: ToneSetting | undefined;
  /** Where in its file the current one came up from silence: that filter would be silent again where it is sought back to. */
  #fadedFromMs: number | undefined;
  #told = '';

  constructor(deps: FilterChainDeps) {
    this.#deps = deps;
  }

  takeOver(filters: string): void {
    this.#told = filters;
    this.#fadedFromMs = fadedFromMs(filters);
  }

  /** Of what is put on now; with the sound up from silence from `fadesFromMs` of its file on. */
  load(said: SaidOfLoad, fadesFromMs: number | undefined): string {
    this.#fadedFromMs = fadesFromMs;
    this.#told = this.of(said, fadesFromMs);
    return this.#told;
  }

  /** Of what is prepared. */
  of({ gainDb, isMixed, join }: SaidOfLoad, fadesFromMs?: number): string {
    return mpvFilters({ tone: this.#tone, gainDb, isMixed, join, fadesFromMs });
  }

  /** What was prepared is on. */
  followed(current: OpenFile): void {
    this.load(current, undefined);
  }

  setTone(tone: ToneSetting): void {
    this.#tone = tone;
    this.tell();
  }

  /** It is sought in. */
  dropFade(): void {
    this.#fadedFromMs = undefined;
  }

  /** Where they are to be others. */
  tell(): void {
    const current = this.#deps.current();
    if (!current) return;
    const filters = this.of(current, this.#fadedFromMs);
    if (filters === this.#told) return;
    this.#told = filters;
    this.#deps.send(['set_property', 'af', filters]);
  }
}

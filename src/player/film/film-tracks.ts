import type { MediaTrack } from '#contract/entities/zone';
import type { Logger } from '#kernel/logger';
import type { PlayerEngine } from '#player/engine-port';
import { MediaTrackUnknown } from '#player/errors';
import { episodeOf } from '#kernel/episode-of';
import { wishedTrack, wishFor, withChoice } from '#player/film/track-choice';
import type { FilmChoice, FilmChoiceStore, PlayableCatalog, StoredEntry, SubtitleFiles } from '#player/ports';
import type { Deck } from '#player/zones/deck';
import type { DeckItem } from '#player/zones/deck-words';

export interface FilmTracksDeps {
  readonly deck: Deck;
  readonly engine: PlayerEngine;
  readonly catalog: PlayableCatalog;
  readonly choices: FilmChoiceStore;
  readonly subtitles: SubtitleFiles;
  readonly logger: Logger;
}

/** The sounds and subtitles of the film that is on: those beside it on the stick, and what was chosen for its series. */
export class FilmTracks {
  readonly #deps: FilmTracksDeps;
  /** The film that was opened last, and what of it a listener has chosen since. */
  #opened: DeckItem | undefined;
  #isChosen = { audio: false, subtitle: false };

  constructor(deps: FilmTracksDeps) {
    this.#deps = deps;
  }

  /** The tracks of what is on are known, or are others than before. */
  mediaChanged(): void {
    const { item } = this.#deps.deck;
    if (item?.entry.kind !== 'video') return;
    if (this.#opened !== item) this.#open(item);
    const choice = this.#deps.choices.get(this.#keyOf(item.entry));
    if (!choice) return;
    const { audioTracks, subtitleTracks } = this.#deps.deck.media;
    // Where no output works none is: chosen, it would fail again at once.
    const isSilent = audioTracks.every(({ isSelected }) => !isSelected);
    const audio = this.#isChosen.audio || isSilent ? undefined : wishedTrack(choice.audio, audioTracks);
    if (typeof audio === 'number' && audioTracks[audio]?.isSelected === false) this.#deps.engine.setAudioTrack(audio);
    const subtitle = this.#isChosen.subtitle ? undefined : wishedTrack(choice.subtitle, subtitleTracks);
    if (subtitle !== undefined && selectedOf(subtitleTracks) !== subtitle) {
      this.#deps.engine.setSubtitleTrack(subtitle ?? undefined);
    }
  }

  chooseAudio(index: number): void {
    const track = trackAt(this.#deps.deck.media.audioTracks, index);
    this.#isChosen.audio = true;
    this.#keep({ audio: wishFor(track) });
    this.#deps.engine.setAudioTrack(index);
  }

  chooseSubtitle(index: number | null): void {
    const track = index === null ? undefined : trackAt(this.#deps.deck.media.subtitleTracks, index);
    this.#isChosen.subtitle = true;
    this.#keep({ subtitle: track ? wishFor(track) : 'off' });
    this.#deps.engine.setSubtitleTrack(index ?? undefined);
  }

  #open(item: DeckItem): void {
    this.#opened = item;
    this.#isChosen = { audio: false, subtitle: false };
    const { deck, subtitles, logger } = this.#deps;
    subtitles
      .beside(item.path)
      .then((files) => deck.addSubtitles(item, files))
      .catch((error: unknown) => logger.warn({ err: error }, 'subtitles beside a film could not be read'));
  }

  #keep(now: FilmChoice): void {
    const entry = this.#deps.deck.item?.entry;
    if (entry?.kind !== 'video') return;
    const key = this.#keyOf(entry);
    this.#deps.choices.keep(key, withChoice(this.#deps.choices.get(key), now));
  }

  /** Of its series where it is an episode, else the film itself. */
  #keyOf({ id }: StoredEntry): string {
    const path = this.#deps.catalog.describe([id]).get(id)?.path;
    const episode = path === undefined ? undefined : episodeOf(path);
    return episode ? `series ${episode.seriesKey}` : id;
  }
}

function trackAt(tracks: readonly MediaTrack[], index: number): MediaTrack {
  const track = tracks[index];
  if (!track) throw new MediaTrackUnknown(index, tracks.length);
  return track;
}

function selectedOf(tracks: readonly MediaTrack[]): number | null {
  return tracks.find(({ isSelected }) => isSelected)?.index ?? null;
}

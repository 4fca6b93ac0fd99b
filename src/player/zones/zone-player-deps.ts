import type { LoudnessSetting } from '#contract/entities/loudness';
import type { ZoneSetting } from '#contract/entities/zone-setting';
import type { Clock } from '#kernel/clock';
import type { EventSink } from '#kernel/event-bus';
import type { Logger } from '#kernel/logger';
import type { NoticeBoard } from '#kernel/notice-board';
import type { FileProbe, PlayerEngine } from '#player/engine-port';
import type {
  BookSpeeds,
  DuckMemory,
  FavouriteLookup,
  FilmChoiceStore,
  PlayableCatalog,
  PlayLog,
  SleepMemory,
  SubtitleFiles,
  ZoneStateStore,
} from '#player/ports';
import type { RandomSource } from '#player/queue/random';
import type { AdmissionSource } from '#player/zones/admission';
import type { DetourChoice } from '#player/zones/detour';
import type { OutletChoice } from '#player/zones/outlet';

export interface ZonePlayerDeps extends DetourChoice, AdmissionSource, OutletChoice {
  readonly setting: ZoneSetting;
  readonly engine: PlayerEngine;
  readonly catalog: PlayableCatalog;
  readonly state: ZoneStateStore;
  readonly favourites: FavouriteLookup;
  readonly plays: PlayLog;
  readonly filmChoices: FilmChoiceStore;
  readonly subtitles: SubtitleFiles;
  readonly events: EventSink;
  readonly notices: NoticeBoard;
  readonly probe: FileProbe;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: RandomSource;
  readonly testMedia: TestMedia;
  /** Whether songs are to be equally loud, asked at each use. */
  loudness(): LoudnessSetting;
  /** For how long songs are faded into each other, asked at each use; never unless told. */
  crossfadeSeconds?(): number;
  /** Without one, a service that dies while something is said leaves its music quieter. */
  readonly ducks?: DuckMemory;
  readonly sleeps: SleepMemory;
  readonly bookSpeeds: BookSpeeds;
}

/** Files of ours that show whether a zone sounds and shows; absolute paths. */
export type TestMedia = Readonly<Record<'tone' | 'picture', string>>;

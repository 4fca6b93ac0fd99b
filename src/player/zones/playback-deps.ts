import type { Clock } from '#kernel/clock';
import type { Logger } from '#kernel/logger';
import type { Crossfader } from '#player/crossfade/crossfader';
import type { FileProbe, HeldPlay, PlayerEngine } from '#player/engine-port';
import type { Leveller } from '#player/loudness/leveller';
import type { PlayableCatalog, PlayLog } from '#player/ports';
import type { RandomSource } from '#player/queue/random';
import type { Admission } from '#player/zones/admission';
import type { DetourChoice } from '#player/zones/detour';
import type { OutletChoice } from '#player/zones/outlet';
import type { ZoneNotices } from '#player/zones/zone-notices';

export interface PlaybackDeps extends DetourChoice, OutletChoice {
  readonly engine: PlayerEngine;
  readonly catalog: PlayableCatalog;
  readonly plays: PlayLog;
  readonly probe: FileProbe;
  readonly notices: ZoneNotices;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: RandomSource;
  readonly admission: Admission;
  readonly leveller: Leveller;
  readonly crossfader: Crossfader;
  /** Something that clients see, or that is kept over a restart, is different. */
  onChanged(what: 'zone' | 'position' | 'queue'): void;
  /** The tracks of what is on are known, or are others. */
  onMedia(): void;
  /** What an earlier service left playing goes on. */
  onTakenOver(held: HeldPlay): void;
}

export interface GoToOptions {
  /** Where it was left, or at its beginning, unless told. */
  readonly positionMs?: number | undefined;
  readonly delayMs?: number;
}

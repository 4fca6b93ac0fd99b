import { z } from 'zod';

import type { ZoneId } from '#contract/entities/ids';
import type { KeptSleep, SleepMemory } from '#player/ports';
import type { NoteRepository } from '#storage/state/note-repository';
import { NotesOf } from '#storage/state/notes-of';

const note = z.object({
  until: z.enum(['time', 'item', 'chapter']),
  leftMs: z.number().nullable(),
  /** Of the wall clock. */
  keptAtMs: z.number(),
});

/**
 * When zones fall silent, over a power cut. The time without power counts as far as the wall clock knows of it: one that
 * stood still, or was set back, takes nothing away.
 */
export class KeptSleeps implements SleepMemory {
  readonly #notes: NotesOf<ZoneId, z.infer<typeof note>>;

  constructor(notes: NoteRepository) {
    this.#notes = new NotesOf(notes, 'sleep', note);
  }

  get(zoneId: ZoneId): KeptSleep | undefined {
    const kept = this.#notes.get(zoneId);
    if (!kept) return undefined;
    const awayMs = Math.max(0, Date.now() - kept.keptAtMs);
    return { until: kept.until, leftMs: kept.leftMs === null ? null : kept.leftMs - awayMs };
  }

  keep(zoneId: ZoneId, { until, leftMs }: KeptSleep): void {
    this.#notes.keep(zoneId, { until, leftMs, keptAtMs: Date.now() });
  }

  drop(zoneId: ZoneId): void {
    this.#notes.drop(zoneId);
  }
}

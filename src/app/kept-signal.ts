import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';

import { z } from 'zod';

import { signalSample } from '#contract/entities/router-modem';
import type { Clock } from '#kernel/clock';
import type { SignalStore } from '#network/ports';
import type { NoteRepository } from '#storage/state/note-repository';
import { NotesOf } from '#storage/state/notes-of';

/** Times in ms since the machine's start `boot`: of an earlier start nobody can tell how long ago that was, without an RTC. */
const minute = z.object({ boot: z.string(), samples: z.array(signalSample) });

/** Three hours; the oldest minute makes room. */
const MOST_MINUTES = 180;
const BOOT_ID_FILE = '/proc/sys/kernel/random/boot_id';

/** A note a minute, about 2 kB each: what is on the card is not written again. */
export function keptSignal(notes: NoteRepository, clock: Clock, machine: Machine = thisMachine): SignalStore {
  const kept = new NotesOf<string, z.infer<typeof minute>>(notes, 'router signal', minute);
  const boot = machine.boot();
  const shifted = (samples: readonly z.infer<typeof signalSample>[], byMs: number) =>
    samples.map((sample) => ({ ...sample, atUptimeMs: sample.atUptimeMs + byMs }));
  /** From this service's clock to the machine's. */
  const leadMs = () => Math.round(machine.uptimeMs() - clock.uptimeMs());
  let last = Math.max(0, ...kept.newest().map(Number));
  return {
    load: () => {
      const byMs = -leadMs();
      return kept
        .newest()
        .toReversed()
        .flatMap((id) => {
          const note = kept.get(id);
          if (note?.boot === boot) return shifted(note.samples, byMs);
          kept.drop(id);
          return [];
        });
    },
    keep: (samples) => {
      last += 1;
      kept.keep(String(last), { boot, samples: shifted(samples, leadMs()) });
      for (const id of kept.newest().slice(MOST_MINUTES)) kept.drop(id);
    },
    drop: () => {
      for (const id of kept.newest()) kept.drop(id);
    },
  };
}

export interface Machine {
  /** Another one after each start. */
  boot(): string;
  uptimeMs(): number;
}

const thisMachine: Machine = {
  boot: () => readFileSync(BOOT_ID_FILE, 'utf8').trim(),
  uptimeMs: () => uptime() * 1_000,
};

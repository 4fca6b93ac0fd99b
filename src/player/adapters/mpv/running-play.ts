import { setTimeout as sleep } from 'node:timers/promises';

import { z } from 'zod';

import type { MpvClient } from '#player/adapters/mpv/mpv-client';
import type { MpvReadable } from '#player/adapters/mpv/mpv-commands';
import { filtersFrom } from '#player/adapters/mpv/mpv-filters';
import { toMs } from '#player/adapters/mpv/mpv-media';
import type { HeldPlay } from '#player/engine-port';

/** What an mpv plays that an earlier service started. */
export interface RunningPlay extends HeldPlay {
  readonly entryId: number;
  readonly nextEntryId: number | undefined;
  readonly isCoreIdle: boolean;
  readonly audioDevice: string;
  readonly pcmFile: string;
  /** The filters of this file, as `mpv-filters.ts` writes them. */
  readonly filters: string;
  /** Where this file ends, where that is not its end; in ms. */
  readonly endMs: number | undefined;
  readonly areTracksChosen: boolean;
}

const playlist = z.array(z.object({ filename: z.string(), id: z.number().int(), current: z.boolean().optional() }));

const READ: readonly MpvReadable[] = [
  ...(['time-pos', 'pause', 'volume', 'core-idle', 'audio-device'] as const),
  ...(['ao-pcm-file', 'af', 'end', 'options/aid', 'options/sid'] as const),
];
/** Between two files nothing has a position. */
const TRIES = 6;
const RETRY_MS = 60;

/**
 * Asks an mpv what it plays. `take` is called with the answer before any later event is read, so that no change of files
 * is missed between; what it gives back is given back. False where nothing plays, and where mpv does not answer.
 */
export async function takeRunning(client: MpvClient, take: (play: RunningPlay) => boolean): Promise<boolean> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const outcome = await ask(client, take);
    if (outcome !== 'not_yet') return outcome === 'taken';
    await sleep(RETRY_MS);
  }
  return false;
}

async function ask(client: MpvClient, take: (play: RunningPlay) => boolean): Promise<'taken' | 'refused' | 'not_yet'> {
  const read = new Map<MpvReadable, unknown>();
  let outcome: 'taken' | 'refused' | 'not_yet' = 'refused';
  const answers = [
    ...READ.map((name) => client.request(['get_property', name], (data) => read.set(name, data))),
    client.request(['get_property', 'playlist'], (data) => {
      const entries = playlist.safeParse(data).data ?? [];
      const at = entries.findIndex((entry) => entry.current === true);
      const play = running(entries, at, read);
      if (play) outcome = take(play) ? 'taken' : 'refused';
      else if (at !== -1) outcome = 'not_yet';
    }),
  ];
  await Promise.allSettled(answers);
  return outcome;
}

function running(
  entries: z.infer<typeof playlist>,
  at: number,
  read: ReadonlyMap<MpvReadable, unknown>,
): RunningPlay | undefined {
  const entry = entries[at];
  const positionMs = toMs(read.get('time-pos'));
  if (!entry || positionMs === undefined) return undefined;
  const next = entries[at + 1];
  return {
    path: entry.filename,
    before: at > 0 ? entries[at - 1]?.filename : undefined,
    next: next?.filename,
    positionMs,
    isPaused: read.get('pause') === true,
    volumePercent: Number(read.get('volume')),
    entryId: entry.id,
    nextEntryId: next?.id,
    isCoreIdle: read.get('core-idle') !== false,
    audioDevice: String(read.get('audio-device')),
    pcmFile: String(read.get('ao-pcm-file')),
    filters: filtersFrom(read.get('af')),
    endMs: toMs(Number(read.get('end'))),
    areTracksChosen: read.get('options/aid') !== 'auto' || read.get('options/sid') !== 'auto',
  };
}

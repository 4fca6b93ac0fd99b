import { entryId, trackId, videoId, volumeId, zoneId } from '#contract/entities/ids';
import { fileId } from '#kernel/derive-id';
import type { ReadResult, WalkedFile } from '#library/ports';
import type { StoredQueue } from '#player/ports';

// What round N of the workload writes, so that what is found after a cut tells which rounds are in it.

export const FRONT = zoneId.parse('front');
/** Counted once a round, and left at as many ms as there were rounds. */
export const FILM = videoId.parse('film');
export const STICK = volumeId.parse('stick');
/** So many favourites are kept; the oldest goes when one comes. */
export const FAVOURITES = 60;
export const QUEUE_EVERY = 4;
export const BATCH_EVERY = 5;
const BATCHES = 40;
const FILES_PER_BATCH = 12;

export function favouriteOf(round: number) {
  return trackId.parse(`t${round}`);
}

export function carNameOf(round: number): string {
  return `Car ${round}`;
}

export function volumeOf(round: number): number {
  return round % 101;
}

/** Of a length that differs from round to round; the first entry names the round. */
export function queueOf(round: number): StoredQueue {
  const length = 1 + ((round * 37) % 400);
  return {
    entries: Array.from({ length }, (_none, place) => ({
      entryId: entryId.parse(`r${round}-${place}`),
      id: trackId.parse(`t${place}`),
      kind: 'track',
      volumeId: STICK,
    })),
    order: Array.from({ length }, (_none, place) => length - 1 - place),
    shuffle: true,
    repeat: 'all',
  };
}

/** The files of a batch are the same every forty batches; their time of change names the round. */
export function batchOf(round: number): { readonly walked: WalkedFile[]; readonly read: ReadResult[] } {
  const batch = Math.floor(round / BATCH_EVERY) % BATCHES;
  const folder = Buffer.from(`Artist ${batch % 7}/Album ${batch}`);
  const walked = Array.from({ length: FILES_PER_BATCH }, (_none, place): WalkedFile => {
    const path = Buffer.from(`${folder.toString()}/${place}.mp3`);
    return { id: fileId(STICK, path), kind: 'audio', path, folder, sizeBytes: 1_000 + place, mtimeMs: round };
  });
  const read = walked.map(({ id }, place): ReadResult => {
    const title = `Song ${place} of round ${round} `.repeat(1 + (round % 3));
    return {
      id,
      kind: 'audio',
      tags: { title, artist: `Artist ${batch % 7}`, album: `Album ${batch}`, durationMs: 1 },
    };
  });
  return { walked, read };
}

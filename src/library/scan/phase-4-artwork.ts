import { artworkId, type ArtworkId } from '#contract/entities/ids';
import type { PendingArtwork, ScanRequest, ScanStore } from '#library/ports';
import type { OpenedFiles } from '#library/scan/opened-files';
import type { Answer, ScanDeps, StickFile } from '#library/scan/scan-ports';

type ArtworkDeps = Pick<ScanDeps, 'media' | 'tags' | 'probe' | 'files' | 'artwork' | 'logger'> & {
  readonly store: Pick<ScanStore, 'pendingArtwork' | 'saveArtwork'>;
};

const BATCH = 50;
const IMAGE_LIMIT_BYTES = 30 * 1024 * 1024;
const LARGEST_EMBEDDED_BYTES = 10 * 1024 * 1024;
/** So many candidates are tried per album: a stick of broken covers costs no more than this. */
const MOST_TRIES = 4;
/** So many pictures in a row that could not be kept are the disk's fault: the rest waits for the next scan. */
const KEEP_FAILURES_TO_STOP = 3;

/** Looks for the picture of each album and film, after all tags, one at a time. */
export async function findArtwork(
  deps: ArtworkDeps,
  request: ScanRequest,
  opened: OpenedFiles,
  onSaved: (picturesDone: number) => void,
  signal: AbortSignal,
): Promise<void> {
  let done = 0;
  let failuresInARow = 0;
  const seen = new Set<string>();
  for (;;) {
    const pending = deps.store.pendingArtwork(request.volumeId, BATCH).filter((owner) => !seen.has(owner.ownerId));
    if (pending.length === 0) return;
    for (const owner of pending) {
      seen.add(owner.ownerId);
      const found = await firstUsable(deps, request, owner, opened, signal);
      signal.throwIfAborted();
      failuresInARow = found === 'not_kept' ? failuresInARow + 1 : 0;
      if (failuresInARow >= KEEP_FAILURES_TO_STOP) return;
      // What the device did not give, or the disk did not take, is tried again with the next scan.
      if (found === 'failed' || found === 'not_kept') continue;
      deps.store.saveArtwork(request.volumeId, owner.ownerId, found);
      done += 1;
      onSaved(done);
    }
  }
}

async function firstUsable(
  deps: ArtworkDeps,
  request: ScanRequest,
  owner: PendingArtwork,
  opened: OpenedFiles,
  signal: AbortSignal,
): Promise<ArtworkId | undefined | 'failed' | 'not_kept'> {
  let hasFailed = false;
  for (const candidate of owner.candidates.slice(0, MOST_TRIES)) {
    const file = { mountPoint: request.mountPoint, path: candidate.path };
    const answer = await pictureOf(deps, candidate, file, signal);
    opened.note(candidate.path, answer.bytesRead);
    if (answer.kind === 'failed') hasFailed = true;
    if (answer.kind !== 'read') continue;
    try {
      const id = await deps.artwork.keep(answer.content, signal);
      if (id !== undefined) return artworkId.parse(id);
    } catch (error) {
      signal.throwIfAborted();
      // The music is what counts: a full disk costs pictures, not the scan.
      deps.logger.warn({ err: error }, 'a picture could not be kept');
      return 'not_kept';
    }
  }
  return hasFailed ? 'failed' : undefined;
}

async function pictureOf(
  deps: ArtworkDeps,
  { kind, spot }: PendingArtwork['candidates'][number],
  file: StickFile,
  signal: AbortSignal,
): Promise<Answer<Uint8Array>> {
  switch (kind) {
    case 'image':
      return deps.files.readWhole(file, IMAGE_LIMIT_BYTES, signal);
    case 'embedded': {
      const isNear = spot !== undefined && spot.bytes <= LARGEST_EMBEDDED_BYTES;
      const answer = isNear ? await deps.media.readPictureAt(file, spot, signal) : undefined;
      return answer === undefined || answer.kind === 'unreadable' ? deps.tags.readPicture(file, signal) : answer;
    }
    case 'frame':
      return deps.probe.grabFrame(file, signal);
  }
}

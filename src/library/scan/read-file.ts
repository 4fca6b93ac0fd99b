import type { AudioTags, PendingFile, ReaderName, ReadResult, ScanRequest } from '#library/ports';
import { extensionOf } from '#library/scan/file-kinds';
import type { KnownHeads } from '#library/scan/known-heads';
import { withCharset } from '#library/scan/legacy-names';
import { withNamesFromPath } from '#library/scan/name-tags';
import type { OpenedFiles } from '#library/scan/opened-files';
import { baseNameOf, folderOf } from '#library/scan/path-bytes';
import { isCueSheet, readSheet } from '#library/scan/read-sheet';
import { parsePlaylist } from '#library/scan/playlist-file';
import type { PlaylistPaths } from '#library/scan/playlist-paths';
import type { Answer, Refusal, ScanDeps, StickFile } from '#library/scan/scan-ports';

const PLAYLIST_LIMIT_BYTES = 1024 * 1024;

export interface ReadFileContext {
  readonly request: ScanRequest;
  readonly opened: OpenedFiles;
  readonly playlistPaths: PlaylistPaths;
  readonly heads: KnownHeads;
}

type ReadDeps = Pick<ScanDeps, 'media' | 'tags' | 'probe' | 'files' | 'charsets'>;

export type FileResult =
  ReadResult | { readonly kind: 'failed'; readonly reason: string } | { readonly kind: 'refused' };

/** The file as a result for the store by our own readers; or their refusal, or the device's failure: neither is one. */
export async function readFile(
  deps: ReadDeps,
  file: PendingFile,
  context: ReadFileContext,
  signal: AbortSignal,
): Promise<FileResult> {
  const { id, path } = file;
  const where = onStickOf(context, path);
  switch (file.kind) {
    case 'audio': {
      const answer = noted(context, path, await deps.media.readSong(where, 'head', signal));
      if (answer.kind !== 'read') return withId(id, answer);
      const { head, ...tags } = answer.content;
      context.heads.keep(id, head);
      return songOf(file, tags, 'own');
    }
    case 'video': {
      const answer = noted(context, path, await deps.media.readFilm(where, signal));
      return answer.kind === 'read' ? { id, kind: 'video', tags: answer.content, reader: 'own' } : withId(id, answer);
    }
    case 'playlist': {
      const answer = noted(context, path, await deps.files.readWhole(where, PLAYLIST_LIMIT_BYTES, signal));
      if (answer.kind !== 'read') return withId(id, answer);
      if (isCueSheet(path)) return { id, kind: 'sheet', ...(await readSheet(deps, answer.content, path, context)) };
      const parsed = parsePlaylist(Buffer.from(answer.content), baseNameOf(path));
      const entries = parsed.references.map((reference) => context.playlistPaths.resolve(reference, folderOf(path)));
      return { id, kind: 'playlist', name: parsed.name, entries: entries.filter((entry) => entry !== undefined) };
    }
  }
}

/** What our own readers refuse, by those that take their time; what nobody tells, its name does. */
export async function readRefused(
  deps: ReadDeps,
  file: PendingFile,
  context: ReadFileContext,
  signal: AbortSignal,
): Promise<FileResult> {
  const { id, path } = file;
  const where = onStickOf(context, path);
  switch (file.kind) {
    case 'audio': {
      let reason = '';
      for (const [reader, read] of slowReaders(deps, path)) {
        const answer = noted(context, path, await read(where, signal));
        if (answer.kind === 'read') return songOf(file, answer.content, reader);
        if (answer.kind === 'failed') return answer;
        reason ||= answer.reason;
      }
      return { id, kind: 'unreadable', reason };
    }
    case 'video': {
      const answer = noted(context, path, await deps.probe.probeVideo(where, signal));
      return answer.kind === 'read'
        ? { id, kind: 'video', tags: answer.content, reader: 'ffprobe' }
        : withId(id, answer);
    }
    case 'playlist':
      return readFile(deps, file, context, signal);
  }
}

type SlowReader = readonly [ReaderName, (file: StickFile, signal: AbortSignal) => Promise<Answer<AudioTags>>];

/** The quicker one first; of Matroska it finds no album where most programs write it. */
function slowReaders({ tags, probe }: ReadDeps, path: Buffer): readonly SlowReader[] {
  const readers: readonly SlowReader[] = [
    ['music-metadata', (file, signal) => tags.readTags(file, signal)],
    ['ffprobe', (file, signal) => probe.probeAudio(file, signal)],
  ];
  return extensionOf(baseNameOf(path)) === 'mka' ? readers.toReversed() : readers;
}

/** Looks at a song whose length is not settled once more. */
export async function readLength(
  deps: ReadDeps,
  file: PendingFile,
  context: ReadFileContext,
  look: 'whole' | 'count',
  signal: AbortSignal,
): Promise<FileResult> {
  const { path } = file;
  const where = { ...onStickOf(context, path), head: context.heads.take(file.id) };
  const answer = noted(context, path, await deps.media.readSong(where, look, signal));
  if (answer.kind === 'read') return songOf(file, withCharset(answer.content, file.charset), 'own');
  return answer.kind === 'refused' ? readRefused(deps, file, context, signal) : withId(file.id, answer);
}

function songOf({ id, path }: PendingFile, tags: AudioTags, reader: ReaderName): FileResult {
  return { id, kind: 'audio', tags: withNamesFromPath(tags, path), reader };
}

function withId(id: string, answer: Exclude<Answer<unknown>, { kind: 'read' }> | Refusal): FileResult {
  return answer.kind === 'unreadable' ? { id, kind: 'unreadable', reason: answer.reason } : answer;
}

function onStickOf(context: ReadFileContext, path: Buffer): StickFile {
  return { mountPoint: context.request.mountPoint, path };
}

function noted<Given extends { readonly bytesRead: number }>(
  context: ReadFileContext,
  path: Buffer,
  answer: Given,
): Given {
  context.opened.note(path, answer.bytesRead);
  return answer;
}

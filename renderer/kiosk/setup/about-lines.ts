import type { About } from '#contract/entities/about';
import { words } from '#renderer/shared/i18n/words.ts';
import { formatBytes, formatLength, joinWithDots } from '#renderer/shared/text/format.ts';

/** What the page about this Carputer says of it: names and values. Until the service has told, its version only. */
export function aboutLines(version: string, about: About | undefined): readonly (readonly [string, string])[] {
  const { setup } = words;
  if (!about) return [[setup.version, version]];
  const { versions, storage, library } = about;
  const { freeBytes, sizeBytes } = storage;
  const areAllIn = library.tracks === library.onlineTracks && library.videos === library.onlineVideos;
  return [
    [setup.version, versions.carputer],
    [
      setup.programs,
      joinWithDots([`Node ${versions.node}`, program('mpv', versions.mpv), program('ffmpeg', versions.ffmpeg)]),
    ],
    [setup.running, formatLength(about.uptimeMs)],
    [setup.library, setup.contents(library.onlineTracks, library.onlineVideos)],
    ...(areAllIn ? [] : [[setup.known, setup.contents(library.tracks, library.videos)] as const]),
    ...(freeBytes === null || sizeBytes === null
      ? []
      : [[setup.room, setup.roomFree(formatBytes(freeBytes), formatBytes(sizeBytes))] as const]),
    [setup.kept, setup.keptParts(formatBytes(storage.libraryBytes), formatBytes(storage.stateBytes))],
  ];
}

function program(name: string, version: string | null): string {
  // Without what the distribution adds: `5.1.6-0+deb12u1`.
  return version === null ? words.setup.programMissing(name) : `${name} ${version.replace(/-.*/u, '')}`;
}

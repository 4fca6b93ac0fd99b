import { folderId, volumeId } from '#contract/entities/ids';
import type { RequestOf } from '#contract/routes';

/** A folder as the address names it: its id where one was followed, else volume and path. Empty: the sticks. */
export interface FolderAddress {
  readonly volume?: string;
  readonly path?: string;
  readonly folder?: string;
}

type FolderSource = Pick<RequestOf<'listFolders'>, 'volumeId' | 'path' | 'folderId'>;

/** What to ask the service for. Ids beat paths: names on sticks may hold bytes that no path can show. */
export function folderSource(address: FolderAddress): FolderSource {
  const folder = folderId.safeParse(address.folder);
  if (folder.success) return { folderId: folder.data };
  const volume = volumeId.safeParse(address.volume);
  return volume.success ? { volumeId: volume.data, path: address.path ?? '' } : {};
}

/** The folder around this one, or the sticks. */
export function parentFolder(address: FolderAddress): FolderAddress {
  const path = address.path ?? '';
  if (address.volume === undefined || path === '') return {};
  return { volume: address.volume, path: path.split('/').slice(0, -1).join('/') };
}

/** The names on the way to it, below the stick. */
export function folderTrail(address: FolderAddress): readonly string[] {
  return (address.path ?? '').split('/').filter((part) => part !== '');
}

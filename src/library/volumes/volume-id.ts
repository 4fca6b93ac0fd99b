import { createHash } from 'node:crypto';

import { volumeId, type VolumeId } from '#contract/entities/ids';

/** The demo library, wherever it lies. */
export const DEMO_VOLUME_ID = volumeId.parse('demo');

/** Of a file system, by its own identity: the same stick in another port is the same volume. */
export function volumeIdOfFileSystem(uuid: string): VolumeId {
  return derive('u', Buffer.from(uuid.toLowerCase()));
}

/** Of a folder that stands for a stick, by its real path. */
export function volumeIdOfFolder(realPath: Buffer): VolumeId {
  return derive('o', realPath);
}

const ID_LENGTH = 21;

/** The ids of all its files are made from this one: a change orphans favourites and queues. */
function derive(kind: string, what: Buffer): VolumeId {
  const digest = createHash('sha256').update(`volume\0${kind}\0`).update(what).digest('base64url');
  return volumeId.parse(`v${kind}${digest.slice(0, ID_LENGTH)}`);
}

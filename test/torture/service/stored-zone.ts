import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { zoneId } from '#contract/entities/ids';
import { silentLogger } from '#kernel/logger';
import type { StoredZone } from '#player/ports';
import { openState, type State } from '#storage/state/open-state';
import { STATE_WORKER } from '#test/torture/stores/state-worker-url';

const FRONT = zoneId.parse('front');

/** Copies state.db with its log: to look into, or to put back. */
export async function copyState(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const suffix of ['', '-wal', '-shm']) await rm(join(to, `state.db${suffix}`), { force: true });
  for (const suffix of ['', '-wal']) {
    await copyFile(join(from, `state.db${suffix}`), join(to, `state.db${suffix}`)).catch((error: unknown) => {
      if (suffix === '') throw error;
    });
  }
}

/** What a dead service had written of its front zone; the data folder stays as it was left. */
export function storedZone(data: string, scratch: string): Promise<StoredZone> {
  return withStoredState(data, scratch, (state) => state.zones.load(FRONT));
}

/** Looks into what a dead service had written; the data folder stays as it was left. */
export async function withStoredState<Answer>(
  data: string,
  scratch: string,
  look: (state: State) => Answer,
): Promise<Answer> {
  const folder = join(scratch, 'look-into');
  await copyState(data, folder);
  const state = openState({
    folder,
    workerUrl: STATE_WORKER,
    logger: silentLogger,
    onFailure: (error) => {
      throw error;
    },
    onRecovery: () => undefined,
  });
  try {
    return look(state);
  } finally {
    await state.close();
  }
}

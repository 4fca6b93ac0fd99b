import Database from 'better-sqlite3';
import { join } from 'node:path';

import { silentLogger } from '#kernel/logger';
import { openLibraryForWriting } from '#storage/library/open-library';
import type { OpenOutcome } from '#storage/sqlite/open-database';
import { openState, type State } from '#storage/state/open-state';
import { STATE_WORKER } from '#test/torture/stores/state-worker-url';
import type { Acknowledged } from '#test/torture/stores/acknowledged';
import {
  batchOf,
  carNameOf,
  FAVOURITES,
  favouriteOf,
  FILM,
  FRONT,
  QUEUE_EVERY,
  queueOf,
  STICK,
  volumeOf,
} from '#test/torture/stores/rounds';

/** `corrupt`: a file is damaged; `lost`: what was told as written is not there; `wrong`: what is there does not fit together. */
export interface Finding {
  readonly kind: 'corrupt' | 'lost' | 'wrong';
  readonly words: string;
}

/**
 * Opens what a cut left behind as the service does, and compares it with what was told. The index may lose its last
 * batches to a power cut (a scan brings them back), but not to a killed process.
 */
export async function checkStores(folder: string, told: Acknowledged, cut: 'process' | 'power'): Promise<Finding[]> {
  try {
    const findings = [
      ...(await checkState(folder, told)),
      ...checkLibrary(folder, cut === 'process' ? told.library : 0),
    ];
    return [...findings, ...integrity(folder, 'state.db'), ...integrity(folder, 'library.db')];
  } catch (error) {
    return [{ kind: 'corrupt', words: error instanceof Error ? error.message : String(error) }];
  }
}

async function checkState(folder: string, told: Acknowledged): Promise<Finding[]> {
  const fail = (error: Error) => {
    throw error;
  };
  const state = openState({
    folder,
    workerUrl: STATE_WORKER,
    logger: silentLogger,
    onFailure: fail,
    onRecovery: () => undefined,
  });
  try {
    const replaced = unusable('state.db', state.outcome);
    if (replaced) return [replaced];
    const round = state.zones.load(FRONT).position?.positionMs ?? 0;
    if (round < told.state) return [{ kind: 'lost', words: `state has round ${round}, told was ${told.state}` }];
    return contradictions(state, round).map((words) => ({ kind: 'wrong', words: `round ${round}: ${words}` }));
  } finally {
    await state.close();
  }
}

/** Rounds are written in one order, so what stands beside the position is of its round or of the next. */
function contradictions(state: State, round: number): string[] {
  const { queue, sound } = state.zones.load(FRONT);
  const rounds = [round, round + 1];
  const found: string[] = [];
  const wanted = rounds.map((one) => Math.floor(one / QUEUE_EVERY) * QUEUE_EVERY);
  const expected = wanted.map((one) => (one === 0 ? undefined : queueOf(one)));
  if (!expected.some((one) => JSON.stringify(one) === JSON.stringify(queue))) found.push('the queue is another one');

  const volume = sound?.volumePercent;
  if (!rounds.some((one) => volume === (one === 0 ? undefined : volumeOf(one)))) found.push(`volume ${String(volume)}`);
  const { carName } = state.settings.load();
  if (!rounds.some((one) => carName === (one === 0 ? undefined : carNameOf(one))))
    found.push(`name ${String(carName)}`);

  const plays = [state.plays.playCount(FILM), state.plays.resumeMs(FILM) ?? 0];
  if (!plays.every((of) => rounds.includes(of)) || plays[0] !== plays[1]) found.push(`plays ${plays.join()}`);

  const favourites = state.favourites.list();
  const newest = Number(favourites[0]?.slice(1) ?? 0);
  const isRun = favourites.every((id, place) => id === favouriteOf(newest - place));
  const length = Math.min(newest, FAVOURITES);
  if (!isRun || !rounds.includes(newest) || ![length, length + 1].includes(favourites.length)) {
    found.push(`favourites ${favourites.length} from ${newest}`);
  }
  return found;
}

function checkLibrary(folder: string, told: number): Finding[] {
  const library = openLibraryForWriting(folder);
  try {
    const replaced = unusable('library.db', library.outcome);
    if (replaced) return [replaced];
    const known = library.store.begin(STICK, 'STICK');
    const files = told === 0 ? [] : batchOf(told).walked.map(({ path }) => known.get(path.toString('latin1')));
    const isThere = files.every((file) => file !== undefined && file.mtimeMs >= told);
    // A later turn of the same batch may be half done: then its files are newer and unread.
    const isRead = files.every((file) => file?.isRead === true || (file?.mtimeMs ?? 0) > told);
    return isThere && isRead ? [] : [{ kind: 'lost', words: `index batch ${told} is not whole` }];
  } finally {
    library.close();
  }
}

function unusable(name: string, { kind }: OpenOutcome): Finding | undefined {
  return kind === 'opened' || kind === 'created' ? undefined : { kind: 'corrupt', words: `${name} was ${kind}` };
}

function integrity(folder: string, name: string): Finding[] {
  const db = new Database(join(folder, name), { readonly: true });
  try {
    const finding = String(db.pragma('integrity_check(1)', { simple: true }));
    return finding === 'ok' ? [] : [{ kind: 'corrupt', words: `${name}: ${finding}` }];
  } finally {
    db.close();
  }
}

import { openSync, writeSync } from 'node:fs';

import { silentLogger } from '#kernel/logger';
import { openLibraryForReading, openLibraryForWriting } from '#storage/library/open-library';
import { openState } from '#storage/state/open-state';
import { STATE_WORKER } from '#test/torture/stores/state-worker-url';
import { openCareless } from '#test/torture/stores/open-careless';
import {
  BATCH_EVERY,
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

// A process of its own: writes rounds into state.db and library.db as the service and its scan do, and tells each round
// once it is written: `s N` for the state, `l N` for a batch of the index.
//
//   node workload.ts FOLDER product|early|off [ROUNDS kill|close ACK_FILE]
//
// `early` tells before it writes, `off` never waits for the disk: both are there to be caught.

const [folder = '', mode = 'product', roundLimit, ending, ackFile] = process.argv.slice(2);
const output = ackFile === undefined ? 1 : openSync(ackFile, 'a');
const tell = (line: string) => writeSync(output, `${line}\n`);

/** A write that failed is not told, and nothing after it either. */
const giveUp = () => process.exit(3);
const monitor = { logger: silentLogger, onFailure: giveUp, onRecovery: giveUp };

tell('ready');
const state =
  mode === 'off' ? openCareless(folder, monitor) : openState({ folder, workerUrl: STATE_WORKER, ...monitor });
state.start();
openLibraryForReading(folder, state).close();
const library = openLibraryForWriting(folder);
library.store.begin(STICK, 'STICK');

// The position is written last, so a round whose position is there is whole.
const first = (state.zones.load(FRONT).position?.positionMs ?? 0) + 1;
const last = roundLimit === undefined ? Number.MAX_SAFE_INTEGER : first + Number(roundLimit);
for (let round = first; round < last; round += 1) {
  if (mode === 'early') tell(`s ${round}`);
  await writeState(round);
  if (mode !== 'early') tell(`s ${round}`);
  if (round % BATCH_EVERY === 0) {
    writeBatch(round);
    tell(`l ${round}`);
  }
}

if (ending === 'kill') process.kill(process.pid, 'SIGKILL');
library.close();
await state.close();

async function writeState(round: number): Promise<void> {
  await state.favourites.add(favouriteOf(round));
  await state.favourites.remove(favouriteOf(round - FAVOURITES));
  state.zones.saveSound(FRONT, { volumePercent: volumeOf(round), isMuted: false, speed: 1 });
  await state.settings.save({ carName: carNameOf(round) });
  if (round % QUEUE_EVERY === 0) state.zones.saveQueue(FRONT, queueOf(round));
  // What a cut left may have this round's already.
  if (state.plays.playCount(FILM) < round) state.plays.countPlay(FILM);
  state.plays.keepResume(FILM, round);
  await state.flush();
  state.zones.savePosition(FRONT, { index: 0, positionMs: round, isPlaying: true });
  await state.flush();
}

function writeBatch(round: number): void {
  const { walked, read } = batchOf(round);
  library.store.saveWalked(STICK, walked);
  library.store.saveRead(STICK, read);
  if (round % (5 * BATCH_EVERY) === 0) library.store.reconcile(STICK);
}

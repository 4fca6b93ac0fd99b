import Database from 'better-sqlite3';
import { copyFile, mkdir, rm, utimes } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import type { TrackId } from '#contract/entities/ids';
import { freePort } from '#test/support/free-port';
import { startService, type RunningService } from '#test/support/service';
import { makeStick, type StickTruth } from '#test/support/stick';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';
import { controlCount, Tally, type Outcome, type TortureOptions, type TortureResult } from '#test/torture/harness';
import { between, seededRandom, type Random } from '#test/torture/random';
import { FrontZone } from '#test/torture/service/front-zone';
import { momentOf, playersBelow } from '#test/torture/service/mpv-probe';
import { storedZone, withStoredState } from '#test/torture/service/stored-zone';

const SONGS = 5;
const SONG_S = 900;
const INDEXED = 300;
const CHANGED_A_ROUND = 40;
const LONGEST_DRIVE_MS = 1_200;
const OLD_MS = 5_000;
/** A busy machine writes late; what was too old by less than this is counted, not failed. */
const SLACK_MS = 1_000;
/** mpv tells its position in steps, and the kill comes a moment after the question. */
const AHEAD_MS = 100;
const SCAN_LIMIT_MS = 60_000;
/** FAT counts in twos. */
const STAMP_S = 2;

/** The service is killed at any moment while it plays and indexes, every second time with its players. */
export async function drive(options: TortureOptions): Promise<TortureResult> {
  const outcome = await drives(options, true);
  const control = await drives({ ...options, count: controlCount(options.count, 3) }, false);
  return { ...outcome, control: { what: 'a client that takes for kept what it was not told', ...control } };
}

async function drives({ count, seed, say }: TortureOptions, isPatient: boolean): Promise<Outcome> {
  await using scratch = await makeTempFolder();
  const songs = await makeStick(join(scratch.path, 'SONGS'), { tracks: SONGS, albums: 1, seconds: SONG_S });
  const indexed = await makeStick(join(scratch.path, 'INDEXED'), { tracks: INDEXED, hasArtwork: true });
  const data = join(scratch.path, 'data');
  const plan = { media: [songs.dir, indexed.dir], data, port: await freePort() };
  const random = seededRandom(seed);
  const tally = new Tally(
    'kills',
    'withPlayers',
    'whileScanning',
    'acknowledged',
    'corrupt',
    'lost',
    'wrong',
    'tooOld',
  );
  const client = new Listener(random, isPatient);
  let service = await startService(plan);
  const order = await begin(service, songs.tracks.length + indexed.tracks.length, client);
  let diedMs: number | undefined;
  try {
    for (let round = 0; round < count; round += 1) {
      await change(indexed, round, random);
      if (round > 0) service = await startService(plan);
      // A player that lived on has played while nobody was there to note it.
      const aloneMs = diedMs === undefined ? 0 : performance.now() - diedMs;
      const heardMs = await driveAndKill(service, { round, data, random, client, tally });
      diedMs = round % 2 === 0 ? performance.now() : undefined;
      await service.stop();
      await check({ data, scratch: scratch.path, round, order, heardMs, aloneMs, client, tally });
      if ((round + 1) % 50 === 0) say(`${round + 1} kills while it plays and indexes`);
    }
    service = await startService(plan);
    await checkIndex(service, songs.tracks.length + indexed.tracks.length, tally);
  } finally {
    await service.stop();
    for (const { pid } of await playersBelow(`${data}-home`)) process.kill(pid, 'SIGKILL');
  }
  return tally.outcome();
}

/** Somebody who makes favourites of songs, and notes what was acknowledged. */
class Listener {
  readonly kept = new Set<TrackId>();
  readonly #random: Random;
  readonly #isPatient: boolean;
  #ids: readonly TrackId[] = [];
  /** Asked for, and not acknowledged: may be kept or not. */
  pending: TrackId | undefined;

  constructor(random: Random, isPatient: boolean) {
    this.#random = random;
    this.#isPatient = isPatient;
  }

  knows(ids: readonly TrackId[]): void {
    this.#ids = ids;
  }

  /** Until the service is gone; gives how much was acknowledged. */
  async act({ client }: RunningService): Promise<number> {
    let count = 0;
    for (;;) {
      const id = this.#ids[Math.floor(this.#random() * this.#ids.length)];
      if (id === undefined) return count;
      const isKept = this.kept.has(id);
      this.pending = id;
      if (!this.#isPatient) this.#note(id, isKept);
      try {
        await client.call(isKept ? 'removeFavourite' : 'addFavourite', { id });
      } catch {
        return count;
      }
      if (this.#isPatient) this.#note(id, isKept);
      this.pending = undefined;
      count += 1;
      await wait(this.#random() * 60);
    }
  }

  #note(id: TrackId, wasKept: boolean): void {
    if (wasKept) this.kept.delete(id);
    else this.kept.add(id);
    if (!this.#isPatient) this.pending = undefined;
  }
}

/** All is indexed once, and a shuffled queue plays; gives its order. */
async function begin(service: RunningService, tracks: number, listener: Listener): Promise<readonly string[]> {
  const { client } = service;
  await untilWhole(service, tracks);
  const zone = await FrontZone.of(service);
  const { id } = zone;
  listener.knows((await client.call('listTracks', { limit: 200 })).items.map((track) => track.id));
  const volumes = await client.call('listVolumes', {});
  const songs = volumes.find(({ trackCount }) => trackCount === SONGS);
  if (!songs) throw new Error('The stick with the songs is not in');
  await client.call('play', { id, volumeId: songs.id, shuffle: true });
  await client.call('setVolume', { id, percent: 37 });
  await zone.untilPlaying();
  await wait(500);
  return zone.order();
}

/** Files that a scan has to open again. */
async function change({ dir, tracks }: StickTruth, round: number, random: Random): Promise<void> {
  const stamp = 1_700_000_000 + round * STAMP_S;
  const from = Math.floor(random() * (tracks.length - CHANGED_A_ROUND));
  for (const { path } of tracks.slice(from, from + CHANGED_A_ROUND)) await utimes(join(dir, path), stamp, stamp);
}

interface Drive {
  readonly round: number;
  readonly data: string;
  readonly random: Random;
  readonly client: Listener;
  readonly tally: Tally;
}

/** Gives how far the queue was heard, all songs of it counted; undefined where the player had not begun. */
async function driveAndKill(service: RunningService, drive: Drive): Promise<number | undefined> {
  const { round, random, tally, data } = drive;
  const acting = drive.client.act(service);
  await wait(between(random, 0, LONGEST_DRIVE_MS));
  const zone = await FrontZone.of(service);
  const { queueIndex } = await zone.view();
  const volumes = await service.client.call('listVolumes', {});
  if (volumes.some(({ scan }) => scan !== null)) tally.add('whileScanning');
  const players = await playersBelow(`${data}-home`);
  const front = players.find(({ socket }) => socket.includes('front'));
  const moment = front && (await momentOf(front.socket));
  process.kill(service.pid, 'SIGKILL');
  tally.add('kills');
  if (round % 2 === 1) {
    tally.add('withPlayers');
    for (const { pid } of players) process.kill(pid, 'SIGKILL');
  }
  tally.add('acknowledged', await acting);
  return moment && (queueIndex ?? 0) * SONG_S * 1_000 + moment.positionMs;
}

interface Check {
  readonly data: string;
  readonly scratch: string;
  readonly round: number;
  readonly order: readonly string[];
  readonly heardMs: number | undefined;
  /** How long of it there was no service. */
  readonly aloneMs: number;
  readonly client: Listener;
  readonly tally: Tally;
}

async function check({ data, scratch, round, order, heardMs, aloneMs, client, tally }: Check): Promise<void> {
  const where = `kill ${round}`;
  for (const name of ['state.db', 'library.db']) {
    const words = await integrityOf(data, name, join(scratch, 'checked'));
    if (words !== 'ok') tally.fail('corrupt', `${where}: ${name}: ${words}`);
  }
  const { queue, position, sound } = await storedZone(data, scratch);
  if (!queue || !position) {
    tally.fail('lost', `${where}: no queue is stored`);
    return;
  }
  const stored = queue.order.map((place) => queue.entries[place]?.entryId);
  if (!isDeepStrictEqual(stored, [...order])) tally.fail('wrong', `${where}: the queue is another one`);
  if (sound?.volumePercent !== 37 || !queue.shuffle) tally.fail('wrong', `${where}: volume or shuffle is another one`);
  comparePosition(position.index * SONG_S * 1_000 + position.positionMs, heardMs, aloneMs, where, tally);

  const favourites = await withStoredState(data, scratch, (state) => new Set(state.favourites.list()));
  const wanted = client.kept.symmetricDifference(favourites);
  if (client.pending !== undefined) wanted.delete(client.pending);
  if (wanted.size > 0) tally.fail('lost', `${where}: ${wanted.size} favourites differ from what was acknowledged`);
  // What was asked for last may be kept; from now on that is known.
  if (client.pending !== undefined && favourites.has(client.pending)) client.kept.add(client.pending);
  else if (client.pending !== undefined) client.kept.delete(client.pending);
  client.pending = undefined;
}

function comparePosition(
  storedMs: number,
  heardMs: number | undefined,
  aloneMs: number,
  where: string,
  tally: Tally,
): void {
  if (heardMs === undefined) return;
  const aheadMs = storedMs - heardMs;
  const oldMs = -aheadMs - aloneMs;
  tally.worst('worstOldMs', oldMs);
  tally.worst('worstAheadMs', aheadMs);
  if (oldMs > OLD_MS) tally.add('tooOld');
  if (oldMs > OLD_MS + SLACK_MS) tally.fail('lost', `${where}: the position is ${oldMs.toFixed()} ms old`);
  if (aheadMs > AHEAD_MS) tally.fail('wrong', `${where}: the position is ${aheadMs.toFixed()} ms ahead`);
}

/** Of a copy with its log, so that what the dead service left stays as it is. */
async function integrityOf(data: string, name: string, folder: string): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const suffix of ['', '-wal']) {
    await copyFile(join(data, `${name}${suffix}`), join(folder, `${name}${suffix}`)).catch((error: unknown) => {
      if (suffix === '') throw error;
    });
  }
  try {
    const db = new Database(join(folder, name));
    try {
      return String(db.pragma('integrity_check(1)', { simple: true }));
    } finally {
      db.close();
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** In the end all is indexed, each song once. */
async function checkIndex(service: RunningService, tracks: number, tally: Tally): Promise<void> {
  const isWhole = await untilWhole(service, tracks).catch(() => false);
  if (!isWhole) tally.fail('wrong', 'the index does not come to hold every song once');
}

function untilWhole({ client }: RunningService, tracks: number): Promise<boolean> {
  return until(
    async () => {
      const volumes = await client.call('listVolumes', {});
      const isAtRest = volumes.every(({ scan, lastScan }) => scan === null && lastScan !== null);
      return isAtRest && (await client.call('listTracks', { limit: 1 })).total === tracks;
    },
    { limitMs: SCAN_LIMIT_MS, everyMs: 100 },
  );
}

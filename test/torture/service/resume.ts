import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { freePort } from '#test/support/free-port';
import { startService, type ServicePlan } from '#test/support/service';
import { makeStick } from '#test/support/stick';
import { makeTempFolder } from '#test/support/temp-folder';
import { Tally, type Outcome, type TortureOptions, type TortureResult } from '#test/torture/harness';
import { between, seededRandom, type Random } from '#test/torture/random';
import { FrontZone } from '#test/torture/service/front-zone';
import { momentOf } from '#test/torture/service/mpv-probe';
import { copyState, storedZone } from '#test/torture/service/stored-zone';

const TRACKS = 20;
const TRACK_S = 120;
/** What a command changed is written within 150 ms. */
const WRITTEN_MS = 500;
const OLD_MS = 5_000;
/** A busy machine writes late; what was too old by less than this is counted, not failed. */
const SLACK_MS = 1_000;
/** mpv tells its position in steps, and the kill comes a moment after the question. */
const AHEAD_MS = 100;
const REPEAT_MODES = ['off', 'all', 'one'] as const;

/** The service is killed while it plays, every second time with its player: it comes back as it was. */
export async function resume(options: TortureOptions): Promise<TortureResult> {
  const outcome = await resumes(options, false);
  const control = await resumes({ ...options, count: 2 }, true);
  return { ...outcome, control: { what: 'state.db is replaced by an older copy', ...control } };
}

async function resumes({ count, seed, say }: TortureOptions, isStale: boolean): Promise<Outcome> {
  await using scratch = await makeTempFolder();
  const stick = await makeStick(join(scratch.path, 'STICK'), { tracks: TRACKS, albums: 1, seconds: TRACK_S });
  const data = join(scratch.path, 'data');
  const plan: ServicePlan = { media: [stick.dir], data, port: await freePort() };
  const random = seededRandom(seed);
  const tally = new Tally('resumes', 'wrong', 'lost', 'tooOld');
  let service = await startService(plan);
  try {
    let zone = await FrontZone.of(service);
    await zone.playAlbum();
    for (let round = 0; round < count; round += 1) {
      const old = join(scratch.path, 'old');
      await wait(WRITTEN_MS);
      await copyState(data, old);
      const before = await changeAndListen(zone, random);
      const fate = await killWhilePlaying(zone, data, round % 2 === 1, tally);
      await service.stop();
      if (isStale) await copyState(old, data);
      const where = `resume ${round}`;
      const storedMs = await checkStored(data, scratch.path, before, fate, where, tally);
      const startedMs = performance.now();
      service = await startService(plan);
      zone = await FrontZone.of(service);
      await zone.untilPlaying();
      tally.worst('worstBackMs', performance.now() - startedMs);
      tally.add('resumes');
      await checkAfter(zone, before, { ...fate, storedMs, startedMs }, where, tally);
      if ((round + 1) % 20 === 0) say(`${round + 1} resumes`);
    }
  } finally {
    await service.stop();
  }
  return tally.outcome();
}

interface Before {
  readonly order: readonly string[];
  readonly queueIndex: number | null;
  readonly itemId: string | undefined;
  readonly shuffle: boolean;
  readonly repeat: string;
  readonly volumePercent: number;
}

/** Something else than before plays in another order; told by the service after it had the time to write. */
async function changeAndListen(zone: FrontZone, random: Random): Promise<Before> {
  const { client } = zone.service;
  const { id } = zone;
  await client.call('setShuffle', { id, isOn: random() < 0.7 });
  await client.call('setRepeat', { id, mode: REPEAT_MODES[Math.floor(random() * 3)] ?? 'off' });
  await client.call('setVolume', { id, percent: Math.floor(random() * 101) });
  const { items } = await client.call('listQueue', { id, limit: TRACKS });
  const pick = () => items[Math.floor(random() * items.length)]?.entryId ?? items[0]!.entryId;
  await client.call('moveInQueue', { id, entryId: pick(), index: Math.floor(random() * TRACKS) });
  await client.call('playEntry', { id, entryId: pick() });
  await client.call('seek', { id, positionMs: Math.round(between(random, 0, 90_000)) });
  await zone.untilPlaying();
  await wait(between(random, WRITTEN_MS, 6_500));
  return describe(zone);
}

async function describe(zone: FrontZone): Promise<Before> {
  const { item, queueIndex, shuffle, repeat, volumePercent } = await zone.view();
  return { order: await zone.order(), queueIndex, itemId: item?.id, shuffle, repeat, volumePercent };
}

interface Fate {
  /** By mpv itself, right before the kill. */
  readonly heardMs: number;
  /** When it was asked: on a busy machine its answer takes a while to be read. */
  readonly askedMs: number;
  readonly isPlayerDead: boolean;
}

async function killWhilePlaying(zone: FrontZone, data: string, isPlayerDead: boolean, tally: Tally): Promise<Fate> {
  const player = await zone.player(`${data}-home`);
  const askedMs = performance.now();
  const moment = await momentOf(player.socket);
  process.kill(zone.service.pid, 'SIGKILL');
  if (isPlayerDead) process.kill(player.pid, 'SIGKILL');
  if (!moment) tally.fail('wrong', 'the player said no position before the kill');
  return { heardMs: moment?.positionMs ?? 0, askedMs, isPlayerDead };
}

/** What is on the disk: the place, and a position that was heard, not long ago. */
async function checkStored(data: string, scratch: string, before: Before, fate: Fate, where: string, tally: Tally) {
  const { position, sound } = await storedZone(data, scratch);
  if (!position) {
    tally.fail('lost', `${where}: no position is stored`);
    return 0;
  }
  if (position.index !== before.queueIndex) tally.fail('wrong', `${where}: stored place ${position.index}`);
  if (sound?.volumePercent !== before.volumePercent) tally.fail('wrong', `${where}: the stored volume is another one`);
  const oldMs = fate.heardMs - position.positionMs;
  tally.worst('worstOldMs', oldMs);
  tally.worst('worstAheadMs', -oldMs);
  if (oldMs > OLD_MS) tally.add('tooOld');
  if (oldMs > OLD_MS + SLACK_MS) tally.fail('lost', `${where}: the position is ${oldMs.toFixed()} ms old`);
  if (oldMs < -AHEAD_MS)
    tally.fail('wrong', `${where}: the position is ${(-oldMs).toFixed()} ms ahead of what was heard`);
  return position.positionMs;
}

interface Start extends Fate {
  readonly storedMs: number;
  readonly startedMs: number;
}

/** A player that lived on may be further than what was stored, by the time that has passed. */
async function checkAfter(zone: FrontZone, before: Before, start: Start, where: string, tally: Tally): Promise<void> {
  const after = await describe(zone);
  for (const part of ['order', 'queueIndex', 'itemId', 'shuffle', 'repeat'] as const) {
    if (!isDeepStrictEqual(after[part], before[part])) tally.fail('wrong', `${where}: ${part} is another one`);
  }
  const nowMs = await zone.playedMs();
  const passedMs = performance.now();
  const furthestMs = start.isPlayerDead
    ? start.storedMs + (passedMs - start.startedMs)
    : start.heardMs + (passedMs - start.askedMs);
  if (nowMs < start.storedMs - AHEAD_MS) tally.fail('lost', `${where}: goes on ${start.storedMs - nowMs} ms too early`);
  if (nowMs > furthestMs + AHEAD_MS) tally.fail('wrong', `${where}: goes on ${nowMs - furthestMs} ms ahead`);
}

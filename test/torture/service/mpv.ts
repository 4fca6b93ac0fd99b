import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { startService } from '#test/support/service';
import { makeStick } from '#test/support/stick';
import { makeTempFolder } from '#test/support/temp-folder';
import { Tally, type Outcome, type TortureOptions, type TortureResult } from '#test/torture/harness';
import { between, seededRandom } from '#test/torture/random';
import { FrontZone } from '#test/torture/service/front-zone';
import { momentOf, type Player, type PlayerMoment } from '#test/torture/service/mpv-probe';

const TRACKS = 20;
const TRACK_S = 90;
/** Five deaths on one file skip it, by design. */
const DEATHS_PER_FILE = 3;
const BACK_WITHIN_MS = 1_500;
const BEHIND_MS = 1_000;
/** A busy machine may take five times as long before it counts as wrong; what was late is counted anyhow. */
const SLACK = 5;
const POLL_MS = 15;

/** The player is killed while it plays: it is back in the same song, where it was. */
export async function mpv(options: TortureOptions): Promise<TortureResult> {
  const outcome = await killPlayers(options, true);
  const control = await killPlayers({ ...options, count: 1 }, false);
  return { ...outcome, control: { what: 'nobody is there to bring the player back', ...control } };
}

async function killPlayers({ count, seed, say }: TortureOptions, isWatched: boolean): Promise<Outcome> {
  await using scratch = await makeTempFolder();
  const stick = await makeStick(join(scratch.path, 'STICK'), { tracks: TRACKS, albums: 1, seconds: TRACK_S });
  const data = join(scratch.path, 'data');
  await using service = await startService({ media: [stick.dir], data });
  const zone = await FrontZone.of(service);
  const random = seededRandom(seed);
  const tally = new Tally('kills', 'wrong', 'late');
  await zone.playAlbum();
  await service.client.call('setRepeat', { id: zone.id, mode: 'all' });
  for (let round = 0; round < count; round += 1) {
    if (round % DEATHS_PER_FILE === 0) await service.client.call('next', { id: zone.id });
    const positionMs = Math.round(between(random, 0, (TRACK_S - 30) * 1_000));
    await service.client.call('seek', { id: zone.id, positionMs });
    await zone.untilPlaying();
    await wait(between(random, 100, 600));
    const player = await zone.player(`${data}-home`);
    // A service that is stopped (not ended) leaves its player alone, and does not look after it.
    if (!isWatched) process.kill(service.pid, 'SIGSTOP');
    try {
      await killOnce(zone, player, round, tally, isWatched);
    } finally {
      if (!isWatched) process.kill(service.pid, 'SIGCONT');
    }
    if ((round + 1) % 50 === 0) say(`${round + 1} kills of mpv`);
  }
  return tally.outcome();
}

async function killOnce(zone: FrontZone, { pid, socket }: Player, round: number, tally: Tally, isWatched: boolean) {
  const itemId = isWatched ? (await zone.view()).item?.id : undefined;
  const heard = await momentOf(socket);
  const killedMs = performance.now();
  process.kill(pid, 'SIGKILL');
  tally.add('kills');
  const back = heard && (await soundAgain(socket, heard));
  const tookMs = performance.now() - killedMs;
  if (!back) {
    tally.fail('wrong', `kill ${round}: no sound after ${Math.round(tookMs)} ms`);
    return;
  }
  const behindMs = heard.positionMs - back.positionMs;
  tally.worst('worstBackMs', tookMs);
  tally.worst('worstBehindMs', behindMs);
  tally.worst('worstAheadMs', -behindMs);
  if (tookMs > BACK_WITHIN_MS) tally.add('late');
  if (behindMs > BEHIND_MS || -behindMs > tookMs) tally.fail('wrong', `kill ${round}: ${behindMs.toFixed()} ms behind`);
  await zone.untilPlaying();
  const now = await zone.view();
  if (now.item?.id !== itemId) tally.fail('wrong', `kill ${round}: it plays another song`);
}

/** The first moment of a new player whose position moves. */
async function soundAgain(socket: string, before: PlayerMoment): Promise<PlayerMoment | undefined> {
  const endMs = performance.now() + BACK_WITHIN_MS * SLACK;
  let first: PlayerMoment | undefined;
  while (performance.now() < endMs) {
    const now = await momentOf(socket);
    if (now && now.pid !== before.pid) {
      if (first && now.positionMs > first.positionMs) return first;
      first = now;
    }
    await wait(POLL_MS);
  }
  return undefined;
}

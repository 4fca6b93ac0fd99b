import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { zoneId, type ZoneId } from '#contract/entities/ids';
import { playedMs } from '#test/support/played-ms';
import { levelsOf, startNullSink, type NullSink } from '#test/support/null-sink';
import { startService, type RunningService } from '#test/support/service';
import { frequencyOf, makeStick } from '#test/support/stick';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';
import { Tally, type Outcome, type TortureOptions, type TortureResult } from '#test/torture/harness';
import { playersBelow } from '#test/torture/service/mpv-probe';

const FRONT = zoneId.parse('front');
const REAR = zoneId.parse('rear');
/** The first and the last one are so far apart that neither is heard in the other's band. */
const SONGS = 8;
/** 20 kills are ten minutes. */
const BETWEEN_KILLS_MS = 30_000;
const BEFORE_AND_AFTER_S = 90;
const LIMIT_MS = 60_000;
const WINDOW_MS = 20;
const STEADY_WINDOWS = 50;
const LOUD_DB = -40;
/** Below what is usual by so much, it is not there. */
const GAP_DB = 12;

/** Two zones play different songs, and the player of one is killed: the other is recorded, and must not have a gap. */
export async function zones(options: TortureOptions): Promise<TortureResult> {
  // The short one first: it tells soon whether this machine can do it at all.
  const control = await killWhileRecording({ ...options, count: 1 }, FRONT);
  const outcome = await killWhileRecording(options, REAR);
  return { ...outcome, control: { what: 'the zone that is recorded is the one whose player is killed', ...control } };
}

async function killWhileRecording({ count, say }: TortureOptions, victim: ZoneId): Promise<Outcome> {
  await using scratch = await makeTempFolder();
  await using sink = await startNullSink();
  const seconds = (count * BETWEEN_KILLS_MS) / 1_000 + BEFORE_AND_AFTER_S;
  const { dir } = await makeStick(join(scratch.path, 'STICK'), { tracks: SONGS, tones: SONGS, seconds });
  const data = join(scratch.path, 'data');
  await using service = await startService({ media: [dir], data, audioOutput: 'pulse', env: sink.env });
  const tally = new Tally('kills', 'back', 'gaps');
  await playBoth(service);
  const beginning = await steadyFrom(sink);
  for (let round = 0; round < count; round += 1) {
    await wait(BETWEEN_KILLS_MS / 2);
    await killOnce(service, `${data}-home`, victim, tally);
    await wait(BETWEEN_KILLS_MS / 2);
    if ((round + 1) % 5 === 0) say(`${round + 1} kills`);
  }
  const levels = levelsOf(await sink.samples(), frequencyOf(0)).slice(beginning);
  const usual = levels.toSorted((a, b) => a - b)[levels.length >> 1] ?? LOUD_DB;
  for (const [from, until] of gapsOf(levels, usual - GAP_DB)) {
    tally.fail('gaps', `${(until - from) * WINDOW_MS} ms, ${(from * WINDOW_MS) / 1_000} s after the beginning`);
  }
  tally.add('recorded s', Math.round((levels.length * WINDOW_MS) / 1_000));
  return tally.outcome();
}

async function playBoth({ client }: RunningService): Promise<void> {
  const tracks = await until(
    async () => {
      const { items } = await client.call('listTracks', { limit: SONGS });
      return items.length === SONGS && items.every(({ durationMs }) => durationMs !== null) ? items : undefined;
    },
    { limitMs: LIMIT_MS, everyMs: 100 },
  );
  const inOrder = tracks.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  for (const [index, id] of [FRONT, REAR].entries()) {
    await client.call('setVolume', { id, percent: 40 });
    const trackId = inOrder[index * (SONGS - 1)]?.id;
    if (trackId === undefined) throw new Error('The stick has too few songs');
    await client.call('play', { id, trackId });
    await until(async () => (await playedMs(client, id)) > 0, { limitMs: LIMIT_MS });
  }
}

/** The window from which on the song of the front is there, as loud as it stays. */
async function steadyFrom(sink: NullSink): Promise<number> {
  return until(
    async () => {
      const levels = levelsOf(await sink.samples(), frequencyOf(0));
      const last = levels.slice(-STEADY_WINDOWS);
      const isSteady = last.length === STEADY_WINDOWS && Math.max(...last) - Math.min(...last) < 1;
      return isSteady && Math.min(...last) > LOUD_DB ? levels.length - STEADY_WINDOWS : undefined;
    },
    { limitMs: LIMIT_MS, everyMs: 200 },
  );
}

async function killOnce({ client }: RunningService, home: string, victim: ZoneId, tally: Tally): Promise<void> {
  const player = (await playersBelow(home)).find(({ socket }) => socket.includes(victim));
  if (player === undefined) {
    tally.fail('gone', `${victim} has no player`);
    return;
  }
  const before = await playedMs(client, victim);
  process.kill(player.pid, 'SIGKILL');
  tally.add('kills');
  await until(
    async () => (await playersBelow(home)).some(({ socket, pid }) => socket.includes(victim) && pid !== player.pid),
    {
      limitMs: LIMIT_MS,
    },
  );
  await until(async () => (await playedMs(client, victim)) > before, { limitMs: LIMIT_MS });
  tally.add('back');
}

function gapsOf(levels: readonly number[], leastDb: number): [number, number][] {
  const gaps: [number, number][] = [];
  let from: number | undefined;
  for (const [at, level] of levels.entries()) {
    if (level < leastDb) from ??= at;
    else if (from !== undefined) {
      gaps.push([from, at]);
      from = undefined;
    }
  }
  return gaps;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

import { heardAfterMs } from '#test/bench/sound/heard-after';
import { SINK_RATE, type NullSink } from '#test/support/null-sink';

const HZ = 5_000;
const TONE_SECONDS = 0.4;
const ROUNDS = 10;
const APART_MS = 900;

/**
 * How long a tone takes from a program that has its connection to the sound server open to the recording, each time: what
 * the recording adds at most to every other figure.
 */
export async function recordingDelaysMs(sink: NullSink): Promise<number[]> {
  const form = ['--raw', '--format=s16le', `--rate=${String(SINK_RATE)}`, '--channels=1', '--latency-msec=20'];
  const env = { ...process.env, ...sink.env };
  const player = spawn('pacat', form, { stdio: ['pipe', 'ignore', 'ignore'], env });
  const ended = once(player, 'exit');
  try {
    const froms: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await wait(APART_MS);
      froms.push(await sink.length());
      player.stdin.write(tone());
    }
    await wait(APART_MS);
    const samples = await sink.samples();
    // The first one also opens the output.
    return froms.slice(1).flatMap((from) => heardAfterMs(samples, from, HZ) ?? []);
  } finally {
    player.kill('SIGKILL');
    await ended;
  }
}

function tone(): Buffer {
  const bytes = Buffer.alloc(SINK_RATE * TONE_SECONDS * 2);
  for (let at = 0; at < bytes.length / 2; at += 1) {
    bytes.writeInt16LE(Math.round(26_000 * Math.sin((2 * Math.PI * HZ * at) / SINK_RATE)), at * 2);
  }
  return bytes;
}

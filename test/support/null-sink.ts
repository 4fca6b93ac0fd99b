import { execFile, spawn } from 'node:child_process';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { makeTempFolder, type TempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

const run = promisify(execFile);
export const SINK_RATE = 44_100;
const SAMPLE_BYTES = 2;

export interface NullSink extends AsyncDisposable {
  /** For a service that plays with `audioOutput: 'pulse'`. */
  readonly env: Readonly<Record<string, string>>;
  /** All that was played since it is there, or since so many samples, -1 to 1, in real time, silence included. */
  samples(from?: number): Promise<Float64Array>;
  /** How many samples there are by now. */
  length(): Promise<number>;
}

/** Whether this machine can record what is played in real time. */
export async function hasNullSink(): Promise<boolean> {
  const there = await Promise.all(
    ['pulseaudio', 'parec'].map((name) =>
      run(name, ['--version']).then(
        () => true,
        () => false,
      ),
    ),
  );
  return there.every(Boolean);
}

/** Where the sound server of such a folder listens, for a player that is there before it. */
export function socketIn(folder: TempFolder): string {
  return join(folder.path, 'native');
}

/** A sound server of its own with one output that is recorded; its folder goes with it. */
export async function startNullSink(given?: TempFolder): Promise<NullSink> {
  const folder = given ?? (await makeTempFolder());
  const socket = socketIn(folder);
  const file = join(folder.path, 'heard.raw');
  const env = { PULSE_SERVER: `unix:${socket}`, PULSE_COOKIE: join(folder.path, 'cookie') };
  const own = { ...process.env, ...env, HOME: folder.path, XDG_RUNTIME_DIR: folder.path };
  const server = spawn(
    'pulseaudio',
    [
      ...['-n', '--daemonize=no', '--exit-idle-time=-1', '--use-pid-file=no', '--disable-shm=yes'],
      ...[
        '--load=module-null-sink sink_name=car',
        `--load=module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
      ],
    ],
    { stdio: 'ignore', env: own },
  );
  await until(() => run('pactl', ['info'], { env: own }));
  const format = ['--format=s16le', `--rate=${String(SINK_RATE)}`, '--channels=1', '--raw'];
  const recorder = spawn('parec', ['--device=car.monitor', '--latency-msec=20', ...format, file], {
    stdio: 'ignore',
    env: own,
  });
  const length = async () => Math.floor((await stat(file)).size / SAMPLE_BYTES);
  const samples = async (from = 0): Promise<Float64Array> => {
    await using handle = await open(file);
    const bytes = Buffer.alloc(Math.max(0, (await length()) - from) * SAMPLE_BYTES);
    await handle.read(bytes, 0, bytes.length, from * SAMPLE_BYTES);
    return Float64Array.from(
      { length: bytes.length / SAMPLE_BYTES },
      (_none, at) => bytes.readInt16LE(at * SAMPLE_BYTES) / 32_768,
    );
  };
  await until(async () => (await length()) > 0);
  return {
    ...{ env, samples, length },
    [Symbol.asyncDispose]: async () => {
      recorder.kill('SIGKILL');
      server.kill('SIGKILL');
      await folder[Symbol.asyncDispose]();
    },
  };
}

export const WINDOW_MS = 20;
export const WINDOW_SAMPLES = (SINK_RATE * WINDOW_MS) / 1_000;

/** How loud one tone is in each 20 ms, in dB of full scale. */
export function levelsOf(samples: Float64Array, frequencyHz: number): number[] {
  const size = WINDOW_SAMPLES;
  return Array.from({ length: Math.floor(samples.length / size) }, (_none, window) => {
    let [real, imaginary] = [0, 0];
    for (let at = 0; at < size; at += 1) {
      const sample = samples[window * size + at] ?? 0;
      // A window without steps at its ends: the other tones stay out of this one.
      const weight = 1 - Math.cos((2 * Math.PI * at) / size);
      const angle = (2 * Math.PI * frequencyHz * at) / SINK_RATE;
      real += sample * weight * Math.cos(angle);
      imaginary += sample * weight * Math.sin(angle);
    }
    return 20 * Math.log10((2 * Math.hypot(real, imaginary)) / size + 1e-9);
  });
}

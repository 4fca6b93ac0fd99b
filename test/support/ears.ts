import { execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

export const EAR_RATE = 48_000;

/** Two outputs of a sound server of its own, `left` and `right`, that are recorded together: what is heard when is told by one clock. */
export async function startEars() {
  const folder = await makeTempFolder();
  const socket = join(folder.path, 'native');
  const file = join(folder.path, 'heard.raw');
  const env = { ...process.env, PULSE_SERVER: `unix:${socket}`, HOME: folder.path, XDG_RUNTIME_DIR: folder.path };
  const side = (name: string, channel: string) =>
    `--load=module-remap-sink sink_name=${name} master=ears channels=1 master_channel_map=${channel} channel_map=mono remix=no`;
  const server = spawn(
    'pulseaudio',
    [
      ...['-n', '--daemonize=no', '--exit-idle-time=-1', '--use-pid-file=no', '--disable-shm=yes'],
      `--load=module-null-sink sink_name=ears channels=2 rate=${String(EAR_RATE)}`,
      ...[side('left', 'front-left'), side('right', 'front-right')],
      `--load=module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
    ],
    { stdio: 'ignore', env },
  );
  await until(() => promisify(execFile)('pactl', ['info'], { env }));
  const format = ['--format=s16le', `--rate=${String(EAR_RATE)}`, '--channels=2', '--raw'];
  const recorder = spawn('parec', ['--device=ears.monitor', ...format, file], { stdio: 'ignore', env });
  return {
    env,
    /** Where each side hears a click, in samples from the same moment on. */
    clicks: async () => {
      const bytes = await readFile(file);
      const frames = Math.floor(bytes.length / 4);
      return [0, 2].map((offset) => beginnings((frame) => bytes.readInt16LE(frame * 4 + offset), frames));
    },
    [Symbol.asyncDispose]: async () => {
      recorder.kill('SIGKILL');
      server.kill('SIGKILL');
      await folder[Symbol.asyncDispose]();
    },
  };
}

const AUDIBLE = 1_500;
const QUIET_FRAMES = EAR_RATE / 4;

function beginnings(sampleAt: (frame: number) => number, frames: number): number[] {
  const found: number[] = [];
  let lastLoud = -QUIET_FRAMES;
  for (let frame = 0; frame < frames; frame += 1) {
    if (Math.abs(sampleAt(frame)) < AUDIBLE) continue;
    if (frame - lastLoud >= QUIET_FRAMES) found.push(frame);
    lastLoud = frame;
  }
  return found;
}

import { execFile } from 'node:child_process';
import { appendFile } from 'node:fs/promises';
import { parseArgs, promisify } from 'node:util';

import { serveOnBus, type Answer, type Call } from '#test/support/omx/dbus-service';

// Stands in for omxplayer.bin: the same command line, keys and D-Bus, but time passes without a sound. The environment
// says where it writes down what it was told (STAND_IN_LOG).

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  strict: true,
  options: {
    'no-osd': { type: 'boolean' },
    blank: { type: 'boolean' },
    dbus_name: { type: 'string' },
    vol: { type: 'string' },
    pos: { type: 'string' },
    adev: { type: 'string' },
    'aspect-mode': { type: 'string' },
    align: { type: 'string' },
    'font-size': { type: 'string' },
    win: { type: 'string' },
    alpha: { type: 'string' },
  },
});

interface Stream {
  readonly codec_type: string;
  readonly codec_name?: string;
  readonly tags?: { readonly language?: string; readonly title?: string };
}

const [address = ''] = positionals;
await log(`start ${JSON.stringify(process.argv.slice(2))}`);
process.stdin.on('data', (keys: Buffer) => {
  if (keys.toString().includes('q')) process.exit(3);
});

const probed = await promisify(execFile)('ffprobe', [
  ...['-v', 'error', '-of', 'json', '-show_format', '-show_streams', address],
]).catch(() => process.exit(1));
const { format, streams } = JSON.parse(probed.stdout) as {
  format: { duration?: string };
  streams: readonly Stream[];
};
const durationUs = Number(format.duration ?? 0) * 1e6;
const chosen = { audio: 0, subtitle: 0 };
let volume = 10 ** (Number(values.vol ?? 0) / 2_000);
let rate = 1;
let isPaused = false;
let [fromUs, sinceMs] = [secondsOf(values.pos ?? '0:0:0') * 1e6, performance.now()];

await serveOnBus(process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '', values.dbus_name ?? '', (call) => {
  const answer = answerTo(call);
  if (call.member !== 'Get') void log(`${call.member} ${call.body.map(String).join(' ')}`.trim());
  return answer;
});
setInterval(() => {
  if (positionUs() >= durationUs) process.exit(0);
}, 20);

function positionUs(): number {
  const elapsedUs = isPaused ? 0 : (performance.now() - sinceMs) * 1_000 * rate;
  return Math.min(durationUs, fromUs + elapsedUs);
}

function standAt(us: number): void {
  [fromUs, sinceMs] = [us, performance.now()];
}

function answerTo({ member, body }: Call): Answer {
  switch (member) {
    case 'Get':
      return property(String(body[1]));
    case 'Set':
      if (body[1] === 'Volume') volume = Number(body[2]);
      else {
        standAt(positionUs());
        [rate, isPaused] = [Number(body[2]), false];
      }
      return { signature: 'd', value: body[2] };
    case 'Play':
    case 'Pause':
      standAt(positionUs());
      isPaused = member === 'Pause';
      return { signature: '' };
    case 'SetPosition':
      standAt(Number(body[1]));
      return { signature: 'x', value: Number(body[1]) };
    case 'ListAudio':
      return { signature: 'as', value: listed('audio', chosen.audio) };
    case 'ListSubtitles':
      return { signature: 'as', value: listed('subtitle', chosen.subtitle) };
    case 'SelectAudio':
      chosen.audio = Number(body[0]);
      return { signature: 'b', value: true };
    case 'SelectSubtitle':
      chosen.subtitle = Number(body[0]);
      return { signature: 'b', value: true };
    case 'ShowSubtitles':
    case 'HideSubtitles':
    case 'HideVideo':
    case 'UnHideVideo':
      return { signature: '' };
    default:
      return undefined;
  }
}

function property(name: string): Answer {
  if (name === 'Position') return { signature: 'x', value: Math.round(positionUs()) };
  if (name === 'Duration') return { signature: 'x', value: Math.round(durationUs) };
  if (name === 'PlaybackStatus') return { signature: 's', value: isPaused ? 'Paused' : 'Playing' };
  return name === 'Volume' ? { signature: 'd', value: volume } : undefined;
}

function listed(type: string, active: number): string[] {
  return streams
    .filter(({ codec_type: kind }) => kind === type)
    .map(
      ({ codec_name: codec = '', tags: { language = '', title = '' } = {} }, index) =>
        `${String(index)}:${language}:${title}:${codec}:${index === active ? 'active' : ''}`,
    );
}

function secondsOf(clock: string): number {
  return clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

async function log(line: string): Promise<void> {
  await appendFile(process.env['STAND_IN_LOG'] ?? '/dev/null', `${line}\n`);
}

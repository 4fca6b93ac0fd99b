import { execFile } from 'node:child_process';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished, vi } from 'vitest';

import { zoneId } from '#contract/entities/ids';
import { FRONT, scanned, tracksOf } from '#test/integration/service/support/asking';
import { firstOf } from '#test/support/first-of';
import { endPlayersOf } from '#test/support/left-players';
import { hasNullSink, levelsOf, startNullSink } from '#test/support/null-sink';
import { runFfmpeg } from '#test/support/seeds';
import { startService, type ServicePlan } from '#test/support/service';
import { frequencyOf, makeStick } from '#test/support/stick';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const MUSIC_HZ = frequencyOf(0);
const VOICE_HZ = 1_500;
const RING_HZ = 2_500;
/** A prompt is there from here on; a gap in the music, on a busy machine, does not reach it. */
const AUDIBLE_DB = -32;

async function setup({ zones, ...plan }: ServicePlan & { readonly zones?: readonly object[] } = {}) {
  const folder = await makeTempFolder();
  const { dir } = await makeStick(join(folder.path, 'STICK'), { tracks: 1, seconds: 120 });
  const data = join(folder.path, 'data');
  if (zones) {
    await mkdir(data, { recursive: true });
    await writeFile(join(data, 'settings.json'), JSON.stringify({ zones }));
  }
  const service = await startService({ data, media: [dir], ...plan });
  onTestFinished(async () => {
    await service.stop();
    await endPlayersOf(data);
    await folder[Symbol.asyncDispose]();
  });
  const tone = async (frequencyHz: number, seconds: number): Promise<string> => {
    const file = join(folder.path, `${String(frequencyHz)}.ogg`);
    const source = `sine=frequency=${String(frequencyHz)}:duration=${String(seconds)}:sample_rate=44100,volume=2`;
    await runFfmpeg(['-f', 'lavfi', '-i', source, '-ac', '1', file]);
    return (await readFile(file)).toString('base64');
  };
  return { service, client: service.client, data, tone };
}

// Recorded in real time: what a busy machine does not play in time is heard as a gap.
it(
  'takes the music down before the first sample of a prompt, keeps it down for the next, and lets it up again',
  { retry: 2 },
  async (ctx) => {
    if (!(await hasNullSink())) ctx.skip('PulseAudio is not installed');
    const sink = await startNullSink();
    onTestFinished(() => sink[Symbol.asyncDispose]());
    const { service, client, tone } = await setup({ audioOutput: 'pulse', env: sink.env });
    const [voice, ring] = [await tone(VOICE_HZ, 2), await tone(RING_HZ, 1)];
    await scanned(service);
    await client.call('setVolume', { id: FRONT, percent: 80 });
    await client.call('play', { id: FRONT, trackId: firstOf(await tracksOf(service)).id });
    const music = async () => levelsOf(await sink.samples(), MUSIC_HZ);
    const isSteady = async (db: number) => (await music()).slice(-40).every((level) => level > db);
    await until(async () => isSteady(-30), { limitMs: 40_000, everyMs: 200 });
    const full = (await music()).slice(-40).toSorted((a, b) => a - b)[20] ?? 0;

    await client.call('addPrompt', { sound: voice });
    await client.call('addPrompt', { sound: voice });
    await until(async () => (await client.call('listPrompts', {})).some(({ isPlaying }) => isPlaying));
    await client.call('addPrompt', { sound: ring, role: 'call' });
    await until(async () => (await client.call('listPrompts', {})).length === 0, { limitMs: 40_000 });
    await until(async () => isSteady(full - 1), { limitMs: 40_000, everyMs: 200 });

    const samples = await sink.samples();
    const [levels, voices, rings] = [MUSIC_HZ, VOICE_HZ, RING_HZ].map((tone) => levelsOf(samples, tone)) as [
      number[],
      number[],
      number[],
    ];
    const first = voices.findIndex((level) => level > AUDIBLE_DB);
    const last = voices.findLastIndex((level) => level > AUDIBLE_DB);
    expect(first).toBeGreaterThan(0);
    expect(rings.some((level) => level > AUDIBLE_DB)).toBe(true);
    expect(Math.max(...levels.slice(first, last))).toBeLessThan(full - 10);
    expect(Math.max(...levels.slice(-40))).toBeLessThan(full + 1);
  },
);

it('plays what programs lay into its spool, by their roles, and takes it away', async () => {
  const { client, data, tone } = await setup();
  const sound = Buffer.from(await tone(RING_HZ, 20), 'base64');
  const spool = join(data, 'spool', 'call');
  await writeFile(join(data, 'next.ogg'), sound);
  await rename(join(data, 'next.ogg'), join(spool, 'next.ogg'));

  const ringing = await until(async () => (await client.call('listPrompts', {})).find(({ isPlaying }) => isPlaying));
  expect(ringing).toMatchObject({ role: 'call', text: null, zoneId: FRONT });
  await expect(readFile(join(spool, 'next.ogg'))).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await client.call('silencePrompt', { id: ringing.id })).toEqual([]);
});

it('refuses a zone that another Pi plays, which would not hear it', async () => {
  const remote = { host: '127.0.0.1', port: 9, user: 'pi' };
  const { client } = await setup({
    zones: [
      { id: 'front', name: 'Front', hasVideo: false, audioDevice: null },
      { id: 'left', name: 'Left', hasVideo: false, audioDevice: null, remote },
    ],
  });
  await expect(client.call('addPrompt', { text: 'Left', zoneId: zoneId.parse('left') })).rejects.toMatchObject({
    code: 'zone_elsewhere',
  });
});

it('tells that nobody heard one whose output is dead, though nothing has ever played there', async () => {
  const dead = { hasVideo: false, audioDevice: 'alsa/hw:98' };
  const { client, tone } = await setup({
    audioOutput: 'alsa',
    zones: [
      { id: 'front', name: 'Front', hasVideo: false, audioDevice: 'alsa/hw:99' },
      { id: 'left', name: 'Left', ...dead },
    ],
  });
  const left = zoneId.parse('left');
  await client.call('addPrompt', { sound: await tone(VOICE_HZ, 1), zoneId: left });
  const told = await until(async () => (await client.call('listNotices', {})).find(({ zoneId: id }) => id === left));
  expect(told).toMatchObject({ code: 'prompt_unheard', message: 'An announcement could not be heard' });
  await until(async () => (await client.call('listPrompts', {})).length === 0);
});

it('refuses disguises, and gets over one that only begins like a sound', async () => {
  const { client } = await setup();
  for (const text of [
    '#EXTM3U\n/etc/passwd\n',
    'ffconcat version 1.0\nfile /etc/passwd\n',
    '# mpv EDL v0\n/etc/passwd\n',
  ]) {
    const sound = Buffer.from(text).toString('base64');
    await expect(client.call('addPrompt', { sound })).rejects.toMatchObject({ code: 'file_unplayable' });
  }
  const sound = Buffer.from('RIFF\xff\0\0\0WAVE#EXTM3U\n/etc/passwd\n', 'latin1').toString('base64');
  await client.call('addPrompt', { sound });
  await until(async () => (await client.call('listPrompts', {})).length === 0);
});

it('speaks', async (ctx) => {
  const isThere = await promisify(execFile)('espeak-ng', ['--version']).then(
    () => true,
    () => false,
  );
  if (!isThere) ctx.skip('espeak-ng is not installed');
  const { client, data } = await setup();
  await mkdir(join(data, 'voices'), { recursive: true });
  const text = 'In three hundred metres, turn left';
  expect(await client.call('addPrompt', { text, language: 'en-GB' })).toMatchObject({ role: 'prompt', text });
  await until(async () => (await client.call('listPrompts', {}))[0]?.isPlaying);
  await until(async () => (await client.call('listPrompts', {})).length === 0);
});

import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';

import { zoneId } from '#contract/entities/ids';
import { DEFAULT_SETTINGS } from '#contract/entities/settings';
import { systemClock } from '#kernel/clock';
import { silentLogger } from '#kernel/logger';
import { PromptService } from '#player/prompts/prompt-service';
import { until } from '#test/support/until';

const FRONT = zoneId.parse('front');
const WAV = Buffer.from('RIFF\0\0\0\0WAVE').toString('base64');

async function setup({ maxVolumePercent = 100, device = undefined as string | undefined, mayFallBack = true } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'carputer-prompts-'));
  /** What happened, in order: levels of the music, prompts that began and ended. */
  const heard: string[] = [];
  const sounding = new Map<string, { end: (isHeard: boolean) => void; volume: number }>();
  let duckDb = 0;
  const outputs: string[] = [];
  const outcomes: boolean[] = [];
  const said: string[] = [];
  const speaking: { readonly text: string; finish(): void; fail(error: Error): void }[] = [];
  const service = new PromptService({
    folder: join(folder, 'prompts'),
    speech: {
      speak: (text, language) => {
        said.push(`${language} ${text}`);
        if (!text.startsWith('slow')) return Promise.resolve();
        return new Promise((resolve, reject) => {
          speaking.push({ text, finish: resolve, fail: reject });
        });
      },
    },
    sound: {
      play: (file, volumePercent, output) => {
        outputs.push(output ?? 'system');
        const name = file.split('-').at(-1) ?? '';
        heard.push(`${name} at ${duckDb.toFixed(0)}`);
        const { promise, resolve } = Promise.withResolvers<boolean>();
        const one = { end: resolve, volume: volumePercent };
        sounding.set(name, one);
        return {
          ended: promise,
          setVolume: (percent) => (one.volume = percent),
          stop: () => resolve(false),
        };
      },
    },
    zone: () => ({
      ...{ id: FRONT, device, mayFallBack, maxVolumePercent },
      music: { setDuck: (db) => (duckDb = db) },
    }),
    onOutcome: (_zone, isHeard) => outcomes.push(isHeard),
    levels: () => DEFAULT_SETTINGS.prompts,
    language: () => 'de',
    events: { publish: () => undefined },
    clock: systemClock,
    logger: silentLogger,
  });
  await service.start();
  onTestFinished(async () => {
    await service.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const play = (role: 'prompt' | 'call' | 'alarm') => service.addPrompt({ role, sound: WAV });
  const begun = (name: string) => until(() => sounding.get(name));
  return { service, heard, said, speaking, play, begun, folder, duckDb: () => duckDb, sounding, outputs, outcomes };
}

it('ducks before it speaks, says all of one role in order, and restores after the last', async () => {
  const { service, heard, play, begun, duckDb } = await setup();
  await play('prompt');
  await play('prompt');
  (await begun('1')).end(true);
  (await begun('2')).end(true);

  await until(() => duckDb() === 0);
  expect(heard).toEqual(['1 at 12', '2 at 12']);
  expect(service.list()).toEqual([]);
});

it('lets an alarm sound over a prompt at once, which gets quieter, and keeps a new prompt waiting', async () => {
  const { heard, play, begun, sounding, service, duckDb } = await setup();
  await play('prompt');
  const first = await begun('1');
  const before = first.volume;
  await play('alarm');
  await play('prompt');
  const alarm = await begun('2');
  expect(first.volume).toBeLessThan(before / 2);
  expect(service.list().map(({ id, isPlaying }) => `${id} ${String(isPlaying)}`)).toEqual([
    'prompt-2 true',
    'prompt-1 true',
    'prompt-3 false',
  ]);

  first.end(true);
  expect(sounding.has('3')).toBe(false);
  alarm.end(true);
  (await begun('3')).end(true);
  await until(() => duckDb() === 0);
  expect(heard.map((line) => line.split(' ')[0])).toEqual(['1', '2', '3']);
  expect(heard[1]).toBe('2 at 40');
});

it('comes out of the system’s choice where the output of the driver’s zone is dead, and tells what nobody heard', async () => {
  const { play, begun, sounding, outputs, outcomes, duckDb } = await setup({ device: 'alsa/usb' });
  await play('prompt');
  (await begun('1')).end(false);
  await until(() => outputs.length === 2);
  sounding.get('1')?.end(true);
  await until(() => duckDb() === 0);
  expect(outputs).toEqual(['alsa/usb', 'system']);
  expect(outcomes).toEqual([true]);

  const rear = await setup({ device: 'alsa/usb', mayFallBack: false });
  await rear.play('prompt');
  (await rear.begun('1')).end(false);
  await until(() => rear.outcomes.length === 1);
  await rear.play('prompt');
  await rear.begun('2');
  await rear.service.silencePrompt({ id: 'prompt-2' });
  await until(() => rear.duckDb() === 0);
  expect(rear.outputs).toEqual(['alsa/usb', 'alsa/usb']);
  expect(rear.outcomes).toEqual([false]);
});

it('restores after one that could not be played, and after one that was muted', async () => {
  const { play, begun, service, duckDb, folder } = await setup();
  await play('prompt');
  (await begun('1')).end(false);
  await until(() => duckDb() === 0);

  await play('call');
  await begun('2');
  await service.silencePrompt({ id: 'prompt-2' });
  expect(service.list()).toEqual([]);
  await until(() => duckDb() === 0);
  await until(() => !existsSync(join(folder, 'prompts', 'prompt-2')));
});

it('never begins what was muted while it waited', async () => {
  const { play, begun, service, heard, duckDb } = await setup();
  await play('prompt');
  await play('prompt');
  const first = await begun('1');
  await service.silencePrompt({ id: 'prompt-2' });
  first.end(true);
  await until(() => duckDb() === 0);
  expect(heard).toHaveLength(1);
});

it('speaks in the language of the screen unless another is named, and refuses what is no sound, and too much', async () => {
  const { service, said, play } = await setup();
  await service.addPrompt({ role: 'prompt', text: 'Links abbiegen' });
  await service.addPrompt({ role: 'prompt', text: 'Turn left', language: 'en' });
  expect(said).toEqual(['de Links abbiegen', 'en Turn left']);

  const disguise = Buffer.from('#EXTM3U\n/etc/passwd').toString('base64');
  await expect(service.addPrompt({ role: 'call', sound: disguise })).rejects.toMatchObject({ code: 'file_unplayable' });
  for (let count = 2; count < 8; count += 1) await play('prompt');
  await expect(play('prompt')).rejects.toMatchObject({ code: 'prompts_full' });
});

it('says nothing louder than the music of its zone may be', async () => {
  const { play, begun } = await setup({ maxVolumePercent: 20 });
  await play('alarm');
  expect((await begun('1')).volume).toBe(20);
});

it('keeps the order in which it was asked where a later one is spoken sooner', async () => {
  const { service, said, speaking, begun, heard, duckDb } = await setup();
  const first = service.addPrompt({ role: 'prompt', text: 'slow' });
  const second = service.addPrompt({ role: 'prompt', text: 'quick' });
  const slow = await until(() => speaking[0]);
  expect(said).toEqual(['de slow']);
  expect(duckDb()).toBe(0);
  slow.finish();
  await Promise.all([first, second]);
  (await begun('1')).end(true);
  (await begun('2')).end(true);
  await until(() => duckDb() === 0);
  expect(heard.map((line) => line.split(' ')[0])).toEqual(['1', '2']);
});

it('counts what is still being spoken among those that wait', async () => {
  const { service, speaking, play } = await setup();
  const first = service.addPrompt({ role: 'prompt', text: 'slow' });
  const others = Array.from({ length: 7 }, () => play('prompt'));
  await expect(play('prompt')).rejects.toMatchObject({ code: 'prompts_full' });
  (await until(() => speaking[0])).finish();
  await Promise.all([first, ...others]);
});

it('goes on with the next after one that nothing here can speak, and after one that was muted as it was spoken', async () => {
  const { service, speaking, begun, play, heard, said, duckDb } = await setup();
  const first = service.addPrompt({ role: 'prompt', text: 'slow one' });
  const refused = expect(first).rejects.toThrow('no voice');
  const second = service.addPrompt({ role: 'prompt', text: 'slow two' });
  const third = service.addPrompt({ role: 'prompt', text: 'never spoken' });
  (await until(() => speaking[0])).fail(new Error('no voice'));
  await refused;
  const { finish } = await until(() => speaking[1]);
  await service.silencePrompt({ id: 'prompt-2' });
  await service.silencePrompt({ id: 'prompt-3' });
  finish();
  await Promise.all([second, third, play('prompt')]);
  (await begun('4')).end(true);
  await until(() => duckDb() === 0);
  expect(heard.map((line) => line.split(' ')[0])).toEqual(['4']);
  expect(said).toEqual(['de slow one', 'de slow two']);
});

it('answers that a text waits where its making takes too long, and says it later', async () => {
  const { service, speaking, begun } = await setup();
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const answer = service.addPrompt({ role: 'prompt', text: 'slow one' });
  await vi.advanceTimersByTimeAsync(12_000);
  expect(await answer).toMatchObject({ text: 'slow one', isPlaying: false });

  vi.useRealTimers();
  const [made] = await until(() => (speaking.length > 0 ? speaking : undefined));
  made?.finish();
  (await begun('1')).end(true);
  await until(() => service.list().length === 0);
});

import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { PROMPT_ROLES, type PromptRole } from '#contract/entities/prompt';
import { DEFAULT_SETTINGS } from '#contract/entities/settings';
import { atLeast, atMost, between, quantile, told, type Figures } from '#test/bench/figure';
import { FRONT, startHeard, untilSteady, type Heard } from '#test/bench/sound/heard';
import { rampIn, smoothed } from '#test/bench/sound/ramps';
import type { SoundPart } from '#test/bench/sound/sound-part';
import { writeToneSongs } from '#test/support/tone-songs';
import { firstOf } from '#test/support/first-of';
import { levelsOf, WINDOW_MS } from '#test/support/null-sink';
import { seedBytes } from '#test/support/seeds';
import { until } from '#test/support/until';

const MUSIC_HZ = 440;
const TONE_OF: Readonly<Record<PromptRole, number>> = { prompt: 1_500, call: 2_500, alarm: 3_500 };
const VOLUME_PERCENT = 80;
const SEED_DB = 20 * Math.log10(0.9);
const ATTACK_MS = 300;
const RELEASE_MS = [1_000, 1_500] as const;
/** One window of the recording. */
const BLUR_MS = WINDOW_MS;
const MOST_OFF_DB = 0.5;
const SOUNDS_DB = -30;
const MUSIC_SECONDS = 240;
/** A call rings in the middle of it. */
const LONG_SECONDS = 6;

/** What happens to music when something is said into it: how soon, how deep, and how long; and how loud each role is. */
export const measurePrompts: SoundPart = async ({ folder }) => {
  const stick = join(folder, 'STICK');
  await writeToneSongs(stick, [MUSIC_HZ], MUSIC_SECONDS);
  await using heard = await startHeard(folder, stick);
  const { client, sink } = heard;
  const { id: volumeId } = firstOf(await client.call('listVolumes', {}));
  await client.call('setVolume', { id: FRONT, percent: VOLUME_PERCENT });
  await client.call('play', { id: FRONT, volumeId, path: '' });
  const fullDb = await untilSteady(sink, MUSIC_HZ);

  const lines: Record<string, Figures> = {};
  const levels: Record<string, number> = { music: fullDb };
  for (const role of PROMPT_ROLES) {
    const { figures, heardDb } = await one(heard, role, fullDb);
    lines[`music under a ${role}`] = figures;
    levels[role] = heardDb;
  }
  lines['two prompts and a call over them'] = await overlapping(heard, fullDb);
  lines['levels'] = levelsAgainstSettings(levels);
  return lines;
};

/** A sound of one role, from the call until the music is back. */
async function one(heard: Heard, role: PromptRole, fullDb: number) {
  const from = await heard.sink.length();
  await heard.client.call('addPrompt', { sound: await sound(role, 2), role });
  await untilOver(heard, fullDb);
  const samples = await heard.sink.samples(from);
  const [music, voice] = [smoothed(levelsOf(samples, MUSIC_HZ)), levelsOf(samples, TONE_OF[role])];
  const [first, last] = [firstLoud(voice), lastLoud(voice)];
  const lowDb = quantile(music.slice(first + 5, last - 5), 0.5);
  const [down, up] = [rampIn(music, 0, fullDb, lowDb), rampIn(music, last, lowDb, fullDb)];
  const { duckDb } = DEFAULT_SETTINGS.prompts[role];
  const figures: Figures = {
    attack: atMost(down.ms, ATTACK_MS + BLUR_MS, 'ms'),
    down: between(fullDb - lowDb, duckDb - MOST_OFF_DB, duckDb + MOST_OFF_DB, 'dB'),
    downBeforeItsFirstSample: atLeast((first - down.end) * WINDOW_MS, 0, 'ms'),
    release: between(up.ms, RELEASE_MS[0] - BLUR_MS, RELEASE_MS[1] + BLUR_MS, 'ms'),
    fromTheCallToItsFirstSample: told(first * WINDOW_MS, 'ms'),
  };
  return { figures, heardDb: quantile(voice.slice(first + 5, last - 5), 0.5) };
}

/** Two that wait for each other, and one that is more urgent in the middle: the music must not come up between them. */
async function overlapping(heard: Heard, fullDb: number): Promise<Figures> {
  const { client, sink } = heard;
  const from = await sink.length();
  const voice = await sound('prompt', LONG_SECONDS);
  await client.call('addPrompt', { sound: voice });
  await client.call('addPrompt', { sound: voice });
  await until(async () => (await client.call('listPrompts', {})).some(({ isPlaying }) => isPlaying));
  await wait(500);
  await client.call('addPrompt', { sound: await sound('call', 1), role: 'call' });
  await untilOver(heard, fullDb);
  const samples = await sink.samples(from);
  const music = smoothed(levelsOf(samples, MUSIC_HZ));
  const voices = levelsOf(samples, TONE_OF.prompt);
  const calls = levelsOf(samples, TONE_OF.call);
  const highest = Math.max(...music.slice(firstLoud(voices), lastLoud(voices)));
  const [callFirst, callLast] = [firstLoud(calls), lastLoud(calls)];
  const alone = quantile(voices.slice(firstLoud(voices) + 2, callFirst - 2), 0.5);
  const under = quantile(voices.slice(callFirst + 10, callLast - 5), 0.5);
  const { prompt, call } = DEFAULT_SETTINGS.prompts;
  return {
    loudestMusicFromTheFirstWordToTheLast: atMost(highest - fullDb, MOST_OFF_DB - prompt.duckDb, 'dB'),
    promptUnderTheCall: between(under - alone, -call.duckDb - MOST_OFF_DB, -call.duckDb + MOST_OFF_DB, 'dB'),
  };
}

/** Of tones that are equally loud by themselves: what the settings make of them, and that the more urgent is the louder. */
function levelsAgainstSettings(levels: Readonly<Record<string, number>>): Figures {
  const percents = { ...percentsOfRoles(), music: VOLUME_PERCENT };
  const off = Object.entries(percents).map(([name, percent]) =>
    Math.abs((levels[name] ?? Number.NaN) - SEED_DB - 60 * Math.log10(percent / 100)),
  );
  const [prompt = 0, call = 0, alarm = 0] = PROMPT_ROLES.map((role) => levels[role] ?? Number.NaN);
  return {
    ...{ music: told(levels['music'] ?? 0, 'dB'), prompt: told(prompt, 'dB') },
    ...{ call: told(call, 'dB'), alarm: told(alarm, 'dB') },
    callAbovePrompt: atLeast(call - prompt, 0, 'dB'),
    alarmAboveCall: atLeast(alarm - call, 0, 'dB'),
    furthestOffTheSettings: atMost(Math.max(...off), MOST_OFF_DB, 'dB'),
  };
}

function percentsOfRoles(): Readonly<Record<PromptRole, number>> {
  const { prompt, call, alarm } = DEFAULT_SETTINGS.prompts;
  return { prompt: prompt.volumePercent, call: call.volumePercent, alarm: alarm.volumePercent };
}

async function untilOver({ client, sink }: Heard, fullDb: number): Promise<void> {
  await until(async () => (await client.call('listPrompts', {})).length === 0, { limitMs: 60_000 });
  await untilSteady(sink, MUSIC_HZ, (db) => Math.abs(db - fullDb) < MOST_OFF_DB);
}

async function sound(role: PromptRole, seconds: number): Promise<string> {
  return (await seedBytes({ format: 'ogg', frequencyHz: TONE_OF[role], seconds })).toString('base64');
}

function firstLoud(levels: readonly number[]): number {
  return levels.findIndex((db) => db > SOUNDS_DB);
}

function lastLoud(levels: readonly number[]): number {
  return levels.findLastIndex((db) => db > SOUNDS_DB);
}

// Whether the car moves: plain data in, plain data out, times in ms of a monotonic clock. In doubt it moves.

import type { DrivingReading, DrivingState } from '#contract/entities/driving';

/** A source that has said nothing for this long is not believed any more. */
export const STALE_MS = 5_000;
/** GPS finds a standing car creeping; below this it stands. */
const MOVING_KMH = 3;
/** Between two cars of a queue nothing changes on the screen. */
export const STANDING_MS = 3_000;

interface HeardReading extends DrivingReading {
  readonly atMs: number;
}

/** What each source said last, and since when the car has stood without a break. */
export interface DrivingSigns {
  readonly sources: readonly string[];
  readonly heard: ReadonlyMap<string, HeardReading>;
  /** Undefined while it moves, or nobody can say. */
  readonly standsSinceMs: number | undefined;
  /** It has been seen to move, or not to be known: standing then has to last. */
  readonly hasMoved: boolean;
}

/** `sources` are all that must speak; with none the state stays `unknown`. */
export function noSigns(sources: readonly string[]): DrivingSigns {
  return { sources, heard: new Map(), standsSinceMs: undefined, hasMoved: false };
}

/** One source has said something. */
export function readSigns(signs: DrivingSigns, source: string, reading: DrivingReading, nowMs: number): DrivingSigns {
  return settleSigns({ ...signs, heard: new Map(signs.heard).set(source, { ...reading, atMs: nowMs }) }, nowMs);
}

/** Time has gone by: notes what moves, what stands, and what is not known any more. */
export function settleSigns(signs: DrivingSigns, nowMs: number): DrivingSigns {
  const sight = sightOf(signs, nowMs);
  if (sight === 'moving' || sight === 'unknown') {
    return { ...signs, standsSinceMs: undefined, hasMoved: signs.hasMoved || sight === 'moving' };
  }
  const standsSinceMs = signs.standsSinceMs ?? nowMs;
  const isSettled = sight === 'parked' || nowMs - standsSinceMs >= STANDING_MS;
  return { ...signs, standsSinceMs, hasMoved: signs.hasMoved && !isSettled };
}

/** Of settled signs. */
export function drivingStateOf(signs: DrivingSigns, nowMs: number): DrivingState {
  const sight = sightOf(signs, nowMs);
  return sight === 'stopped' && signs.hasMoved ? 'moving' : sight;
}

/** When the state may change though nobody says anything. */
export function nextSignMs(signs: DrivingSigns, nowMs: number): number | undefined {
  const times = signs.sources.flatMap((source) => {
    const atMs = signs.heard.get(source)?.atMs;
    return atMs === undefined ? [] : [atMs + STALE_MS];
  });
  if (signs.hasMoved && signs.standsSinceMs !== undefined) times.push(signs.standsSinceMs + STANDING_MS);
  const later = times.filter((timeMs) => timeMs > nowMs);
  return later.length === 0 ? undefined : Math.min(...later);
}

/** Known only while every source is heard and none says the contrary of another. */
export function speedOf(signs: DrivingSigns, nowMs: number): number | undefined {
  const heard = freshReadings(signs, nowMs);
  const speeds = (heard ?? []).flatMap(({ speedKmh }) => speedKmh ?? []);
  if (heard === undefined || speeds.length === 0 || isContradictory(heard)) return undefined;
  return Math.max(...speeds);
}

/** What the signs say at this moment, without what was before. */
function sightOf(signs: DrivingSigns, nowMs: number): DrivingState {
  const heard = freshReadings(signs, nowMs);
  if (heard === undefined) return 'unknown';
  const speeds = heard.flatMap(({ speedKmh }) => speedKmh ?? []);
  if (isContradictory(heard) || speeds.some((speedKmh) => speedKmh >= MOVING_KMH)) return 'moving';
  if (heard.some(isHeldFast)) return 'parked';
  return speeds.length > 0 ? 'stopped' : 'unknown';
}

/** Undefined where a source was not heard lately, or there is none. */
function freshReadings({ sources, heard }: DrivingSigns, nowMs: number): readonly HeardReading[] | undefined {
  const fresh = sources.flatMap((source) => heard.get(source) ?? []).filter(({ atMs }) => nowMs - atMs < STALE_MS);
  return fresh.length === sources.length && fresh.length > 0 ? fresh : undefined;
}

function isHeldFast({ isHandbrakeOn, gear }: DrivingReading): boolean {
  return isHandbrakeOn === true || gear === 'park';
}

/** A car held fast does not roll, and no two sources see another handbrake, another gear or another speed. */
function isContradictory(heard: readonly DrivingReading[]): boolean {
  const rolls = heard.flatMap(({ speedKmh }) => (speedKmh === null ? [] : [speedKmh >= MOVING_KMH]));
  const brakes = heard.flatMap(({ isHandbrakeOn }) => isHandbrakeOn ?? []);
  const isInPark = heard.flatMap(({ gear }) => (gear === null ? [] : [gear === 'park']));
  const isHeld = heard.some(isHeldFast);
  return [rolls, brakes, isInPark].some(isMixed) || (isHeld && rolls.includes(true));
}

function isMixed(answers: readonly boolean[]): boolean {
  return answers.includes(true) && answers.includes(false);
}

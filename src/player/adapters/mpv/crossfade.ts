import { z } from 'zod';

import { inSeconds } from '#player/adapters/mpv/clip-stretch';
import type { MpvCommand } from '#player/adapters/mpv/mpv-commands';
import { joinOf, PLACES, type Join, type Tail } from '#player/adapters/mpv/mpv-join';
import type { OpenFile } from '#player/adapters/mpv/open-file';
import type { TailMaker } from '#player/adapters/mpv/tail-maker';
import type { NextLoad } from '#player/engine-port';

export interface CrossfadeDeps {
  /** Undefined where nothing is faded into anything. */
  readonly tails: Pick<TailMaker, 'make' | 'discard'> | undefined;
  send(command: MpvCommand, onReply?: (data: unknown) => void): void;
  /** In the place of what was prepared. */
  append(next: NextLoad, join: Join | undefined): void;
}

/** The end of what is on, in its file. */
interface Plan {
  readonly loadId: number;
  readonly atMs: number;
  readonly lengthMs: number;
}

/** So long before, its rest is made ready: long enough for a slow stick, not so long that it is made for nothing. */
const EARLIEST_MS = 20_000;
/** So long before, mpv must know: it has decoded ahead, and opened what follows. */
const LATEST_MS = 2_000;
/** mpv has played past it for certain. */
const PAST_MS = 500;

const format = z.object({ samplerate: z.number().int().positive() });
/** mpv cuts at whole samples, rounding down: a little behind one, it finds the same one whenever it reckons. */
const BEHIND_SAMPLES = 0.25;

/**
 * Has what is on end early, and its rest sound under the beginning of what follows, within the one player: so that its
 * volume, a pause, a seek and a stop are those of both, and an output is opened once. The rest is written to a file beforehand.
 * Where that comes to nothing, the songs follow each other without a gap.
 */
export class Crossfade {
  readonly #deps: CrossfadeDeps;
  #next: NextLoad | undefined;
  #making: AbortController | undefined;
  /** The plan that a tail was made for; without a tail it could not be. */
  #made: (Plan & { readonly tail: Tail | undefined }) | undefined;
  /** mpv has been told. */
  #armed: Plan | undefined;

  constructor(deps: CrossfadeDeps) {
    this.#deps = deps;
  }

  /** A player that was taken over has been told already. */
  takeOver(loadId: number, atMs: number): void {
    this.#armed = { loadId, atMs, lengthMs: Number.NaN };
  }

  stop(): void {
    this.#making?.abort();
    void this.#deps.tails?.discard();
  }

  /** Something else is on. */
  begun(): void {
    this.#making?.abort();
    this.#next = this.#making = this.#armed = this.#made = undefined;
  }

  /** Something else follows; gives what it begins with where that is settled already. */
  prepared(current: OpenFile | undefined, next: NextLoad | undefined): Join | undefined {
    this.#next = next;
    const armed = this.#armed;
    const tail = this.#made?.tail;
    if (armed && current && next && tail && next.crossfadeMs === armed.lengthMs) return joinFor(current, next, tail);
    this.#disarm(current);
    return undefined;
  }

  /** Where in its item a load ends, if that is before its end. */
  endOf({ loadId, clip }: OpenFile): number | undefined {
    return this.#armed?.loadId === loadId ? this.#armed.atMs - (clip?.startMs ?? 0) : undefined;
  }

  /** Behind the early end there is nothing to be heard: somebody who goes there hears the song to its end. */
  soughtTo(current: OpenFile, atMs: number): void {
    if (!this.#armed || atMs < this.#armed.atMs - LATEST_MS) return;
    this.#disarm(current);
    if (this.#next) this.#deps.append(this.#next, undefined);
  }

  /** `atMs` is where the current one is in its file; true where the one before is over, and should be forgotten. */
  look(current: OpenFile, atMs: number): boolean {
    this.#approach(current, atMs);
    const { join } = current;
    return join?.under !== undefined && atMs >= join.under.untilMs + PAST_MS;
  }

  /** The song before is not heard any more. A short song is on its way to the next crossfade already. */
  over(current: OpenFile): void {
    if (current.join?.under === undefined) return;
    current.join = { rateHz: current.join.rateHz };
    if (!this.#making) void this.#deps.tails?.discard(this.#made?.tail?.path);
  }

  #approach(current: OpenFile, atMs: number): void {
    const plan = this.#armed || this.#making ? undefined : this.#planFor(current);
    if (!plan) return;
    const leftMs = plan.atMs - atMs;
    if (leftMs < LATEST_MS || leftMs > EARLIEST_MS) return;
    if (this.#made?.loadId !== plan.loadId || this.#made.atMs !== plan.atMs) this.#make(current, plan);
    else if (this.#made.tail) this.#arm(current, plan, this.#made.tail);
  }

  #planFor({ loadId, clip, durationMs }: OpenFile): Plan | undefined {
    const lengthMs = this.#next?.crossfadeMs ?? 0;
    if (lengthMs === 0 || durationMs === undefined || durationMs <= lengthMs) return undefined;
    return { loadId, atMs: (clip?.startMs ?? 0) + durationMs - lengthMs, lengthMs };
  }

  #make({ path, clip }: OpenFile, plan: Plan): void {
    const { tails } = this.#deps;
    if (!tails || !path) return;
    const making = new AbortController();
    this.#making = making;
    const done = (tail: Tail | undefined) => {
      if (this.#making !== making) return;
      this.#making = undefined;
      if (!making.signal.aborted) this.#made = { ...plan, tail };
    };
    let ownHz: number | undefined;
    this.#deps.send(['get_property', 'audio-params'], (params) => {
      ownHz = format.safeParse(params).data?.samplerate;
    });
    this.#deps.send(['get_property', 'audio-out-params'], (params) => {
      const rateHz = format.safeParse(params).data?.samplerate;
      if (rateHz === undefined || ownHz === undefined) {
        done(undefined);
        return;
      }
      const atS = (Math.floor((plan.atMs * ownHz) / 1_000) + BEHIND_SAMPLES) / ownHz;
      void tails
        .discard()
        .then(() => tails.make({ path, atS, toMs: clip?.endMs, rateHz }, making.signal))
        .then(done, () => done(undefined));
    });
  }

  #arm(current: OpenFile, plan: Plan, tail: Tail): void {
    if (!this.#next) return;
    this.#armed = plan;
    this.#deps.append(this.#next, joinFor(current, this.#next, tail));
    this.#deps.send(['set_property', 'file-local-options/end', tail.atS.toFixed(PLACES)]);
  }

  #disarm(current: OpenFile | undefined): void {
    if (!this.#armed) return;
    this.#armed = undefined;
    const endMs = current?.clip?.endMs;
    this.#deps.send(['set_property', 'file-local-options/end', endMs === undefined ? 'none' : inSeconds(endMs)]);
  }
}

function joinFor(current: OpenFile, next: NextLoad, tail: Tail): Join {
  return joinOf({
    tail,
    lengthMs: next.crossfadeMs ?? 0,
    fromMs: next.clip?.startMs ?? 0,
    tailGainDb: (current.gainDb ?? 0) - (next.gainDb ?? 0),
  });
}

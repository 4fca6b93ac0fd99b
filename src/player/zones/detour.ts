import type { Settings } from '#contract/entities/settings';
import type { ItemMove, PlayableCatalog, StickIn } from '#player/ports';
import { followMoves } from '#player/queue/edit-queue';
import { currentEntry, type Queue } from '#player/queue/queue';
import type { RandomSource } from '#player/queue/random';
import { nextSource } from '#player/zones/next-source';
import type { Stage } from '#player/zones/stage';
import { StickWait, type StickWaitDeps } from '#player/zones/stick-wait';
import type { ZoneNotices } from '#player/zones/zone-notices';

/** What is asked each time that a stick is pulled. */
export interface DetourChoice {
  /** Silence until it is back, or something else meanwhile. */
  whenStickRemoved(): Settings['whenStickRemoved'];
  /** The sticks that are in; not the demo, which only stands in for them. */
  sticks(): readonly StickIn[];
}

export interface DetourDeps extends DetourChoice, StickWaitDeps {
  readonly stage: Stage;
  readonly catalog: PlayableCatalog;
  readonly notices: ZoneNotices;
  readonly random: RandomSource;
}

/** A queue, and where it was left. */
export interface Left {
  readonly queue: Queue;
  readonly positionMs: number;
}

/** What was left because its stick was pulled, while something else plays: kept, watched for, and gone back to. */
export class Detour {
  readonly #deps: DetourDeps;
  readonly #wait: StickWait;
  #left: Left | undefined;

  constructor(deps: DetourDeps) {
    this.#deps = deps;
    this.#wait = new StickWait(deps);
  }

  get left(): Left | undefined {
    return this.#left;
  }

  /**
   * Sets the stage for something else; false where there is nothing, or silence was chosen. `isGone`: the stick of what is
   * on now is out, rather than that it has come to its end.
   */
  begin(left: Left, isGone: boolean): boolean {
    const { stage, catalog, random, notices } = this.#deps;
    const entry = currentEntry(left.queue);
    if (!entry || this.#deps.whenStickRemoved() === 'wait') return false;
    const gone = new Set([entry.volumeId, ...(isGone && stage.entry ? [stage.entry.volumeId] : [])]);
    const sticks = this.#deps.sticks();
    const queue = nextSource(stage.queue, gone, { catalog, random, sticks, isPlayable: stage.isPlayable() });
    if (!queue) return false;

    this.#left = left;
    this.#wait.begin(entry);
    stage.queue = queue;
    const label = sticks.find(({ id }) => id === stage.entry?.volumeId)?.label;
    notices.stickRemoved(entry.volumeId, left.queue.entries, label);
    return true;
  }

  /** Looks now whether the stick is back. */
  check(): void {
    this.#wait.check();
  }

  follow(moves: readonly ItemMove[]): void {
    this.#wait.follow(moves);
    if (this.#left) this.#left = { ...this.#left, queue: followMoves(this.#left.queue, moves) };
  }

  /** Nobody watches any more; what was left is still what is kept. */
  stop(): void {
    this.#wait.end();
  }

  /** True where there was one. */
  end(): boolean {
    const wasOn = this.#left !== undefined;
    this.#wait.end();
    this.#left = undefined;
    return wasOn;
  }
}

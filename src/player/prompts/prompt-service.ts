import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ZoneId } from '#contract/entities/ids';
import { PROMPT_ROLES, type Prompt, type PromptRole } from '#contract/entities/prompt';
import type { PromptSettings } from '#contract/entities/settings';
import type { HandlersOf } from '#contract/routes';
import type { Clock } from '#kernel/clock';
import type { EventSink } from '#kernel/event-bus';
import type { Logger } from '#kernel/logger';
import { PromptSoundRefused, PromptsFull } from '#player/errors';
import { Ducker, type Hold } from '#player/prompts/ducker';
import type { Duckable, PromptSound, Sounding, Speech } from '#player/prompts/ports';
import { isAbove, shiftedBy } from '#player/prompts/prompt-level';
import { soundFormatOf } from '#player/prompts/sound-format';

export interface PromptServiceDeps {
  /** Ours alone, and emptied at the start. */
  readonly folder: string;
  readonly speech: Speech;
  readonly sound: PromptSound;
  /** The zone that is named, else the driver's. Throws where there is none. */
  zone(id: ZoneId | undefined): PromptZone;
  /** Whether the last one of a zone was heard; those that were muted do not count. */
  readonly onOutcome: (zoneId: ZoneId, isHeard: boolean) => void;
  readonly levels: () => PromptSettings;
  readonly language: () => string;
  readonly events: EventSink;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** `device` is mpv's name of an output; undefined is the system's choice. */
interface PromptZone {
  readonly id: ZoneId;
  readonly device: string | undefined;
  /** Where that does not work it may come out of the system's choice: those are the driver's loudspeakers. */
  readonly mayFallBack: boolean;
  /** No prompt is louder there than its music may be. */
  readonly maxVolumePercent: number;
  /** Of the zone, whichever player it has by then. */
  readonly music: Duckable;
}

interface Turn {
  prompt: Prompt;
  readonly file: string;
  readonly zone: PromptZone;
  /** Settles once `file` is whole, or cannot be had. */
  readonly made: Promise<void>;
  sounding?: Sounding;
  isOver: boolean;
}

const MOST_WAITING = 8;
/** Longer than the making of one text takes, and shorter than those who ask wait. */
const LONGEST_ANSWER_MS = 12_000;

/** What is said into the music: by role in the order of arrival; what is more urgent sounds at once, over the others. */
export class PromptService implements HandlersOf<'listPrompts' | 'addPrompt' | 'silencePrompt'> {
  readonly #deps: PromptServiceDeps;
  readonly #logger: Logger;
  readonly #duckers = new Map<ZoneId, Ducker>();
  readonly #lanes: Readonly<Record<PromptRole, Turn[]>> = { prompt: [], call: [], alarm: [] };
  readonly #running = new Map<PromptRole, Promise<void>>();
  #count = 0;
  #isStopped = false;

  constructor(deps: PromptServiceDeps) {
    this.#deps = deps;
    this.#logger = deps.logger.child({ part: 'prompts' });
  }

  async start(): Promise<void> {
    await rm(this.#deps.folder, { recursive: true, force: true });
    await mkdir(this.#deps.folder, { recursive: true, mode: 0o700 });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const turn of this.#turns()) this.#end(turn);
    for (const ducker of this.#duckers.values()) ducker.stop();
    await rm(this.#deps.folder, { recursive: true, force: true });
  }

  list(): Prompt[] {
    return this.#turns().map(({ prompt }) => prompt);
  }

  readonly listPrompts = (): Prompt[] => this.list();

  /** Answers when it is known what will be heard, not when it is; or that it waits, where others take long to be made. */
  readonly addPrompt: HandlersOf<'addPrompt'>['addPrompt'] = async ({ text, sound, role, language, zoneId }) => {
    const zone = this.#deps.zone(zoneId);
    const bytes = sound === undefined ? undefined : soundIn(sound);
    const lane = this.#lanes[role];
    if (lane.length >= MOST_WAITING) throw new PromptsFull(MOST_WAITING);
    const id = `prompt-${String(++this.#count)}`;
    const file = join(this.#deps.folder, id);
    const before = lane.at(-1)?.made;
    const make = async () => {
      await before?.catch(() => undefined);
      if (turn.isOver) return;
      if (bytes) await writeFile(file, bytes, { mode: 0o600 });
      else await this.#deps.speech.speak(text ?? '', language ?? this.#deps.language(), file);
    };
    const prompt: Prompt = { id, role, text: text ?? null, zoneId: zone.id, isPlaying: false };
    const turn: Turn = { prompt, file, zone, made: Promise.resolve().then(make), isOver: false };
    lane.push(turn);
    this.#told();
    if (!this.#running.has(role)) this.#running.set(role, this.#run(role));
    const made = turn.made.catch((error: unknown) => {
      this.#end(turn);
      this.#logger.warn({ err: error, role }, 'a prompt could not be made');
      throw error;
    });
    await Promise.race([made, later(LONGEST_ANSWER_MS)]);
    // What was muted while it was made is not kept.
    if (turn.isOver) await rm(file, { force: true });
    return turn.prompt;
  };

  readonly silencePrompt: HandlersOf<'silencePrompt'>['silencePrompt'] = ({ id }) => {
    const turn = this.#turns().find(({ prompt }) => prompt.id === id);
    if (turn) this.#end(turn);
    return this.list();
  };

  /** All of one role, one after the other; the music stays down until the last one is over. */
  async #run(role: PromptRole): Promise<void> {
    let hold: Hold | undefined;
    for (let turn = this.#lanes[role][0]; turn && !this.#isStopped; turn = this.#lanes[role][0]) {
      await turn.made.catch(() => this.#end(turn));
      if (turn.isOver) continue;
      const above = PROMPT_ROLES.flatMap((other) => (isAbove(other, role) ? (this.#running.get(other) ?? []) : []));
      await Promise.all(above);
      const next = this.#duckerOf(turn.zone).hold(this.#deps.levels()[role].duckDb);
      hold?.release();
      hold = next;
      await hold.reached;
      await this.#sound(turn).catch((error: unknown) => this.#logger.warn({ err: error }, 'a prompt failed'));
      this.#end(turn);
    }
    this.#running.delete(role);
    hold?.release();
    this.#level();
  }

  async #sound(turn: Turn): Promise<void> {
    if (turn.isOver) return;
    const { device, mayFallBack } = turn.zone;
    turn.prompt = { ...turn.prompt, isPlaying: true };
    this.#told();
    const isHeard =
      (await this.#comesOut(turn, device)) ||
      (device !== undefined && mayFallBack && this.#turns().includes(turn) && (await this.#comesOut(turn, undefined)));
    // Muted meanwhile?
    if (!this.#turns().includes(turn)) return;
    if (!isHeard) this.#logger.warn({ role: turn.prompt.role, device }, 'a prompt could not be played');
    this.#deps.onOutcome(turn.prompt.zoneId, isHeard);
  }

  #comesOut(turn: Turn, device: string | undefined): Promise<boolean> {
    turn.sounding = this.#deps.sound.play(turn.file, this.#volumeOf(turn), device);
    this.#level();
    return turn.sounding.ended;
  }

  /** What is less urgent than another one that sounds is quieter by what the other one takes from the music. */
  #level(): void {
    for (const turn of this.#turns()) turn.sounding?.setVolume(this.#volumeOf(turn));
  }

  #volumeOf({ prompt, zone }: Turn): number {
    const levels = this.#deps.levels();
    const above = this.#turns().filter((other) => other.prompt.isPlaying && isAbove(other.prompt.role, prompt.role));
    const db = Math.max(0, ...above.map((other) => levels[other.prompt.role].duckDb));
    return shiftedBy(Math.min(levels[prompt.role].volumePercent, zone.maxVolumePercent), -db);
  }

  #end(turn: Turn): void {
    if (turn.isOver) return;
    turn.isOver = true;
    turn.sounding?.stop();
    const lane = this.#lanes[turn.prompt.role];
    lane.splice(lane.indexOf(turn), 1);
    void rm(turn.file, { force: true }).catch(() => undefined);
    this.#told();
  }

  #duckerOf({ id, music }: PromptZone): Ducker {
    const ducker = this.#duckers.get(id) ?? new Ducker({ clock: this.#deps.clock, target: music });
    this.#duckers.set(id, ducker);
    return ducker;
  }

  #turns(): Turn[] {
    return PROMPT_ROLES.toReversed().flatMap((role) => this.#lanes[role]);
  }

  #told(): void {
    this.#deps.events.publish({ type: 'prompts.changed', prompts: this.list() });
  }
}

function later(afterMs: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, afterMs).unref());
}

/** Disguises are refused: only what its own first bytes call a sound is ever given to the player. */
function soundIn(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  if (soundFormatOf(bytes) === undefined) throw new PromptSoundRefused();
  return bytes;
}

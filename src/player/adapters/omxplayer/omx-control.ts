import { randomBytes } from 'node:crypto';

import { withLimit } from '#kernel/lifecycle';
import { CONTROL_OMX } from '#player/adapters/omxplayer/omx-words';
import { shellCommand } from '#player/adapters/remote/remote-words';
import type { SshLine } from '#player/adapters/remote/ssh-line';

/** Every question that is ever asked. Values: µs of the file, a linear gain, a speed, a place in a list. */
export type OmxQuestion =
  | readonly ['status' | 'duration' | 'audio' | 'subtitles' | 'play' | 'pause' | 'hide-subtitles' | 'show' | 'hide']
  | readonly ['seek' | 'volume' | 'rate' | 'select-audio' | 'select-subtitle', number];

const ANSWER_LIMIT_MS = 8_000;
const LONGEST_ANSWER = 256 * 1_024;

interface Asked {
  readonly line: string;
  readonly settle: (answer: string | undefined) => void;
}

/** Speaks to players on another Pi by D-Bus, over one program there that stays: each new one would cost an old Pi a moment. */
export class OmxControl {
  readonly #line: SshLine;
  readonly #mark = randomBytes(12).toString('hex');
  #write: (text: string) => void = () => undefined;
  readonly #waiting: Asked[] = [];
  #text = '';

  private constructor(line: SshLine) {
    this.#line = line;
  }

  static async open(line: SshLine): Promise<OmxControl> {
    const control = new OmxControl(line);
    await line.run(shellCommand(CONTROL_OMX, control.#mark), (channel) => {
      channel.on('data', (chunk: Buffer) => control.#read(chunk.toString('utf8')));
      channel.once('close', () => control.#end());
      control.#write = (text) => channel.write(text);
    });
    return control;
  }

  /** What dbus-send printed; undefined where the player of this name did not answer. */
  async ask(name: string, question: OmxQuestion): Promise<string | undefined> {
    if (!this.#line.isOpen) return undefined;
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    const [verb, value] = question;
    this.#waiting.push({
      line: `${name} ${verb}${value === undefined ? '' : ` ${numeral(value)}`}\n`,
      settle: resolve,
    });
    if (this.#waiting.length === 1) this.#sendFirst();
    return promise;
  }

  #sendFirst(): void {
    const asked = this.#waiting[0];
    if (!asked) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#waiting[0] = {
      ...asked,
      settle: (answer) => {
        resolve(undefined);
        asked.settle(answer);
      },
    };
    this.#write(asked.line);
    // Nothing there answers any more: what is asked next would take its answer for its own.
    withLimit(promise, ANSWER_LIMIT_MS, 'no answer').catch(() => this.#line.close());
  }

  #read(text: string): void {
    this.#text += text;
    const end = new RegExp(`^${this.#mark} (\\d+)\n`, 'mu').exec(this.#text);
    if (!end) {
      if (this.#text.length > LONGEST_ANSWER) this.#line.close();
      return;
    }
    const answer = this.#text.slice(0, end.index);
    this.#text = this.#text.slice(end.index + end[0].length);
    this.#waiting.shift()?.settle(end[1] === '0' ? answer : undefined);
    this.#sendFirst();
  }

  #end(): void {
    for (const { settle } of this.#waiting.splice(0)) settle(undefined);
  }
}

/** As D-Bus takes it: no exponent. */
function numeral(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(6);
}

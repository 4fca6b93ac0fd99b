import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { SpeechMissing } from '#player/errors';
import type { Speech } from '#player/prompts/ports';

export interface SpeechProgramsDeps {
  /** Voices of piper, as `de_DE-thorsten-low.onnx` with its `.json` beside it; the folder need not be there. */
  readonly voicesFolder: string;
}

const LIMIT_MS = 10_000;

/** piper where it has a voice for the language, else espeak-ng. What is said goes in by standard input, never as an argument. */
export class SpeechPrograms implements Speech {
  readonly #deps: SpeechProgramsDeps;

  constructor(deps: SpeechProgramsDeps) {
    this.#deps = deps;
  }

  async speak(text: string, language: string, file: string): Promise<void> {
    const voice = await this.#voiceFor(language);
    if (voice !== undefined && (await isSaid('piper', ['--model', voice, '--output_file', file], text))) return;
    const base = language.split('-')[0] ?? language;
    for (const name of new Set([language.toLowerCase(), base, 'en'])) {
      if (await isSaid('espeak-ng', ['-v', name, '-w', file, '--stdin'], text)) return;
    }
    throw new SpeechMissing();
  }

  async #voiceFor(language: string): Promise<string | undefined> {
    const { voicesFolder } = this.#deps;
    const base = language.split('-')[0] ?? language;
    const names = await readdir(voicesFolder).catch(() => []);
    const voice = names.toSorted().find((name) => name.endsWith('.onnx') && name.startsWith(`${base}_`));
    return voice === undefined ? undefined : join(voicesFolder, voice);
  }
}

/** False where there is no such program, it knows no such voice, or it takes too long. */
function isSaid(program: string, args: readonly string[], text: string): Promise<boolean> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(LIMIT_MS);
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'], signal, killSignal: 'SIGKILL' });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
    // A program that ends early does not read to the end.
    child.stdin.on('error', () => undefined);
    child.stdin.end(`${text.replaceAll(/\s+/gu, ' ')}\n`);
  });
}

import type { Readable, Writable } from 'node:stream';

/**
 * Listens on Chromium's own pipe (DevTools protocol, JSON ended by NUL bytes) for a page that crashed: the browser
 * would show a sad face for ever. Source: chromedevtools.github.io/devtools-protocol, domain Target.
 */
export class CrashWatch {
  readonly #input: Writable;
  readonly #output: Readable;
  readonly #onCrash: () => void;
  #pending = '';

  constructor(input: Writable, output: Readable, onCrash: () => void) {
    this.#input = input;
    this.#output = output;
    this.#onCrash = onCrash;
  }

  start(): void {
    // The browser closes both ends when it dies; its death is noticed elsewhere.
    this.#input.on('error', () => undefined);
    this.#output.on('error', () => undefined);
    this.#output.setEncoding('utf8');
    this.#output.on('data', (chunk: string) => {
      this.#read(chunk);
    });
    this.#input.write(
      `${JSON.stringify({ id: 1, method: 'Target.setDiscoverTargets', params: { discover: true } })}\0`,
    );
  }

  #read(chunk: string): void {
    const messages = `${this.#pending}${chunk}`.split('\0');
    this.#pending = messages.pop() ?? '';
    if (messages.some(isCrash)) this.#onCrash();
  }
}

function isCrash(text: string): boolean {
  try {
    const message: unknown = JSON.parse(text);
    return (
      typeof message === 'object' &&
      message !== null &&
      'method' in message &&
      message.method === 'Target.targetCrashed'
    );
  } catch {
    return false;
  }
}

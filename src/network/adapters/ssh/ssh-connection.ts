import { StringDecoder } from 'node:string_decoder';

import type { Client, ClientChannel } from 'ssh2';

import { RouterUnreachable } from '#network/errors';
import type { RouterConnection } from '#network/ports';

/** 500 messages of ten parts fit. */
const LONGEST_ANSWER_BYTES = 4_000_000;
const LONGEST_LINE_CHARACTERS = 300_000;
/** sshd serves ten channels of a connection; `watch` is one. */
const MOST_AT_ONCE = 6;

/** One open SSH connection; every verb gets a channel of its own. */
export class SshConnection implements RouterConnection {
  readonly fingerprint: string;
  readonly #client: Client;
  readonly #onClose = new Set<() => void>();
  #asked = 0;
  #isClosed = false;

  constructor(client: Client, fingerprint: string) {
    this.#client = client;
    this.fingerprint = fingerprint;
    client.once('close', () => {
      this.#isClosed = true;
      for (const listener of this.#onClose) listener();
      this.#onClose.clear();
    });
  }

  async ask(verb: string, args: object | undefined, limitMs: number): Promise<string> {
    if (this.#asked >= MOST_AT_ONCE) throw new RouterUnreachable('no_answer');
    this.#asked += 1;
    const ended = Promise.withResolvers<string>();
    const timer = setTimeout(() => ended.reject(new RouterUnreachable('no_answer')), limitMs);
    const lost = () => ended.reject(new RouterUnreachable('closed'));
    this.#onClose.add(lost);
    let channel: ClientChannel | undefined;
    this.#exec(verb, ended.reject, (opened) => {
      channel = opened;
      collect(opened, ended);
      opened.end(args === undefined ? undefined : `${JSON.stringify(args)}\n`);
    });
    try {
      return await ended.promise;
    } finally {
      clearTimeout(timer);
      this.#onClose.delete(lost);
      channel?.destroy();
      this.#asked -= 1;
    }
  }

  watch(onLine: (line: string) => void, onEnd: (isOpen: boolean) => void): void {
    let hasEnded = false;
    const end = () => {
      if (hasEnded) return;
      hasEnded = true;
      this.#onClose.delete(end);
      onEnd(!this.#isClosed);
    };
    this.#onClose.add(end);
    this.#exec('watch', end, (channel) => {
      eachLine(channel, onLine);
      channel.once('close', end);
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#client.end();
    // A router that does not answer would keep the socket open for minutes.
    setTimeout(() => this.#client.destroy(), 200).unref();
    for (const listener of this.#onClose) listener();
    this.#onClose.clear();
  }

  #exec(verb: string, fail: (error: Error) => void, use: (channel: ClientChannel) => void): void {
    if (this.#isClosed) {
      fail(new RouterUnreachable('closed'));
      return;
    }
    this.#client.exec(verb, (error: Error | undefined, channel) => {
      if (error) {
        fail(new RouterUnreachable('closed', { cause: error }));
        return;
      }
      channel.on('error', (cause: Error) => fail(new RouterUnreachable('closed', { cause })));
      // Nothing is said there on purpose; unread it would stop the channel.
      channel.stderr.resume();
      use(channel);
    });
  }
}

/** The first line of what comes, when it is whole. */
function collect(channel: ClientChannel, answer: PromiseWithResolvers<string>): void {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  channel.on('data', (chunk: Buffer) => {
    sizeBytes += chunk.length;
    chunks.push(chunk);
    if (sizeBytes > LONGEST_ANSWER_BYTES) answer.reject(new RouterUnreachable('garbage'));
    else if (chunk.includes(10)) answer.resolve(firstLine(chunks));
  });
  channel.once('close', () => answer.resolve(firstLine(chunks)));
}

function firstLine(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8').split('\n', 1)[0] ?? '';
}

/** A line that is longer than any is handed over cut, once: as garbage. */
function eachLine(channel: ClientChannel, onLine: (line: string) => void): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  channel.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE_CHARACTERS) {
      lines.push(rest.slice(0, 100));
      rest = '';
    }
    for (const line of lines) if (line !== '') onLine(line);
  });
}

import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';

import type { Client, ClientChannel } from 'ssh2';

import type { RemoteSetting } from '#contract/entities/zone-setting';
import { withLimit } from '#kernel/lifecycle';
import { PlayerAway } from '#player/adapters/remote/player-away';
import type { RemoteAccess } from '#player/remote/remote-zones';

/** A Pi Zero takes seconds to shake hands. */
const READY_LIMIT_MS = 15_000;
const KEEPALIVE_MS = 2_000;
const KEEPALIVES_MISSED = 4;
const GOODBYE_MS = 200;
/** Of 32 KB at most. */
const MOST_CHUNKS = 100;

/** An SSH connection to the Pi of a zone: programs, sockets and a port there. Gone once, it is not opened again. */
export class SshLine {
  readonly #client: Client;
  readonly #closed = Promise.withResolvers<undefined>();
  #isOpen = true;

  private constructor(client: Client) {
    this.#client = client;
    client.once('close', () => this.#over());
  }

  /** Throws `PlayerAway`. Nothing is said to a machine whose key nobody has confirmed; ours is the only credential. */
  static async open(target: RemoteSetting, access: RemoteAccess): Promise<SshLine> {
    // Not before somebody needs it: it is the largest package of the service.
    const { default: ssh2 } = await import('ssh2');
    const privateKey = await access.keys.privateKey();
    const client = new ssh2.Client();
    const trusted = access.keys.fingerprint;
    let seen: string | undefined;
    return new Promise((resolve, reject) => {
      const fail = (words: string, cause?: Error) => {
        client.destroy();
        reject(new PlayerAway(words, { cause }));
      };
      client.once('ready', () => resolve(new SshLine(client)));
      client.once('close', () => fail(`The Pi at ${target.host} does not answer`));
      client.on('error', (cause: Error & { level?: string }) => {
        fail(troubleOf(cause, { host: target.host, seen, trusted }), cause);
      });
      client.connect({
        ...{ host: target.host, port: target.port, username: target.user, privateKey },
        readyTimeout: READY_LIMIT_MS,
        keepaliveInterval: KEEPALIVE_MS,
        keepaliveCountMax: KEEPALIVES_MISSED,
        algorithms: { serverHostKey: ['ssh-ed25519'] },
        authHandler: ['publickey'],
        hostVerifier: (hostKey: Buffer) => {
          seen = `SHA256:${createHash('sha256').update(hostKey).digest('base64').replace(/=+$/u, '')}`;
          access.seen = seen;
          return seen === trusted;
        },
      });
    });
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Resolves when the connection is gone, whoever ended it. */
  closed(): Promise<undefined> {
    return this.#closed.promise;
  }

  /**
   * Runs a program there. `command` is read by a shell: only words of ours, or quoted ones. `use` listens before anything
   * of what the program says is read.
   */
  run(command: string, use: (channel: ClientChannel) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#client.exec(command, (error: Error | undefined, channel) => {
        if (error) {
          reject(error);
          return;
        }
        channel.on('error', () => undefined);
        channel.stderr.resume();
        use(channel);
        resolve();
      });
    });
  }

  /** The exit code of a program, with what it wrote on standard output. */
  async ask(command: string, limitMs: number): Promise<{ readonly code: number; readonly text: string }> {
    const chunks: Buffer[] = [];
    let code = -1;
    const ended = Promise.withResolvers<undefined>();
    await this.run(command, (channel) => {
      channel.on('data', (chunk: Buffer) => {
        if (chunks.length < MOST_CHUNKS) chunks.push(chunk);
      });
      channel.once('exit', (exitCode: number | null) => (code = exitCode ?? -1));
      channel.once('close', () => ended.resolve(undefined));
      channel.end();
    });
    await withLimit(ended.promise, limitMs, 'A program on the other Pi did not end');
    return { code, text: Buffer.concat(chunks).toString('utf8') };
  }

  /** A socket of the file system there; undefined where nobody listens on it. */
  openSocket(path: string): Promise<Duplex | undefined> {
    return new Promise((resolve) => {
      if (!this.#isOpen) {
        resolve(undefined);
        return;
      }
      this.#client.openssh_forwardOutStreamLocal(path, (error: Error | undefined, channel) => {
        resolve(error ? undefined : channel);
      });
    });
  }

  /** Opens a port on the other Pi's own 127.0.0.1; who connects to it is connected here. */
  lendPort(onConnection: (stream: Duplex) => void): Promise<number> {
    this.#client.on('tcp connection', (_details, accept) => {
      const stream = accept();
      stream.on('error', () => undefined);
      onConnection(stream);
    });
    return new Promise((resolve, reject) => {
      this.#client.forwardIn('127.0.0.1', 0, (error: Error | undefined, port) => {
        if (error) reject(error);
        else resolve(port);
      });
    });
  }

  close(): void {
    this.#client.end();
    // Where the cable is out nobody answers the goodbye, and ssh2 destroys no socket on which it was said: minutes would pass.
    setTimeout(() => this.#over(), GOODBYE_MS).unref();
  }

  #over(): void {
    this.#isOpen = false;
    this.#closed.resolve(undefined);
  }
}

interface Meeting {
  readonly host: string;
  readonly seen: string | undefined;
  readonly trusted: string | undefined;
}

function troubleOf(cause: Error & { level?: string }, { host, seen, trusted }: Meeting): string {
  if (seen !== undefined && trusted === undefined)
    return `Nobody has confirmed the key of the Pi at ${host} yet: ${seen}`;
  if (seen !== undefined && seen !== trusted) return `Another machine answers at ${host} than was confirmed: ${seen}`;
  if (cause.level === 'client-authentication') return `The Pi at ${host} does not let this one in: give it our key`;
  return `The Pi at ${host} does not answer`;
}

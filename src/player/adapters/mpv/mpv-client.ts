import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

import { LineReader } from '#player/adapters/mpv/line-reader';
import { encodeCommand, type MpvCommand } from '#player/adapters/mpv/mpv-commands';
import { parseMessage, type MpvEvent, type MpvReply } from '#player/adapters/mpv/mpv-messages';

/** What mpv answered instead of success, or that it did not answer at all (`timeout`, `closed`). */
export class MpvRequestFailed extends Error {
  readonly reason: string;

  constructor(command: string, reason: string) {
    super(`mpv ${command}: ${reason}`);
    this.reason = reason;
  }
}

export interface MpvClientHandlers {
  onEvent(event: MpvEvent): void;
  onClose(): void;
}

export type SocketWay = string | (() => Promise<Duplex | undefined>);

interface Pending {
  readonly command: string;
  readonly timer: NodeJS.Timeout;
  settle(reply: MpvReply | 'timeout' | 'closed'): void;
}

const REQUEST_LIMIT_MS = 1_000;
const MAX_LINE_BYTES = 1024 * 1024;
const CONNECT_LIMIT_MS = 5_000;
const CONNECT_RETRY_MS = 15;

/**
 * mpv's JSON IPC over a Unix socket: one JSON object per line each way, replies matched by number, each within 1 s.
 * https://mpv.io/manual/stable/#json-ipc
 */
export class MpvClient {
  readonly #socket: Duplex;
  readonly #handlers: MpvClientHandlers;
  readonly #reader = new LineReader(MAX_LINE_BYTES);
  readonly #pending = new Map<number, Pending>();
  #lastRequestId = 0;
  #isClosed = false;

  private constructor(socket: Duplex, handlers: MpvClientHandlers) {
    this.#socket = socket;
    this.#handlers = handlers;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', () => this.close());
    socket.on('close', () => this.close());
  }

  /**
   * `way` is a path on this machine, or opens the socket wherever it is; undefined: not yet. mpv opens its socket some time
   * after it starts: tried again until it answers, for 5 s or until `signal` aborts.
   */
  static async connect(way: SocketWay, handlers: MpvClientHandlers, signal: AbortSignal): Promise<MpvClient> {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(CONNECT_LIMIT_MS)]);
    for (;;) {
      const socket = await (typeof way === 'string' ? openSocket(way) : way());
      if (socket && !limit.aborted) return new MpvClient(socket, handlers);
      socket?.destroy();
      await sleep(CONNECT_RETRY_MS, undefined, { signal: limit });
    }
  }

  /** `onReply` runs before any later line is read: an event never overtakes the reply that explains it. */
  request(command: MpvCommand, onReply?: (data: unknown) => void): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const [name] = command;
      if (this.#isClosed) {
        reject(new MpvRequestFailed(name, 'closed'));
        return;
      }
      const id = ++this.#lastRequestId;
      this.#pending.set(id, {
        command: name,
        timer: setTimeout(() => this.#settle(id, 'timeout'), REQUEST_LIMIT_MS),
        settle: (reply) => {
          if (typeof reply === 'string' || reply.error !== 'success') {
            reject(new MpvRequestFailed(name, typeof reply === 'string' ? reply : reply.error));
            return;
          }
          onReply?.(reply.data);
          resolve(reply.data);
        },
      });
      this.#socket.write(encodeCommand(command, id));
    });
  }

  /** Whether mpv answers at all; a refusal is an answer. */
  async ping(): Promise<boolean> {
    try {
      await this.request(['get_property', 'time-pos']);
      return true;
    } catch (error) {
      return error instanceof MpvRequestFailed && error.reason !== 'timeout' && error.reason !== 'closed';
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.destroy();
    for (const id of [...this.#pending.keys()]) this.#settle(id, 'closed');
    this.#handlers.onClose();
  }

  #receive(chunk: Buffer): void {
    for (const line of this.#reader.push(chunk)) {
      const message = parseMessage(line);
      if (message?.kind === 'reply') this.#settle(message.reply.request_id, message.reply);
      if (message?.kind === 'event') this.#handlers.onEvent(message.event);
    }
  }

  #settle(id: number, reply: MpvReply | 'timeout' | 'closed'): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    clearTimeout(pending.timer);
    pending.settle(reply);
  }
}

/** Undefined where nobody listens. */
export function openSocket(path: string): Promise<Duplex | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', () => {
      socket.destroy();
      resolve(undefined);
    });
  });
}

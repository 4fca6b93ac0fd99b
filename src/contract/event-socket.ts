import type { ServerMessage } from '#contract/events';
import { EVENTS_PATH } from '#contract/routes';

export interface EventSocketHandlers {
  onMessage(message: ServerMessage): void;
  /** `isConnected` goes false when the service is lost, and true with each hello. */
  onConnection(isConnected: boolean): void;
}

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 2_000;
/** The service pings at least this often; a silent socket is a dead one. */
const SILENCE_MS = 12_000;

/** Keeps one event socket open: connects again after each loss, with a snapshot every time. */
export class EventSocket {
  readonly #url: string;
  readonly #handlers: EventSocketHandlers;
  #socket: WebSocket | undefined;
  #retryMs = FIRST_RETRY_MS;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #silenceTimer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = true;

  /** `baseUrl` is http(s)://host:port; the cookie of the page is the credential. */
  constructor(baseUrl: string, handlers: EventSocketHandlers) {
    this.#url = `${baseUrl.replace(/^http/u, 'ws')}${EVENTS_PATH}`;
    this.#handlers = handlers;
  }

  start(): void {
    if (!this.#isStopped) return;
    this.#isStopped = false;
    this.#connect();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#silenceTimer);
    this.#socket?.close();
    this.#socket = undefined;
  }

  #connect(): void {
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    this.#watchSilence(socket);
    socket.addEventListener('message', (frame) => {
      this.#watchSilence(socket);
      this.#receive(JSON.parse(String(frame.data)) as ServerMessage);
    });
    socket.addEventListener('close', () => {
      this.#lose(socket);
    });
  }

  #receive(message: ServerMessage): void {
    if (message.type === 'ping') return;
    if (message.type === 'hello') {
      this.#retryMs = FIRST_RETRY_MS;
      this.#handlers.onConnection(true);
    }
    this.#handlers.onMessage(message);
  }

  #watchSilence(socket: WebSocket): void {
    clearTimeout(this.#silenceTimer);
    this.#silenceTimer = setTimeout(() => {
      socket.close();
      this.#lose(socket);
    }, SILENCE_MS);
  }

  #lose(socket: WebSocket): void {
    if (this.#isStopped || this.#socket !== socket) return;
    clearTimeout(this.#silenceTimer);
    this.#socket = undefined;
    this.#handlers.onConnection(false);
    this.#retryTimer = setTimeout(() => {
      this.#connect();
    }, this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }
}

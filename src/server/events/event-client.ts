import type { WebSocket } from 'ws';

import type { Caller } from '#server/access/authenticator';

export type KnownCaller = Exclude<Caller, { readonly role: 'nobody' }>;

/** Above this, what waits in the socket is left there and newer states replace older ones here. */
const SLOW_BYTES = 65_536;
/** A client this far behind is dropped; it connects again and gets a snapshot. */
const LOST_BYTES = 262_144;
/** Clients have nothing to say; this many frames between two pings are an attack. */
const MAX_FRAMES_PER_PING = 100;

const UNSUPPORTED_DATA = 1003;
const POLICY_VIOLATION = 1008;
/** A phone that Set-up forgot. */
const REVOKED = 4401;
/** For the answer to a close; shorter than the service has for its listeners when it stops. */
const CLOSE_LIMIT_MS = 250;

/** One connected screen. While it is slow it keeps only the newest frame per key. */
export class EventClient {
  readonly caller: KnownCaller;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<string, string>();
  #waitingBytes = 0;
  #frames = 0;
  #isAlive = true;

  constructor(socket: WebSocket, caller: KnownCaller, onClose: (client: EventClient) => void) {
    this.#socket = socket;
    this.caller = caller;
    socket.on('pong', () => {
      this.#isAlive = true;
    });
    socket.on('message', (_data, isBinary) => {
      this.#receive(isBinary);
    });
    // An oversized or malformed frame is reported here; `close` follows.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      onClose(this);
    });
  }

  send(key: string, frame: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#waiting.size === 0 && this.#socket.bufferedAmount <= SLOW_BYTES) this.#write(frame);
    else this.#hold(key, frame);
  }

  /** Called at an interval; a client that did not answer the last one is gone. */
  ping(frame: string): void {
    if (!this.#isAlive) {
      this.#socket.terminate();
      return;
    }
    this.#isAlive = false;
    this.#frames = 0;
    this.#socket.ping();
    this.send('ping', frame);
  }

  revoke(): void {
    this.close(REVOKED, 'revoked');
  }

  close(status: number, reason: string): void {
    this.#socket.close(status, reason);
    setTimeout(() => {
      this.#socket.terminate();
    }, CLOSE_LIMIT_MS).unref();
  }

  #receive(isBinary: boolean): void {
    this.#frames += 1;
    if (isBinary) this.close(UNSUPPORTED_DATA, 'text only');
    else if (this.#frames > MAX_FRAMES_PER_PING) this.#socket.terminate();
  }

  #write(frame: string): void {
    this.#socket.send(frame, (error) => {
      if (!error) this.#flush();
    });
  }

  #hold(key: string, frame: string): void {
    this.#release(key);
    this.#waiting.set(key, frame);
    this.#waitingBytes += Buffer.byteLength(frame);
    if (this.#waitingBytes + this.#socket.bufferedAmount > LOST_BYTES) this.close(POLICY_VIOLATION, 'too slow');
  }

  #release(key: string): void {
    const frame = this.#waiting.get(key);
    if (frame === undefined) return;
    this.#waiting.delete(key);
    this.#waitingBytes -= Buffer.byteLength(frame);
  }

  #flush(): void {
    for (const [key, frame] of this.#waiting) {
      if (this.#socket.bufferedAmount > SLOW_BYTES) return;
      this.#release(key);
      this.#write(frame);
    }
  }
}

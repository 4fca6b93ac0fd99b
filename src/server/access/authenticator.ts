import type { IncomingMessage } from 'node:http';

import type { ListenerName } from '#server/listener-name';
import { bearerOf, cookieName, cookieOf } from '#server/access/credentials';
import type { KioskToken } from '#server/access/kiosk-token';
import type { PairedPhones } from '#server/access/paired-phones';
import type { StoredDevice } from '#server/ports';

/** Who asks. */
export type Caller =
  { readonly role: 'nobody' } | { readonly role: 'kiosk' } | { readonly role: 'phone'; readonly device: StoredDevice };

export interface Identity {
  readonly caller: Caller;
  /** The browser sent the credential by itself, so the request must prove that our page asked for it. */
  readonly isByCookie: boolean;
}

const NOBODY: Caller = { role: 'nobody' };
const KIOSK: Caller = { role: 'kiosk' };

export interface AuthenticatorDeps {
  readonly kioskToken: KioskToken;
  readonly phones: PairedPhones;
}

/** Tells who sent a request. A Bearer token counts alone; a cookie counts on the listener that set it. */
export class Authenticator {
  readonly #deps: AuthenticatorDeps;

  constructor(deps: AuthenticatorDeps) {
    this.#deps = deps;
  }

  identify({ headers, socket }: IncomingMessage, listener: ListenerName): Identity {
    const token = bearerOf(headers);
    if (token !== undefined) return { caller: this.#byToken(token), isByCookie: false };
    const cookie = cookieOf(headers, cookieName(listener, socket.localPort ?? 0));
    if (cookie === undefined) return { caller: NOBODY, isByCookie: false };
    return { caller: this.#byCookie(cookie, listener), isByCookie: true };
  }

  #byToken(token: string): Caller {
    return this.#deps.kioskToken.matches(token) ? KIOSK : this.#phone(token);
  }

  #byCookie(cookie: string, listener: ListenerName): Caller {
    if (listener === 'phones') return this.#phone(cookie);
    return this.#deps.kioskToken.matchesCookie(cookie) ? KIOSK : NOBODY;
  }

  #phone(token: string): Caller {
    const device = this.#deps.phones.find(token);
    return device ? { role: 'phone', device } : NOBODY;
  }
}

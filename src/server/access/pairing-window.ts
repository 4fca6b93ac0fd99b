import { randomInt } from 'node:crypto';

import type { PairingWindow as OpenWindow } from '#contract/entities/device';
import { AppError } from '#kernel/app-error';
import type { Clock } from '#kernel/clock';
import { TooManyRequests } from '#server/api/request-errors';
import { isSameSecret } from '#server/access/secrets';

export class PairingClosed extends AppError {
  readonly code = 'pairing_closed';
  constructor() {
    super('Open pairing on the touchscreen first');
  }
}

export class WrongCode extends AppError {
  readonly code = 'wrong_code';
  constructor(triesLeft: number) {
    super('That is not the code on the touchscreen', { triesLeft });
  }
}

const OPEN_MS = 120_000;
const TRIES = 5;
const CODES = 1_000_000;
/** Wrong codes within the last ten minutes after which no window opens: three windows full of guesses. */
const MAX_FAILURES = 15;
const FAILURES_MS = 600_000;

/** The time in which a phone can pair: one code, a few tries, one phone. */
export class PairingWindow {
  readonly #clock: Clock;
  #open: { readonly code: string; readonly endsAtMs: number; triesLeft: number } | undefined;
  #failuresAtMs: number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A window that is open already closes: its code is worth nothing any more. */
  open(): OpenWindow {
    const nowMs = this.#clock.uptimeMs();
    this.#open = undefined;
    this.#refuseAfterGuessing(nowMs);
    const code = String(randomInt(CODES)).padStart(6, '0');
    this.#open = { code, endsAtMs: nowMs + OPEN_MS, triesLeft: TRIES };
    return { code, expiresInMs: OPEN_MS };
  }

  close(): void {
    this.#open = undefined;
  }

  /** Closes the window when the code is right; throws when it is not, or when no window is open. */
  redeem(code: string): void {
    const nowMs = this.#clock.uptimeMs();
    if (this.#open && nowMs >= this.#open.endsAtMs) this.close();
    const open = this.#open;
    if (!open) throw new PairingClosed();

    if (isSameSecret(code, open.code)) {
      this.close();
      return;
    }
    this.#failuresAtMs.push(nowMs);
    open.triesLeft -= 1;
    if (open.triesLeft === 0) this.close();
    throw new WrongCode(open.triesLeft);
  }

  #refuseAfterGuessing(nowMs: number): void {
    this.#failuresAtMs = this.#failuresAtMs.filter((atMs) => nowMs - atMs < FAILURES_MS);
    const [oldest] = this.#failuresAtMs.slice(-MAX_FAILURES);
    if (this.#failuresAtMs.length < MAX_FAILURES || oldest === undefined) return;
    throw new TooManyRequests('Too many wrong codes: somebody may be guessing', oldest + FAILURES_MS - nowMs);
  }
}

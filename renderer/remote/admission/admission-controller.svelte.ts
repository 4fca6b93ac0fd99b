import { ApiError, type ApiClient } from '#contract/client';
import { pairingWords } from '#renderer/remote/admission/pairing-words.ts';

/** `checking`: nobody knows yet; `visitor`: this phone has to pair first. */
export type Admission = 'checking' | 'paired' | 'visitor';

const RETRY_MS = 1_500;
const REFUSALS: ReadonlySet<string> = new Set(['unauthorised', 'forbidden']);

/** Whether this phone is paired: asked at the start, and again whenever the connection is lost. */
export class AdmissionController {
  readonly #client: ApiClient;
  #admission = $state<Admission>('checking');
  #isReachable = $state(true);
  #isPairing = $state(false);
  #wasForgotten = $state(false);
  #problem = $state<string | undefined>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | undefined;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  get admission(): Admission {
    return this.#admission;
  }

  get isReachable(): boolean {
    return this.#isReachable;
  }

  get isPairing(): boolean {
    return this.#isPairing;
  }

  /** It was paired while this page was open, and is no longer. */
  get wasForgotten(): boolean {
    return this.#wasForgotten;
  }

  /** Why the last try failed, in words. */
  get problem(): string | undefined {
    return this.#problem;
  }

  async check(): Promise<void> {
    clearTimeout(this.#timer);
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    try {
      await this.#client.call('getSession', {}, running.signal);
      if (!running.signal.aborted) this.#admit();
    } catch (error) {
      if (!running.signal.aborted) this.#refuse(error);
    }
  }

  async pair(code: string, name: string): Promise<void> {
    this.#isPairing = true;
    this.#problem = undefined;
    try {
      await this.#client.call('pair', { code, name });
      this.#admit();
    } catch (error) {
      this.#problem = pairingWords(error);
    } finally {
      this.#isPairing = false;
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
  }

  #admit(): void {
    this.#isReachable = true;
    this.#wasForgotten = false;
    this.#problem = undefined;
    this.#admission = 'paired';
  }

  /** A car that does not answer may still know this phone; only its refusal counts. */
  #refuse(error: unknown): void {
    if (error instanceof ApiError && REFUSALS.has(error.code)) {
      this.#isReachable = true;
      this.#wasForgotten ||= this.#admission === 'paired';
      this.#admission = 'visitor';
      return;
    }
    this.#isReachable = false;
    this.#timer = setTimeout(() => void this.check(), RETRY_MS);
  }
}

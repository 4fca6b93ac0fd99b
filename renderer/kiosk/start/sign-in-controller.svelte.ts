import type { ApiClient } from '#contract/client';
import { signIn, type SignInResult } from '#renderer/kiosk/start/sign-in.ts';

const RETRY_MS = 1_000;

/** Gets the screen signed in, for as long as it takes; says when the service does not know it any more. */
export class SignInController {
  readonly #client: ApiClient;
  #state = $state<SignInResult | 'starting'>('starting');
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  get state(): SignInResult | 'starting' {
    return this.#state;
  }

  connect(): () => void {
    void this.#try();
    return () => {
      clearTimeout(this.#timer);
    };
  }

  /** The connection is lost: perhaps the service was set up anew and the cookie is worth nothing now. */
  async check(): Promise<void> {
    const result = await signIn(this.#client);
    if (result === 'refused') this.#state = result;
  }

  async #try(): Promise<void> {
    this.#state = await signIn(this.#client);
    if (this.#state === 'unreachable') this.#timer = setTimeout(() => void this.#try(), RETRY_MS);
  }
}

import type { ApiClient } from '#contract/client';
import type { Feed } from '#renderer/shared/api/event-feed.svelte.ts';

export interface OwnershipControllerDeps {
  readonly client: Pick<ApiClient, 'call'>;
  readonly feed: Feed;
}

/** Whether this is an owner's phone: what only owners may do or see is not shown to others. */
export class OwnershipController {
  readonly #deps: OwnershipControllerDeps;
  #isOwner = $state<boolean | undefined>();

  constructor(deps: OwnershipControllerDeps) {
    this.#deps = deps;
  }

  /** Undefined until it is known. */
  get isOwner(): boolean | undefined {
    return this.#isOwner;
  }

  /** The connection begins anew when Set-up has changed whose phone this is. */
  connect(): () => void {
    void this.#ask();
    return this.#deps.feed.subscribe({ onSnapshot: () => void this.#ask() });
  }

  async #ask(): Promise<void> {
    const session = await this.#deps.client.call('getSession', {}).catch(() => undefined);
    this.#isOwner = session?.isOwner ?? this.#isOwner;
  }
}

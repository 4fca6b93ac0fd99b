import type { ApiClient } from '#contract/client';
import type { Notice } from '#contract/entities/notice';
import type { Feed } from '#renderer/shared/api/event-feed.svelte.ts';

export interface NoticesControllerDeps {
  readonly client: ApiClient;
  readonly feed: Feed;
  readonly fail: (error: unknown) => void;
}

const WEIGHT: Readonly<Record<Notice['level'], number>> = { error: 2, warning: 1, info: 0 };

/** What the driver should know now, the most serious first. */
export class NoticesController {
  readonly #deps: NoticesControllerDeps;
  #notices = $state.raw<readonly Notice[]>([]);
  readonly #list = $derived(this.#notices.toSorted(bySeverity));

  constructor(deps: NoticesControllerDeps) {
    this.#deps = deps;
  }

  get list(): readonly Notice[] {
    return this.#list;
  }

  async dismiss(id: string): Promise<void> {
    this.#notices = this.#notices.filter((notice) => notice.id !== id);
    try {
      this.#notices = await this.#deps.client.call('dismissNotice', { id });
    } catch (error) {
      this.#deps.fail(error);
    }
  }

  connect(): () => void {
    return this.#deps.feed.subscribe({
      onSnapshot: (snapshot) => {
        this.#notices = snapshot.notices;
      },
      onEvent: (event) => {
        if (event.type === 'notice.cleared') this.#remove(event.noticeId);
        if (event.type === 'notice.posted') {
          this.#remove(event.notice.id);
          this.#notices = [...this.#notices, event.notice];
        }
      },
    });
  }

  #remove(id: string): void {
    this.#notices = this.#notices.filter((notice) => notice.id !== id);
  }
}

function bySeverity(a: Notice, b: Notice): number {
  return WEIGHT[b.level] - WEIGHT[a.level] || b.atUptimeMs - a.atUptimeMs;
}

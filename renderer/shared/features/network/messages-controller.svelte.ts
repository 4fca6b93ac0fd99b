import { SvelteMap } from 'svelte/reactivity';

import type { RouterMessage } from '#contract/entities/router-message';
import type { RouterController } from '#renderer/shared/api/router-controller.svelte.ts';

/** All messages with one number, newest first. */
export interface MessageThread {
  readonly number: string;
  readonly messages: readonly RouterMessage[];
  readonly unreadCount: number;
}

/** The router's text messages by number, newest thread first. */
export class MessagesController {
  readonly #router: RouterController;
  readonly #drafts = new SvelteMap<string, string>();
  #messages = $state.raw<readonly RouterMessage[] | undefined>();
  #isFresh = $state(true);
  readonly #threads = $derived(threadsOf(this.#messages ?? []));

  constructor(router: RouterController) {
    this.#router = router;
  }

  get threads(): readonly MessageThread[] {
    return this.#threads;
  }

  /** False: what was read before, for the router does not answer. */
  get isFresh(): boolean {
    return this.#isFresh;
  }

  get isLoading(): boolean {
    return this.#messages === undefined;
  }

  /** What was written to a number and is not with the router yet. */
  draft(number: string): string {
    return this.#drafts.get(number) ?? '';
  }

  thread(number: string): MessageThread | undefined {
    return this.#threads.find((one) => one.number === number);
  }

  /** What became of it is in the list; what the router has not taken stays the draft. */
  async send(number: string, text: string): Promise<void> {
    this.#drafts.set(number, text);
    if ((await this.#router.ask('sendMessage', { number, text })) && this.draft(number) === text)
      this.#drafts.delete(number);
    await this.load();
  }

  async markRead({ messages, unreadCount }: MessageThread): Promise<void> {
    if (unreadCount === 0) return;
    await this.#router.ask('readMessages', {
      ids: messages.filter(({ state }) => state === 'unread').map(({ id }) => id),
    });
  }

  async remove({ messages }: MessageThread): Promise<void> {
    await this.#router.ask('deleteMessages', { ids: messages.map(({ id }) => id) });
    await this.load();
  }

  async load(): Promise<void> {
    const answer = await this.#router.ask('listMessages', {});
    if (!answer) return;
    this.#messages = answer.messages;
    this.#isFresh = answer.isFresh;
  }

  connect(): () => void {
    void this.load();
    return this.#router.onMessages(() => void this.load());
  }
}

function threadsOf(messages: readonly RouterMessage[]): MessageThread[] {
  return [...Map.groupBy(messages, ({ number }) => number)].map(([number, ofNumber]) => ({
    number,
    messages: ofNumber,
    unreadCount: ofNumber.filter(({ state }) => state === 'unread').length,
  }));
}

import { describe, expect, it } from 'vitest';

import type { ApiClient } from '#contract/client';
import type { RouterMessage } from '#contract/entities/router-message';
import { demoWorld } from '#network/demo/demo-world';
import type { FeedListener } from '#renderer/shared/api/event-feed.svelte.ts';
import { RouterController } from '#renderer/shared/api/router-controller.svelte.ts';
import { MessagesController } from '#renderer/shared/features/network/messages-controller.svelte.ts';
import { emptySnapshot } from '#test/contract/support/samples';

const NUMBER = '+447700900123';
const OTHER = '+447700900456';

function setup() {
  const asked: { name: string; request: unknown }[] = [];
  let stored: readonly RouterMessage[] = demoWorld().messages;
  let isReached = true;
  let listener: FeedListener = {};
  const call = (name: string, request: unknown) => {
    asked.push({ name, request });
    if (name === 'listMessages') return Promise.resolve({ messages: stored, isFresh: isReached });
    return isReached ? Promise.resolve({ id: 'o1', parts: 1, count: 1 }) : Promise.reject(new Error('away'));
  };
  const feed = {
    subscribe: (one: FeedListener) => {
      listener = one;
      return () => undefined;
    },
  };
  const client = { call } as unknown as ApiClient;
  const router = new RouterController({ client, feed, clock: { uptimeMs: () => 0 }, fail: () => undefined });
  router.connect();
  return {
    messages: new MessagesController(router),
    requestsOf: (name: string) => asked.filter((one) => one.name === name).map(({ request }) => request),
    reach: (isThere: boolean) => (isReached = isThere),
    store: (all: readonly RouterMessage[]) => (stored = all),
    feed: () => listener,
  };
}

describe('text messages on a screen', () => {
  it('keep what was written to a number until the router has it', async () => {
    const { messages, requestsOf, reach } = setup();
    reach(false);
    await messages.send(NUMBER, 'Back by six');
    expect([messages.draft(NUMBER), messages.draft(OTHER)]).toEqual(['Back by six', '']);
    await messages.send(OTHER, 'Me too');
    reach(true);
    await messages.send(NUMBER, messages.draft(NUMBER));
    expect(requestsOf('sendMessage')).toHaveLength(3);
    expect([messages.draft(NUMBER), messages.draft(OTHER)]).toEqual(['', 'Me too']);
  });

  it('stand by number, and those that nobody has read are said to be read once', async () => {
    const { messages, requestsOf, store } = setup();
    await messages.load();
    expect(messages.threads.map(({ number, unreadCount }) => [number, unreadCount])).toEqual([
      [NUMBER, 1],
      ['EE', 0],
    ]);
    for (const thread of messages.threads) await messages.markRead(thread);
    expect(requestsOf('readMessages')).toEqual([{ ids: ['m2'] }]);

    const thread = messages.thread(NUMBER);
    store([]);
    if (thread) await messages.remove(thread);
    expect(requestsOf('deleteMessages')).toEqual([{ ids: ['m2', 'm0'] }]);
    expect(messages.threads).toEqual([]);
  });

  it('are read again when some have come, and when the connection was lost meanwhile', async () => {
    const { messages, requestsOf, feed } = setup();
    const disconnect = messages.connect();
    feed().onEvent?.({ type: 'messages.changed' });
    feed().onSnapshot?.(emptySnapshot);
    expect(requestsOf('listMessages')).toHaveLength(3);
    disconnect();
    feed().onEvent?.({ type: 'messages.changed' });
    expect(requestsOf('listMessages')).toHaveLength(3);
    await expect.poll(() => messages.isLoading).toBe(false);
  });
});

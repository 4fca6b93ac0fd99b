import { expect, it } from 'vitest';

import type { ApiClient } from '#contract/client';
import { OwnershipController } from '#renderer/remote/network/ownership-controller.svelte.ts';
import type { FeedListener } from '#renderer/shared/api/event-feed.svelte.ts';
import { emptySnapshot } from '#test/contract/support/samples';

it('asks whose phone it is at each connection, and believes the last answer while there is none', async () => {
  let answer: () => Promise<unknown> = () => Promise.resolve({ isOwner: true });
  let listener: FeedListener = {};
  const ownership = new OwnershipController({
    client: { call: () => answer() } as unknown as ApiClient,
    feed: {
      subscribe: (one) => {
        listener = one;
        return () => undefined;
      },
    },
  });
  expect(ownership.isOwner).toBeUndefined();
  ownership.connect();
  await expect.poll(() => ownership.isOwner).toBe(true);

  let isTold = false;
  answer = () => {
    isTold = true;
    return Promise.reject(new Error('away'));
  };
  listener.onSnapshot?.(emptySnapshot);
  await expect.poll(() => isTold).toBe(true);
  expect(ownership.isOwner).toBe(true);

  answer = () => Promise.resolve({ isOwner: false });
  listener.onSnapshot?.(emptySnapshot);
  await expect.poll(() => ownership.isOwner).toBe(false);
});

import { expect, it } from 'vitest';

import type { RouterMessage } from '#contract/entities/router-message';
import { demoWorld } from '#network/demo/demo-world';
import { MessageCache } from '#network/messages/message-cache';

const ALL = demoWorld().messages;

it('reads once for as long as nothing changes, and gives each message once', async () => {
  let reads = 0;
  const cache = new MessageCache(() => Promise.resolve((reads += 1) > 0 ? [...ALL, ...ALL] : []));

  const [first, second] = await Promise.all([cache.list(), cache.list()]);
  expect(first).toEqual({ messages: ALL, isFresh: true });
  expect(second).toEqual(first);
  await cache.list();
  expect(reads).toBe(1);

  cache.expire();
  await cache.list();
  expect(reads).toBe(2);
});

it('shows what was read before while the router does not answer, and says so', async () => {
  let isDead = true;
  const cache = new MessageCache(() => (isDead ? Promise.reject(new Error('no answer')) : Promise.resolve(ALL)));
  await expect(cache.list()).rejects.toThrow('no answer');

  isDead = false;
  await cache.list();
  isDead = true;
  cache.expire();
  expect(await cache.list()).toEqual({ messages: ALL, isFresh: false });
});

it('does not take for fresh what has changed while it was read', async () => {
  let answer: (messages: readonly RouterMessage[]) => void = () => undefined;
  const cache = new MessageCache(() => new Promise((resolve) => (answer = resolve)));
  const reading = cache.list();
  cache.expire();
  answer([]);
  expect((await reading).isFresh).toBe(false);

  const again = cache.list();
  answer(ALL);
  expect(await again).toEqual({ messages: ALL, isFresh: true });
});

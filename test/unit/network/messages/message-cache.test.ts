import { describe, expect, it } from 'vitest';

import type { RouterMessage } from '#contract/entities/router-message';
import { demoWorld } from '#network/demo/demo-world';
import { MessageCache } from '#network/messages/message-cache';
import type { MessageStore } from '#network/ports';

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

describe('over a restart', () => {
  it('has what was read before it, and writes only what is new', async () => {
    const store = memoryStore();
    await new MessageCache(() => Promise.resolve(ALL), store).list();
    const kept = [...store.writes];
    expect(kept).toEqual([ALL]);

    const away = new MessageCache(() => Promise.reject(new Error('no answer')), store);
    expect(await away.list()).toEqual({ messages: ALL, isFresh: false });
    await new MessageCache(() => Promise.resolve(ALL), store).list();
    expect(store.writes).toEqual(kept);
  });

  it('has nothing of a router that was forgotten', async () => {
    const store = memoryStore();
    const cache = new MessageCache(() => Promise.resolve(ALL), store);
    await cache.list();
    cache.forget();
    expect(store.load()).toBeUndefined();
    await expect(new MessageCache(() => Promise.reject(new Error('no answer')), store).list()).rejects.toThrow();
  });

  it('keeps the newest of very many', async () => {
    const store = memoryStore();
    const [one] = ALL;
    const many = Array.from({ length: 300 }, (_none, index) => ({ ...one, id: `m${index}` }) as RouterMessage);
    expect((await new MessageCache(() => Promise.resolve(many), store).list()).messages).toHaveLength(300);
    expect(store.load()?.map(({ id }) => id)).toEqual(many.slice(0, 100).map(({ id }) => id));
  });
});

function memoryStore(): MessageStore & { readonly writes: (readonly RouterMessage[])[] } {
  const writes: (readonly RouterMessage[])[] = [];
  let kept: readonly RouterMessage[] | undefined;
  return {
    writes,
    load: () => kept,
    keep: (messages) => writes.push((kept = messages)),
    drop: () => (kept = undefined),
  };
}

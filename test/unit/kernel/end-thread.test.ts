import { EventEmitter } from 'node:events';

import { expect, it } from 'vitest';

import { endThread } from '#kernel/end-thread';

function setup() {
  const thread = Object.assign(new EventEmitter(), { isLeft: false, unref: () => (thread.isLeft = true) });
  return thread;
}

it('waits for a thread that ends, and keeps nothing of it', async () => {
  const thread = setup();
  setTimeout(() => thread.emit('exit'), 10);

  expect(await endThread(thread, 5_000)).toBe(true);
  expect(thread.isLeft).toBe(false);
  expect(thread.listenerCount('exit')).toBe(0);
});

it('leaves a thread to itself that does not end in time', async () => {
  const thread = setup();

  expect(await endThread(thread, 10)).toBe(false);
  expect(thread.isLeft).toBe(true);
  expect(thread.listenerCount('exit')).toBe(0);
});

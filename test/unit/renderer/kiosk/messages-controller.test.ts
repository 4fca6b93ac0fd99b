import { expect, it } from 'vitest';

import { MessagesController } from '#renderer/kiosk/network/messages-controller.svelte.ts';
import type { RouterController } from '#renderer/shared/api/router-controller.svelte.ts';

const NUMBER = '+447700900123';

function setup(isSent: () => boolean) {
  const sent: unknown[] = [];
  const ask = (name: string, request: unknown) => {
    if (name !== 'sendMessage') return Promise.resolve({ messages: [], isFresh: true });
    sent.push(request);
    return Promise.resolve(isSent() ? { id: 'o1', parts: 1 } : undefined);
  };
  return { sent, messages: new MessagesController({ ask } as unknown as RouterController) };
}

it('keeps what was written until the router has it', async () => {
  let isReached = false;
  const { messages, sent } = setup(() => isReached);
  await messages.send(NUMBER, 'Back by six');
  expect(messages.draft).toBe('Back by six');
  isReached = true;
  await messages.send(NUMBER, messages.draft);
  expect(sent).toHaveLength(2);
  expect(messages.draft).toBe('');
});

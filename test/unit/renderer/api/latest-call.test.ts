import { expect, it } from 'vitest';

import { LatestCall } from '#renderer/shared/api/latest-call.ts';

interface Sent {
  readonly value: number;
  readonly answer: () => void;
  readonly fail: (error: Error) => void;
}

function setup(): { call: LatestCall<number, string>; sent: Sent[] } {
  const sent: Sent[] = [];
  const call = new LatestCall((value: number) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    sent.push({ value, answer: () => resolve(`answer to ${value}`), fail: reject });
    return promise;
  });
  return { call, sent };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

it('sends one value at a time and of those in between only the last one', async () => {
  const { call, sent } = setup();
  const first = call.run(1);
  void call.run(2);
  const last = call.run(3);

  expect(sent.map((one) => one.value)).toEqual([1]);
  sent[0]?.answer();
  await settle();
  expect(sent.map((one) => one.value)).toEqual([1, 3]);
  sent[1]?.answer();

  await expect(first).resolves.toBe('answer to 3');
  await expect(last).resolves.toBe('answer to 3');
});

it('can be used again after a failure', async () => {
  const { call, sent } = setup();
  const failing = call.run(1);
  sent[0]?.fail(new Error('no'));
  await expect(failing).rejects.toThrow('no');

  const again = call.run(2);
  sent[1]?.answer();
  await expect(again).resolves.toBe('answer to 2');
});

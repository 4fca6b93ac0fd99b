import { expect, it } from 'vitest';

import { ServiceClock } from '#renderer/shared/api/service-clock.ts';

function setup(): { clock: ServiceClock; pass: (durationMs: number) => void } {
  let nowMs = 1_000;
  return {
    clock: new ServiceClock(() => nowMs),
    pass: (durationMs) => {
      nowMs += durationMs;
    },
  };
}

it('tells the time of the service from when it was last heard', () => {
  const { clock, pass } = setup();
  clock.reset(50_000);
  pass(250);

  expect(clock.uptimeMs()).toBe(50_250);
});

it('believes the least delayed message', () => {
  const { clock, pass } = setup();
  clock.reset(50_000);
  pass(1_000);
  clock.hear(51_040);
  pass(1_000);
  clock.hear(51_500);

  expect(clock.uptimeMs()).toBe(52_040);
});

it('forgets what it knew when another service answers', () => {
  const { clock } = setup();
  clock.reset(50_000);
  clock.reset(200);

  expect(clock.uptimeMs()).toBe(200);
});

import { afterEach, expect, it, vi } from 'vitest';

import type { Driving } from '#contract/entities/driving';
import { artworkDrive } from '#renderer/shared/api/artwork-drive.svelte.ts';
import { DrivingController } from '#renderer/shared/api/driving-controller.svelte.ts';
import type { FeedListener } from '#renderer/shared/api/event-feed.svelte.ts';
import { emptySnapshot } from '#test/contract/support/samples';

afterEach(() => vi.useRealTimers());

const PARKED: Driving = { state: 'parked', hasSource: true, isRestricted: false, isFilmAllowed: true };
const MOVING: Driving = { state: 'moving', hasSource: true, isRestricted: true, isFilmAllowed: false };

function setup() {
  vi.useFakeTimers();
  let listener: FeedListener = {};
  const feed = {
    isConnected: true,
    subscribe: (one: FeedListener) => {
      listener = one;
      return () => undefined;
    },
  };
  const driving = new DrivingController(feed);
  const stop = driving.connect();
  return {
    ...{ driving, feed, stop },
    greet: (now: Driving) => listener.onSnapshot?.({ ...emptySnapshot, driving: now }),
    tell: (now: Driving) => listener.onEvent?.({ type: 'driving.changed', driving: now }),
  };
}

it('restricts the screen while the service says so', () => {
  const { driving, greet, tell } = setup();
  expect(driving.isRestricted).toBe(false);
  greet(MOVING);
  expect(driving.isRestricted).toBe(true);
  tell(PARKED);
  expect(driving.isRestricted).toBe(false);
});

it('takes the car for moving when the service has been gone for 5 s, and believes it again at once', () => {
  const { driving, greet, feed, stop } = setup();
  greet(PARKED);
  feed.isConnected = false;
  vi.advanceTimersByTime(4_000);
  expect(driving.isRestricted).toBe(false);
  vi.advanceTimersByTime(1_500);
  expect(driving.isRestricted).toBe(true);
  feed.isConnected = true;
  vi.advanceTimersByTime(1_000);
  expect(driving.isRestricted).toBe(false);
  stop();
});

it('has pictures asked for again when films may not be seen any more, or again, and at no other time', () => {
  const { greet, tell } = setup();
  greet(PARKED);
  const before = artworkDrive.count;
  tell({ ...PARKED, state: 'stopped' });
  expect(artworkDrive.count).toBe(before);
  tell(MOVING);
  expect(artworkDrive.count).toBe(before + 1);
  greet(PARKED);
  expect(artworkDrive.count).toBe(before + 2);
});

it('restricts nothing where no source is set up, though the service is gone', () => {
  const { driving, feed } = setup();
  feed.isConnected = false;
  vi.advanceTimersByTime(60_000);
  expect(driving.isRestricted).toBe(false);
});

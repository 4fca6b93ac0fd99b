import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { volumeId } from '#contract/entities/ids';
import type { ServerEvent } from '#contract/events';
import type { FeedListener } from '#renderer/shared/api/event-feed.svelte.ts';
import { watchLibrary } from '#renderer/shared/api/library-watch.ts';

const FOUND: ServerEvent = { type: 'library.changed', volumeId: volumeId.parse('v') };

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function setup(showsPlays = false) {
  const state = { reloads: 0, isHeld: false };
  let listener: FeedListener = {};
  const undo = watchLibrary(
    {
      subscribe: (given) => {
        listener = given;
        return () => {
          listener = {};
        };
      },
    },
    () => {
      state.reloads += 1;
    },
    () => state.isHeld,
    showsPlays,
  );
  return { state, undo, hear: (event: ServerEvent) => listener.onEvent?.(event) };
}

it('reads again once for many batches of a scan', () => {
  const { state, hear } = setup();
  for (let batch = 0; batch < 5; batch += 1) hear(FOUND);

  vi.advanceTimersByTime(1_000);

  expect(state.reloads).toBe(1);
});

it('waits with what a scan found while a finger is in the list, and reads it when the finger is gone', () => {
  const { state, hear } = setup();
  state.isHeld = true;
  hear(FOUND);
  vi.advanceTimersByTime(3_000);
  const whileHeld = state.reloads;

  state.isHeld = false;
  vi.advanceTimersByTime(1_000);

  expect([whileHeld, state.reloads]).toEqual([0, 1]);
});

it('does not wait when a stick is pulled out', () => {
  const { state, hear } = setup();
  const stick = { id: volumeId.parse('v'), label: 'V', isOnline: true };
  state.isHeld = true;
  hear({ type: 'volumes.changed', volumes: [stick as never] });
  hear({ type: 'volumes.changed', volumes: [{ ...stick, isOnline: false } as never] });

  vi.advanceTimersByTime(1_000);

  expect(state.reloads).toBe(1);
});

it('reads nothing any more once it is undone', () => {
  const { state, undo, hear } = setup();
  hear(FOUND);
  undo();

  vi.advanceTimersByTime(1_000);

  expect(state.reloads).toBe(0);
});

it('reads again after something was heard or left only where that is shown', () => {
  const songs = setup();
  const films = setup(true);
  for (const { hear } of [songs, films]) hear({ type: 'plays.changed' });

  vi.advanceTimersByTime(1_000);

  expect([songs.state.reloads, films.state.reloads]).toEqual([0, 1]);
});

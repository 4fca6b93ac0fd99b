import type { Component } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';

import { ViewLoader } from '#renderer/kiosk/frame/view-loader.svelte.ts';

afterEach(() => vi.useRealTimers());

const view = (() => ({})) as unknown as Component;

function setup({ failures = 0 } = {}) {
  vi.useFakeTimers();
  const asked: string[] = [];
  let left = failures;
  const file = (name: string) => () => {
    asked.push(name);
    left -= 1;
    return left >= 0 ? Promise.reject(new Error('the service is away')) : Promise.resolve({ default: view });
  };
  return { asked, views: new ViewLoader({ first: file('first'), second: file('second') }) };
}

it('loads a view once, when it is wanted', async () => {
  const { views, asked } = setup();
  expect(views.get('second')).toBeUndefined();
  await views.want('second');
  await views.want('second');
  expect(views.get('second')).toBe(view);
  expect(asked).toEqual(['second']);
});

it('loads the others when there is time', async () => {
  const { views, asked } = setup();
  await views.want('second');
  const others = views.loadOthers();
  await vi.runAllTimersAsync();
  await others;
  expect(asked).toEqual(['second', 'first']);
});

it('tries again while the service is away, until another view is wanted', async () => {
  const { views, asked } = setup({ failures: 3 });
  await views.want('first');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toEqual(['first', 'first']);
  await views.want('second');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(asked).toEqual(['first', 'first', 'second', 'second']);
  expect(views.get('second')).toBe(view);
});

it('asks for nothing more once it is stopped', async () => {
  const { views, asked } = setup({ failures: 9 });
  await views.want('first');
  views.stop();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(asked).toEqual(['first']);
});

import type { CDPSession, Page } from 'playwright-core';

/** A finger is down for about so long. */
const FINGER_MS = 80;

export interface Frames {
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** The longest time in which a row on the screen had nothing in it yet. */
  readonly longestBlankMs: number;
  readonly domNodes: number;
}

export interface Taps {
  readonly p50Ms: number;
  readonly p95Ms: number;
}

interface Record {
  frames: number[];
  longestBlankMs: number;
  domNodes: number;
  isOver: boolean;
}

declare global {
  interface Window {
    benchRecord: Record;
    /** From the event to the frame that shows what it did, in ms. */
    benchTaps: { pointerdown: number[]; click: number[] };
  }
}

/** Flings a list down and up with a finger; what each frame took. */
export async function measureFling(page: Page, cdp: CDPSession, flings: number): Promise<Frames> {
  const list = await page.getByRole('main').getByRole('region').boundingBox();
  if (!list) throw new Error('There is no list to fling');
  await page.evaluate(recordFrames);
  for (let index = 0; index < flings; index += 1) {
    const isDown = index % 4 !== 3;
    await cdp.send('Input.synthesizeScrollGesture', {
      x: list.x + list.width / 3,
      y: list.y + list.height / 2,
      yDistance: isDown ? -6_000 : 6_000,
      speed: 6_000,
      gestureSourceType: 'touch',
      preventFling: false,
    });
  }
  const { frames, longestBlankMs, domNodes } = await page.evaluate(() => {
    window.benchRecord.isOver = true;
    return window.benchRecord;
  });
  return { p95Ms: quantile(frames, 0.95), p99Ms: quantile(frames, 0.99), longestBlankMs, domNodes };
}

/** Presses the keys one after the other, with a finger that rests as fingers do: until the key is lit, and until its view is there. */
export async function measureTaps(
  page: Page,
  cdp: CDPSession,
  names: readonly string[],
  rounds: number,
): Promise<{ readonly lit: Taps; readonly shown: Taps }> {
  await page.evaluate(recordTaps);
  let shown = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      const box = await page.getByRole('main').getByRole('button', { name, exact: true }).boundingBox();
      if (!box) throw new Error(`There is no key ${name}`);
      const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
      await page.waitForTimeout(FINGER_MS);
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
      await page.waitForFunction((views) => window.benchTaps.click.length > views, shown);
      shown += 1;
      await page.waitForFunction(() => document.querySelector('main [aria-busy="false"] li button') !== null);
    }
  }
  const { pointerdown, click } = await page.evaluate(() => window.benchTaps);
  // What was lit within a frame is not told of.
  const lit = [...pointerdown, ...Array<number>(Math.max(0, shown - pointerdown.length)).fill(16)];
  return { lit: quantilesOf(lit), shown: quantilesOf(click) };
}

/** Runs in the page. */
function recordTaps(): void {
  const record: { pointerdown: number[]; click: number[] } = { pointerdown: [], click: [] };
  window.benchTaps = record;
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) {
      if (name === 'pointerdown' || name === 'click') record[name].push(duration);
    }
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
}

/** Types the words, a key at a time as fast as the answers come; from each key to the frame that shows what was found. */
export async function measureSearch(page: Page, words: readonly string[]): Promise<Taps> {
  const field = page.getByRole('main').getByRole('textbox');
  const keysMs: number[] = [];
  for (const word of words) {
    await field.fill('');
    for (let length = 1; length <= word.length; length += 1) {
      keysMs.push(await field.evaluate(typeAndWait, word.slice(0, length)));
    }
  }
  return quantilesOf(keysMs);
}

/** Runs in the page. */
function typeAndWait(field: Node, text: string): Promise<number> {
  const startMs = performance.now();
  const input = field as HTMLInputElement;
  input.value = text;
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  return new Promise((found) => {
    const look = (): void => {
      const isFound = document.querySelector('main [aria-busy="false"]') !== null;
      // The frame after the one in which it is there has painted it.
      requestAnimationFrame(isFound ? () => found(performance.now() - startMs) : look);
    };
    requestAnimationFrame(look);
  });
}

/** Runs in the page: it can use nothing from outside itself. */
function recordFrames(): void {
  const record: Record = { frames: [], longestBlankMs: 0, domNodes: 0, isOver: false };
  window.benchRecord = record;
  let beforeMs = performance.now();
  let blankSinceMs: number | undefined;
  const look = (nowMs: number): void => {
    if (record.isOver) return;
    record.frames.push(nowMs - beforeMs);
    beforeMs = nowMs;
    record.domNodes = Math.max(record.domNodes, document.getElementsByTagName('*').length);
    const box = document.querySelector('main .viewport')?.getBoundingClientRect();
    const seen = box ? document.elementsFromPoint(box.left + box.width / 3, box.top + box.height / 2) : [];
    // A row that is there, and not the shape of one.
    const isBlank = !seen.some((element) => element.closest('li button') !== null);
    if (!isBlank) blankSinceMs = undefined;
    else blankSinceMs ??= nowMs;
    if (blankSinceMs !== undefined) record.longestBlankMs = Math.max(record.longestBlankMs, nowMs - blankSinceMs);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

function quantilesOf(values: readonly number[]): Taps {
  return { p50Ms: quantile(values, 0.5), p95Ms: quantile(values, 0.95) };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
}

import type { Page } from 'playwright-core';

export interface AuditRules {
  /** Smallest edge of a touch target, in dp of the page. */
  readonly targetDp: number;
  /** Smallest letters, in dp of the page. */
  readonly textDp: number;
  /** While the car moves: letters that a string shows, and items of a list. */
  readonly mostLetters?: number;
  readonly mostItems?: number;
}

/** What a page does wrong for fingers and eyes, in words; an empty list where nothing is wrong. */
export function auditPage(page: Page, rules: AuditRules): Promise<string[]> {
  return page.evaluate(findFaults, rules);
}

/** Runs in the page: it can use nothing from outside itself. */
function findFaults({ targetDp, textDp, mostLetters, mostItems }: AuditRules): string[] {
  const APART_PX = 8;
  const CONTRAST = 4.5;
  const SLACK_PX = 0.6;
  const THEMES = ['night', 'day', 'dim'];
  interface Box {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  }
  const root = document.documentElement;
  const dpPx = Number.parseFloat(getComputedStyle(root).getPropertyValue('--dp')) || 1;
  const dialogues = document.querySelectorAll('dialog[open]');
  const scope = dialogues[dialogues.length - 1] ?? document.body;
  const faults: string[] = [];

  const nameOf = (element: Element): string => {
    const name = element.getAttribute('aria-label') ?? element.textContent.trim();
    return `${element.tagName.toLowerCase()}.${element.classList[0] ?? ''} “${name.slice(0, 40)}”`;
  };
  const isScroller = (element: Element): boolean => {
    const { overflowX, overflowY } = getComputedStyle(element);
    return [overflowX, overflowY].some((overflow) => overflow === 'auto' || overflow === 'scroll');
  };
  const ancestors = (element: Element): Element[] => {
    const found: Element[] = [];
    for (let one = element.parentElement; one; one = one.parentElement) found.push(one);
    return found;
  };
  const cut = (box: Box, by: Box): Box => ({
    left: Math.max(box.left, by.left),
    top: Math.max(box.top, by.top),
    right: Math.min(box.right, by.right),
    bottom: Math.min(box.bottom, by.bottom),
  });
  const isSeen = (box: Box): boolean => box.right - box.left > 1 && box.bottom - box.top > 1;
  const seenPart = (element: Element): Box =>
    ancestors(element)
      .filter((one) => getComputedStyle(one).overflow !== 'visible')
      .reduce<Box>((box, one) => cut(box, one.getBoundingClientRect()), element.getBoundingClientRect());

  const targets = [...scope.querySelectorAll('button, a[href], input, [role="slider"]')].filter(
    (element) => element.checkVisibility({ visibilityProperty: true }) && isSeen(seenPart(element)),
  );
  for (const target of targets) {
    const { width, height, left, right, top, bottom } = target.getBoundingClientRect();
    const edgePx = targetDp * dpPx - SLACK_PX;
    if (width < edgePx || height < edgePx) {
      faults.push(`too small, ${String(Math.round(width))}x${String(Math.round(height))} px: ${nameOf(target)}`);
    }
    const isOutside = left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1;
    if (isOutside && !ancestors(target).some(isScroller)) faults.push(`outside the screen: ${nameOf(target)}`);
  }
  const boxes = targets.map((target) => seenPart(target));
  for (const [index, one] of boxes.entries()) {
    for (const [offset, other] of boxes.slice(index + 1).entries()) {
      const [a, b] = [targets[index], targets[index + 1 + offset]];
      if (!a || !b || a.contains(b) || b.contains(a)) continue;
      const gapX = Math.max(one.left - other.right, other.left - one.right);
      const gapY = Math.max(one.top - other.bottom, other.top - one.bottom);
      const gapPx = Math.max(gapX, gapY);
      if (gapPx < APART_PX - SLACK_PX) faults.push(`${gapPx.toFixed(1)} px apart: ${nameOf(a)} and ${nameOf(b)}`);
    }
  }

  if (root.scrollWidth > innerWidth) faults.push('the page scrolls sideways');

  const texts: Element[] = [];
  const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent || texts.includes(parent) || (node.textContent ?? '').trim() === '') continue;
    if (parent.checkVisibility({ visibilityProperty: true }) && isSeen(seenPart(parent))) texts.push(parent);
  }
  for (const text of texts) {
    if (text.closest('.for-readers')) continue;
    const sizePx = Number.parseFloat(getComputedStyle(text).fontSize);
    if (sizePx < textDp * dpPx - SLACK_PX) faults.push(`letters of ${sizePx.toFixed(1)} px: ${nameOf(text)}`);
    const { left, right } = text.getBoundingClientRect();
    const isOutside = left < -1 || right > innerWidth + 1;
    if (isOutside && !ancestors(text).some(isScroller)) faults.push(`runs off the screen: ${nameOf(text)}`);
    if (text.scrollHeight > text.clientHeight + 2 && getComputedStyle(text).overflowY === 'hidden') {
      const isClamped = getComputedStyle(text).getPropertyValue('-webkit-line-clamp') !== 'none';
      if (!isClamped) faults.push(`cut off at the bottom: ${nameOf(text)}`);
    }
  }

  /** What is cut off by an ellipsis is not read: as many letters as would fit, by their mean width. */
  const lettersSeen = (text: Element): number => {
    const letters = text.textContent.trim().length;
    const lines = text.scrollHeight > text.clientHeight + 2 ? text.clientHeight / text.scrollHeight : 1;
    return letters * Math.min(1, text.clientWidth / Math.max(1, text.scrollWidth)) * lines;
  };
  for (const text of texts) {
    if (mostLetters === undefined || text.closest('.for-readers') || text.clientWidth === 0) continue;
    const seen = Math.floor(lettersSeen(text));
    if (seen > mostLetters) faults.push(`${String(seen)} letters: ${nameOf(text)}`);
  }
  for (const list of scope.querySelectorAll('ul')) {
    const row = list.querySelector('li');
    if (mostItems === undefined || !row) continue;
    const { width, height } = row.getBoundingClientRect();
    const box = list.getBoundingClientRect();
    const items = Math.round(box.height / height) * Math.max(1, Math.round(box.width / width));
    // Its last row may be short.
    if (items > mostItems + 4) faults.push(`${String(items)} items: ${nameOf(list)}`);
  }

  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (colour: string): number[] => {
    if (!canvas) return [0, 0, 0, 1];
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0, a = 255] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top: number[], below: number[]): number[] =>
    [0, 1, 2].map((index) => (top[index] ?? 0) * (top[3] ?? 1) + (below[index] ?? 0) * (1 - (top[3] ?? 1)));
  const luminance = (colour: number[]): number => {
    const [r = 0, g = 0, b = 0] = colour.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const shownTheme = root.dataset['theme'];
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { transition: none !important }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  for (const theme of THEMES) {
    root.dataset['theme'] = theme;
    for (const text of texts) {
      const line = [text, ...ancestors(text)];
      if (line.some((one) => getComputedStyle(one).backgroundImage !== 'none')) continue;
      if (line.some((one) => one instanceof HTMLButtonElement && one.disabled)) continue;
      const behind = line
        .map((one) => rgba(getComputedStyle(one).backgroundColor))
        .reduceRight((below, top) => over(top, below), [0, 0, 0]);
      const opacity = line.reduce((product, one) => product * Number(getComputedStyle(one).opacity), 1);
      const [r = 0, g = 0, b = 0, a = 1] = rgba(getComputedStyle(text).color);
      const [light = 0, dark = 0] = [luminance(over([r, g, b, a * opacity], behind)), luminance(behind)].toSorted(
        (one, other) => other - one,
      );
      const contrast = (light + 0.05) / (dark + 0.05);
      if (contrast < CONTRAST) faults.push(`contrast ${contrast.toFixed(2)} in ${theme}: ${nameOf(text)}`);
    }
  }
  if (shownTheme !== undefined) root.dataset['theme'] = shownTheme;
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
  return [...new Set(faults)];
}

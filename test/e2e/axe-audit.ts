import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Contrast is reckoned in all three themes by the audit of the page; a part of a page needs no landmarks of its own. */
const RULES = { 'color-contrast': { enabled: false }, region: { enabled: false } };

interface AxeWindow {
  readonly axe: typeof axe;
}

/** What axe finds wrong in the page as it is, in words. */
export async function auditByAxe(page: Page): Promise<string[]> {
  const isThere = await page.evaluate(() => 'axe' in window);
  // Not as a script element: the page's policy lets none in.
  if (!isThere) await page.evaluate(axe.source);
  return page.evaluate(async (rules) => {
    const { violations } = await (window as unknown as AxeWindow).axe.run(document, {
      rules,
      resultTypes: ['violations'],
    });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `axe ${id}: ${node.html.slice(0, 120)}`));
  }, RULES);
}

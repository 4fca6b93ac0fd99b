import type { Page } from 'playwright-core';

/** Goes to a view without loading the page anew, and waits until all that it shows is there. */
export async function showView(page: Page, address: string): Promise<void> {
  await page.evaluate(async (to) => {
    const go = (there: string): void => {
      history.pushState({ depth: 1 }, '', there);
      dispatchEvent(new PopStateEvent('popstate', { state: history.state as unknown }));
    };
    // The same view with another query is made anew, as by a link: what was typed into it is gone.
    const isSame = location.pathname === new URL(to, location.href).pathname && to !== location.pathname;
    if (isSame) {
      go(to.startsWith('/kiosk') ? '/kiosk/now' : '/');
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }
    go(to);
  }, address);
  await page.waitForFunction(
    () =>
      document.querySelector('main .view > *, main:not(:has(.view)) > *') !== null &&
      document.querySelector('main [aria-busy="true"]') === null,
  );
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { systemClock } from '#kernel/clock';
import { RouterSshServer } from '#network/adapters/ssh/router-ssh-server';
import { auditPage } from '#test/e2e/page-audit';
import { CHROMIUM, launchBrowser, openKiosk } from '#test/support/browser';
import { ensureBuiltPages } from '#test/support/built-pages';
import { BROKEN_STATES } from '#test/support/broken-states';
import { ScriptedRouter } from '#test/support/scripted-router';
import { startService } from '#test/support/service';
import { makeTempFolder } from '#test/support/temp-folder';

const LIMIT_MS = 180_000;
const NO_TROUBLE = { cspViolations: [], dialogs: [], foreignRequests: [], errors: [] };
const SIZES = [
  { width: 800, height: 480 },
  { width: 1024, height: 600 },
];

describe.skipIf(CHROMIUM === undefined)('the network panel with a router in trouble', { timeout: LIMIT_MS }, () => {
  let browser: Browser;
  beforeAll(async () => {
    await ensureBuiltPages();
    browser = await launchBrowser();
  }, LIMIT_MS);
  afterAll(() => browser.close());

  it('says why and what is next, whole, on both panels, whatever is broken', async () => {
    await using router = await runScripted();
    await using folder = await makeTempFolder();
    const config = join(folder.path, 'settings.json');
    await writeFile(config, JSON.stringify({ router: { host: '127.0.0.1', port: router.port } }));
    await using service = await startService({ flags: ['--config', config] });
    await using kiosk = await openKiosk(browser, service.baseUrl, service.token);
    const { page } = kiosk;
    const faults: string[] = [];
    const look = async (name: string, says: readonly (string | RegExp)[]) => {
      for (const text of says) await page.getByRole('main').getByText(text).first().waitFor();
      faults.push(...(await faultsOf(page, name)));
    };
    await page.getByRole('button', { name: 'Network' }).click();
    await look('first-contact', ['Is this your router?', router.fingerprint]);
    await page.getByRole('button', { name: 'Yes, it is ours' }).click();
    await page.getByText('Data session').waitFor();

    for (const [name, [wrong, why, next]] of Object.entries(BROKEN_STATES)) {
      router.desk.say(wrong);
      await look(name, [why, next]);
    }
    router.desk.speak('silent');
    await look('silent', ['The router does not answer', 'It has fallen silent', /^since /u]);
    router.desk.say(undefined);
    await page.getByText('Data session').waitFor();
    router.desk.speak('garbage');
    await look('garbage', ['The router does not answer', 'What it says makes no sense', /^since /u]);
    router.close();
    await look('gone', ['The router does not answer', 'Is it switched on?', /^since /u]);

    await using impostor = await runScripted(router.port);
    await look('impostor', ['Another router answers', impostor.fingerprint, router.fingerprint]);
    expect(faults).toEqual([]);
    expect(kiosk.troubles).toEqual(NO_TROUBLE);
  });
});

async function runScripted(atPort = 0) {
  const desk = new ScriptedRouter(systemClock);
  const server = await RouterSshServer.make(desk);
  const port = await server.listen(atPort);
  desk.start();
  const close = () => {
    desk.stop();
    server.close();
  };
  return {
    desk,
    port,
    fingerprint: server.fingerprint,
    close,
    [Symbol.asyncDispose]: () => {
      close();
      return Promise.resolve();
    },
  };
}

/** For fingers and eyes, and that nothing is cut; as pictures into the folder of `CARPUTER_PICTURES`, if there is one. */
async function faultsOf(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  const folder = process.env['CARPUTER_PICTURES'];
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}-${String(size.width)}.png`) });
    const cut = await page.evaluate(findCut);
    // Its look does not hang on what is broken: each state on one panel.
    const isTurn = SIZES.indexOf(size) === name.length % SIZES.length;
    const found = isTurn ? await auditPage(page, { targetDp: 48, textDp: 24 }) : [];
    faults.push(...[...found, ...cut].map((fault) => `${name} at ${String(size.width)}: ${fault}`));
  }
  return faults;
}

/** Runs in the page: texts of the panel that do not fit where they stand, or lie over one another. */
function findCut(): string[] {
  const card = document.querySelector('main ol')?.getBoundingClientRect();
  const faults: string[] = [];
  for (const text of document.querySelectorAll('main h1, main h2, main p, main code, main li span')) {
    if (text.clientWidth > 0 && text.scrollWidth > text.clientWidth + 1) faults.push(`cut: ${text.textContent}`);
    const { top, bottom } = text.getBoundingClientRect();
    const isInChain = card !== undefined && text.closest('ol') !== null;
    if (isInChain && (bottom > card.bottom + 1 || top < card.top - 1)) faults.push(`outside: ${text.textContent}`);
  }
  const links = [...document.querySelectorAll('main ol li .text')].map((text) => text.getBoundingClientRect());
  for (const [index, one] of links.entries()) {
    const other = links[index + 1];
    if (other && one.bottom > other.top + 1) faults.push(`link ${String(index + 1)} lies over the next`);
  }
  return faults;
}

import { existsSync } from 'node:fs';

import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/** What a page must never do, as it did it. */
export interface PageTroubles {
  readonly cspViolations: string[];
  readonly dialogs: string[];
  readonly foreignRequests: string[];
  readonly errors: string[];
}

export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly troubles: PageTroubles;
}

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const KIOSK_SIZE = { width: 1024, height: 600 };
const PHONE_SIZE = { width: 390, height: 844 };
const ACTION_LIMIT_MS = 20_000;

/** The Chromium of this machine, or undefined. */
export const CHROMIUM = CANDIDATES.find((path) => existsSync(path));

export async function launchBrowser(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error(`No Chromium: looked for ${CANDIDATES.join(', ')}`);
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
}

/** The touchscreen, signed in. */
export async function openKiosk(browser: Browser, baseUrl: string, token: string): Promise<OpenPage> {
  const opened = await openPage(browser, baseUrl, { viewport: KIOSK_SIZE, hasTouch: true });
  await opened.page.goto(`${baseUrl}/kiosk#${token}`);
  return opened;
}

/** A phone on the car's WiFi, as it comes: not paired. */
export async function openPhone(browser: Browser, phoneUrl: string): Promise<OpenPage> {
  const opened = await openPage(browser, phoneUrl, {
    viewport: PHONE_SIZE,
    hasTouch: true,
    isMobile: true,
    userAgent: 'Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UD1A) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36',
  });
  await opened.page.goto(`${phoneUrl}/`);
  return opened;
}

async function openPage(
  browser: Browser,
  ownUrl: string,
  options: Parameters<Browser['newContext']>[0],
): Promise<OpenPage> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(ACTION_LIMIT_MS);
  const page = await context.newPage();
  const troubles: PageTroubles = { cspViolations: [], dialogs: [], foreignRequests: [], errors: [] };
  watch(page, new URL(ownUrl).host, troubles);
  return { page, context, troubles, [Symbol.asyncDispose]: () => context.close() };
}

function watch(page: Page, ownHost: string, troubles: PageTroubles): void {
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) troubles.cspViolations.push(message.text());
  });
  page.on('dialog', (dialog) => {
    troubles.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => troubles.errors.push(error.message));
  page.on('request', (request) => {
    if (new URL(request.url()).host !== ownHost) troubles.foreignRequests.push(request.url());
  });
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).host !== ownHost) troubles.foreignRequests.push(socket.url());
  });
}

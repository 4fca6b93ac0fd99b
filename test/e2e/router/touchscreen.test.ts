import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';

import { CHROMIUM, openKiosk, type OpenPage } from '#test/support/browser';
import { ensureBuiltPages } from '#test/support/built-pages';
import { QMI_MODEM, RouterLab } from '#test/support/router-lab/router-lab';
import { longScenario, scenario, WHY_NO_LAB, whyNoLongLab } from '#test/support/router-lab/scenario';
import { ROUTER_ADDRESS } from '#test/support/router-lab/settings';
import { startService, type RunningService } from '#test/support/service';
import { makeStick } from '#test/support/stick';
import { until } from '#test/support/until';

const LIMIT_MS = 300_000;
/** A phone's WiFi address in the lab. */
const PHONE = '02:00:00:00:01:aa';
/** The link has to be missed first, and found again. */
const LONG = { limitMs: 120_000, everyMs: 200 };
const NO_TROUBLE = { cspViolations: [], dialogs: [], foreignRequests: [], errors: [] };

describe.skipIf(CHROMIUM === undefined)('the touchscreen of a car with a router', { timeout: LIMIT_MS }, () => {
  let lab: RouterLab;
  /** The router's folder with music. */
  let shared: string;
  let service: RunningService;
  let browser: Browser;
  let kiosk: OpenPage;
  let page: Page;

  beforeAll(async () => {
    if (WHY_NO_LAB !== undefined) return;
    await ensureBuiltPages();
    shared = mkdtempSync(join(tmpdir(), 'carputer-shared-'));
    chmodSync(shared, 0o755);
    // Longer than a busy machine takes for all that happens meanwhile.
    await makeStick(shared, { tracks: 2, seconds: whyNoLongLab() === undefined ? 900 : 2 });
    lab = new RouterLab({ settings: { SHARE_FOLDER: shared } });
    await lab.up();
    await lab.join('media');
    await lab.join('phone');
    const settings = join(lab.folder, 'settings.json');
    writeFileSync(settings, JSON.stringify({ router: { host: ROUTER_ADDRESS } }));
    // Service and window stand where the media Pi stands: what they reach, they reach through the car's WiFi.
    const prefix = ['ip', 'netns', 'exec', `${lab.prefix}media`];
    service = await startService({ prefix, flags: ['--config', settings] });
    const wrapped = join(lab.folder, 'chromium');
    writeFileSync(wrapped, `#!/bin/sh\nexec ${prefix.join(' ')} ${CHROMIUM ?? ''} "$@"\n`);
    chmodSync(wrapped, 0o755);
    browser = await chromium.launch({ executablePath: wrapped, args: ['--no-sandbox', '--disable-gpu'] });
    kiosk = await openKiosk(browser, service.baseUrl, service.token);
    page = kiosk.page;
    page.setDefaultTimeout(90_000);
    await page.getByRole('button', { name: 'Network' }).click();
  }, LIMIT_MS);

  afterAll(async () => {
    if (WHY_NO_LAB !== undefined) return;
    await browser.close();
    await service.stop();
    await lab.down();
    rmSync(shared, { recursive: true, force: true });
  });

  const chain = () => page.getByRole('region', { name: 'Network' });
  /** What it looks like then: `CARPUTER_PICTURES=DIR npm test -- test/e2e/router/touchscreen.test.ts`. */
  const shoot = async (name: string) => {
    const folder = process.env['CARPUTER_PICTURES'];
    if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) });
  };

  scenario(
    'shows whose key it is, takes the code of the installation once, and shows the way to the internet',
    async () => {
      const shown = await lab.must('router', ['ssh-keygen', '-l', '-f', '/etc/ssh/ssh_host_ed25519_key.pub']);
      await page.getByText('Is this your router?').waitFor();
      await page.getByText(shown.split(' ')[1] ?? '').waitFor();
      await shoot('first-contact');
      await page.getByRole('button', { name: 'Yes, it is ours' }).click();
      await page.getByText('The router does not know this screen').waitFor();
      await shoot('not-enrolled');

      const code = (await lab.must('router', ['cat', '/var/lib/carputer-router/enrol-code'])).trim();
      await enrolWith(code.replaceAll(/[0-9A-Z]/gu, (letter) => (letter === '7' ? '8' : '7')));
      await page.getByText('That is not the router’s code').waitFor();
      await enrolWith(code);
      await chain().getByText('Data session').waitFor();
      await isOnline();
      await shoot('online');
      expect(kiosk.troubles).toEqual(NO_TROUBLE);
    },
  );

  scenario('blocks a phone for real, and offers no way to lock itself out', async () => {
    expect(await lab.isOnline()).toBe(true);
    await page.goto(`${service.baseUrl}/kiosk/network/phones`);
    const card = page.locator('section.card', { hasText: PHONE });
    await card.waitFor();
    await shoot('phones');
    const own = page.locator('section.card', { hasText: 'The car’s screen' });
    await own.waitFor();
    expect(await own.getByRole('button', { name: 'Block' }).count()).toBe(0);
    await card.getByRole('button', { name: 'Block' }).click();
    await card.getByRole('button', { name: 'Let in' }).waitFor();
    expect(await lab.isOnline()).toBe(false);
    await card.getByRole('button', { name: 'Let in' }).click();
    await card.getByRole('button', { name: 'Block' }).waitFor();
  });

  longScenario('takes the folder of the router as one more stick, for as long as the router is there', async () => {
    await page.goto(`${service.baseUrl}/kiosk/setup/sticks`);
    const choice = page.getByRole('group', { name: 'Files of the router' });
    await choice.getByRole('button', { name: 'On', exact: true }).click();
    const [song] = await until(async () => {
      const { items } = await ask<{ items: readonly { id: string }[] }>('tracks');
      return items.length === 2 ? items : undefined;
    }, LONG);
    await page.locator('section.card', { hasText: 'Router' }).getByText('2 songs').waitFor();
    await shoot('files');
    await until(async () => (await routerFolder()).lastScan?.filesOpened === 2, LONG);
    await ask('zones/front/play', { trackId: song?.id });
    await until(async () => (await front()).positionMs > 0 && (await front()).status === 'playing', LONG);

    await lab.must('router', ['ip', 'link', 'set', 'sta3', 'down']);
    await until(async () => (await front()).status === 'waiting', LONG);
    await lab.must('router', ['ip', 'link', 'set', 'sta3', 'up']);
    await until(async () => (await front()).status === 'playing', LONG);
    // Known as before: what was read the first time is not read again.
    const volume = await until(async () => {
      const known = await routerFolder();
      return known.lastScan?.filesOpened === 0 ? known : undefined;
    }, LONG);
    expect(volume).toMatchObject({ label: 'Router', isOnline: true, trackCount: 2 });
    await ask('zones/front/pause', {});
  });

  scenario('says in words what is broken, and since when', async () => {
    await page.goto(`${service.baseUrl}/kiosk/network`);
    await isOnline();
    await lab.must('router', ['lab-usb', 'unplug', QMI_MODEM]);
    await chain().getByText('No modem is plugged in').waitFor();
    await shoot('no-modem');

    await lab.must('router', ['systemctl', 'stop', 'ssh.service']);
    // What is connected would stay so.
    await lab.run('router', ['pkill', '-KILL', 'sshd']);
    await page.getByText('The router does not answer').waitFor();
    await page.getByText(/^since /u).waitFor();
    await shoot('no-router');
    expect(kiosk.troubles).toEqual(NO_TROUBLE);
  });

  /** The service is asked where it stands: from here it cannot be reached. */
  async function ask<Answer>(path: string, body?: object): Promise<Answer> {
    const post = body === undefined ? [] : ['-d', JSON.stringify(body)];
    const headers = [`authorization: Bearer ${service.token}`, 'content-type: application/json'];
    const line = ['curl', '-sf', ...headers.flatMap((header) => ['-H', header]), ...post];
    return JSON.parse(await lab.must('media', [...line, `${service.baseUrl}/api/v1/${path}`])) as Answer;
  }

  async function routerFolder() {
    const volumes = await ask<readonly { lastScan: { filesOpened: number } | null }[]>('volumes');
    return volumes[0] ?? { lastScan: null };
  }

  function front() {
    return ask<{ status: string; positionMs: number }>('zones/front');
  }

  /** All six links of the chain, from the hotspot to the internet. */
  async function isOnline(): Promise<void> {
    await chain().locator('li.ok').nth(5).waitFor();
  }

  async function enrolWith(code: string): Promise<void> {
    await page.getByRole('button', { name: 'Enter the code' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill(code);
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  }
});

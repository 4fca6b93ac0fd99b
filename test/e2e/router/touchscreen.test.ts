import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';

import { CHROMIUM, openKiosk, type OpenPage } from '#test/support/browser';
import { ensureBuiltPages } from '#test/support/built-pages';
import { QMI_MODEM, RouterLab } from '#test/support/router-lab/router-lab';
import { scenario, WHY_NO_LAB } from '#test/support/router-lab/scenario';
import { ROUTER_ADDRESS } from '#test/support/router-lab/settings';
import { startService, type RunningService } from '#test/support/service';

const LIMIT_MS = 300_000;
/** A phone's WiFi address in the lab. */
const PHONE = '02:00:00:00:01:aa';
const NO_TROUBLE = { cspViolations: [], dialogs: [], foreignRequests: [], errors: [] };

describe.skipIf(CHROMIUM === undefined)('the touchscreen of a car with a router', { timeout: LIMIT_MS }, () => {
  let lab: RouterLab;
  let service: RunningService;
  let browser: Browser;
  let kiosk: OpenPage;
  let page: Page;

  beforeAll(async () => {
    if (WHY_NO_LAB !== undefined) return;
    await ensureBuiltPages();
    lab = new RouterLab();
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

  scenario('says in words what is broken, and since when', async () => {
    await page.goto(`${service.baseUrl}/kiosk/network`);
    await isOnline();
    await lab.modem({ reg: 2, drop: true });
    await chain().getByText('No coverage here').waitFor();
    await shoot('no-coverage');
    await lab.modem({ reg: 1 });
    await chain().getByText('No coverage here').waitFor({ state: 'detached' });

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

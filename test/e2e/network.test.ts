import { writeFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { systemClock } from '#kernel/clock';
import { RouterSshServer } from '#network/adapters/ssh/router-ssh-server';
import { DemoRouter } from '#network/demo/demo-router';
import { auditPage } from '#test/e2e/page-audit';
import { showView } from '#test/e2e/show-view';
import { CHROMIUM, launchBrowser, openKiosk, openPhone } from '#test/support/browser';
import { ensureBuiltPages } from '#test/support/built-pages';
import { startService, type RunningService } from '#test/support/service';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

const NO_TROUBLE = { cspViolations: [], dialogs: [], foreignRequests: [], errors: [] };
const PAGES = ['phones', 'messages', 'commands', 'messages/EE', 'modem', 'hotspot', 'data', 'log'];

describe.skipIf(CHROMIUM === undefined)('the network panel', () => {
  let browser: Browser;

  beforeAll(async () => {
    await ensureBuiltPages();
    browser = await launchBrowser();
  });

  afterAll(() => browser.close());

  async function open(service: RunningService) {
    const kiosk = await openKiosk(browser, service.baseUrl, service.token);
    onTestFinished(() => kiosk[Symbol.asyncDispose]());
    await kiosk.page.getByRole('button', { name: 'Network' }).click();
    return kiosk;
  }

  async function openNetworkOnPhone(service: RunningService) {
    const phone = await openPhone(browser, service.phoneUrl);
    onTestFinished(() => phone[Symbol.asyncDispose]());
    const { code } = await service.client.call('openPairing', {});
    await phone.page.getByLabel('Code on the car’s screen').fill(code);
    await phone.page.getByRole('button', { name: 'Pair' }).click();
    await phone.page.getByRole('button', { name: 'Network' }).click();
    await phone.page.getByText('Ruth’s phone').waitFor();
    return phone;
  }

  async function setOwner({ client }: RunningService, isOwner: boolean): Promise<void> {
    const [device] = await client.call('listDevices', {});
    await client.call('updateDevice', { id: device?.id ?? '', isOwner });
  }

  const chain = (page: Page) => page.getByRole('region', { name: 'Network' });

  it('shows a simulated router, takes what is asked, and says why it is offline', async () => {
    await using service = await startService({ hasDemo: true });
    const { page, troubles } = await open(service);
    await chain(page).getByText('Data session').waitFor();
    await page.getByText('demo').first().waitFor();

    await page.goto(`${service.baseUrl}/kiosk/network/modem`);
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('button', { name: 'Connect', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Back' }).click();
    await chain(page).getByText('Switched off').waitFor();
    await chain(page).getByText('Connect to go online').waitFor();

    // Why is the internet down? One step, from wherever.
    await page.goto(`${service.baseUrl}/kiosk/now`);
    await page.getByRole('button', { name: 'Network' }).tap();
    await chain(page).getByText('Switched off').waitFor();
    await chain(page).getByText('Connect to go online').waitFor();
    expect(troubles).toEqual(NO_TROUBLE);
  });

  it('suits fingers and eyes on both panels', async () => {
    await using service = await startService({ hasDemo: true });
    const { page } = await open(service);
    await chain(page).waitFor();
    const faults: string[] = [];
    for (const size of [
      { width: 1024, height: 600 },
      { width: 800, height: 480 },
    ]) {
      await page.setViewportSize(size);
      for (const view of ['', ...PAGES]) {
        await showView(page, `/kiosk/network/${view}`.replace(/\/$/u, ''));
        await page.getByRole('main').getByText('demo').first().waitFor();
        const rules = { targetDp: view === '' ? 76 : 48, textDp: 24 };
        faults.push(...(await auditPage(page, rules)).map((fault) => `${view} at ${String(size.width)}: ${fault}`));
      }
    }
    expect(faults).toEqual([]);
  });

  it('asks whose key it is, goes online, and says when the router has gone', async () => {
    const router = new DemoRouter(systemClock);
    const server = await RouterSshServer.make(router);
    const port = await server.listen();
    router.start();
    onTestFinished(() => {
      router.stop();
      server.close();
    });
    await using folder = await makeTempFolder();
    const config = `${folder.path}/settings.json`;
    await writeFile(config, JSON.stringify({ router: { host: '127.0.0.1', port } }));
    await using service = await startService({ flags: ['--config', config] });
    const { page } = await open(service);

    await page.getByText('Is this your router?').waitFor();
    await page.getByText(server.fingerprint).waitFor();
    await page.getByRole('button', { name: 'Yes, it is ours' }).click();
    await chain(page).getByText('Data session').waitFor();

    router.stop();
    server.close();
    await page.getByText('The router does not answer').waitFor();
    await page.getByText(/^since /u).waitFor();
    await until(async () => (await service.client.call('listZones', {})).length > 0);
  });

  it('is there to read on a phone, and to change on an owner’s', async () => {
    await using service = await startService({ hasDemo: true, hasPhones: true });
    const { page, troubles } = await openNetworkOnPhone(service);
    await page.getByText('Online again after 9 s').waitFor();
    expect(await auditPage(page, { targetDp: 48, textDp: 13 })).toEqual([]);
    expect(await page.getByRole('button', { name: 'Block: Ruth’s phone' }).count()).toBe(0);

    await setOwner(service, true);
    await page.getByRole('button', { name: 'Block: Ruth’s phone' }).click();
    await page.getByRole('button', { name: 'Let in: Ruth’s phone' }).waitFor();
    expect(await auditPage(page, { targetDp: 48, textDp: 13 })).toEqual([]);
    for (const [key, choice] of [
      ['Huawei E392', 'Reset the modem'],
      ['Hotspot', '44'],
      ['Data', '10 GB'],
    ] as const) {
      await page.getByRole('button', { name: key, exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: choice, exact: true }).waitFor();
      expect(await auditPage(page, { targetDp: 48, textDp: 13 })).toEqual([]);
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    }
    expect(troubles).toEqual(NO_TROUBLE);
  });

  it('has the car’s text messages on an owner’s phone, and on no other', async () => {
    await using service = await startService({ hasDemo: true, hasPhones: true });
    const { page, troubles } = await openNetworkOnPhone(service);
    const entry = page.getByRole('button', { name: /^Messages/u });
    const thread = (number: string) => page.getByRole('main').getByRole('button', { name: number });
    const stored = async () => (await service.client.call('listMessages', {})).messages;
    const audit = async () => expect(await auditPage(page, { targetDp: 48, textDp: 13 })).toEqual([]);
    expect(await entry.count()).toBe(0);
    await page.goto(`${service.phoneUrl}/network/messages`);
    await page.waitForURL(/\/network$/u);

    await setOwner(service, true);
    await entry.click();
    await thread('EE').waitFor();
    await audit();
    await thread('+447700900123').click();
    await page.getByText('Kettle’s on').waitFor();
    await until(async () => (await stored()).every(({ state }) => state !== 'unread'));
    await page.getByRole('button', { name: 'Reply' }).click();
    await page.getByLabel('Message').fill('Ten minutes');
    await audit();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('article').filter({ hasText: 'Ten minutes' }).getByText('sent', { exact: true }).waitFor();
    await audit();
    expect((await stored())[0]).toMatchObject({ direction: 'out', number: '+447700900123', text: 'Ten minutes' });

    await page.getByRole('button', { name: 'Delete this thread' }).click();
    await audit();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete this thread' }).click();
    await thread('EE').waitFor();
    expect(await thread('+447700900123').count()).toBe(0);
    expect((await stored()).map(({ number }) => number)).toEqual(['EE']);

    await page.getByRole('button', { name: 'Write' }).click();
    await page.getByLabel('Message').fill('Who is this?');
    await page.getByLabel('To which number?').fill('07700 900-456');
    await audit();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('heading', { name: '07700900456' }).waitFor();
    await page.getByRole('article').getByText('Who is this?').waitFor();

    await setOwner(service, false);
    await page.waitForURL(/\/network$/u);
    await page.getByText('Ruth’s phone').waitFor();
    expect(await entry.count()).toBe(0);
    expect(troubles).toEqual(NO_TROUBLE);
  });
});

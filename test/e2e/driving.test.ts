import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { CHROMIUM, launchBrowser, openKiosk, openPhone } from '#test/support/browser';
import { ensureBuiltPages } from '#test/support/built-pages';
import { untilLookedThrough } from '#test/support/looked-through';
import { runFfmpeg } from '#test/support/seeds';
import { startService, type RunningService } from '#test/support/service';
import { flagsOfSimulatedCar, SimulatedCar } from '#test/support/simulated-car';
import { makeStick } from '#test/support/stick';
import { makeTempFolder, type TempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

const MOST_ITEMS = 50;

describe.skipIf(CHROMIUM === undefined)('while the car moves', () => {
  let browser: Browser;
  let folder: TempFolder;
  let service: RunningService;
  let car: SimulatedCar;

  beforeAll(async () => {
    await ensureBuiltPages();
    browser = await launchBrowser();
    folder = await makeTempFolder();
    const { dir } = await makeStick(`${folder.path}/SUNDAY`, { tracks: 88, seconds: 20, hasPlaylist: true });
    const picture = ['-f', 'lavfi', '-i', 'testsrc=size=320x180:duration=8:rate=5'];
    await runFfmpeg([...picture, '-c:v', 'mpeg4', `${dir}/Framed.mkv`]);
    await runFfmpeg([...picture, '-c:v', 'mpeg4', `${dir}/Painted.mkv`]);
    await runFfmpeg([...picture, '-frames:v', '1', `${dir}/Painted.jpg`]);
    const flags = await flagsOfSimulatedCar(`${folder.path}/settings.json`);
    service = await startService({ media: [dir], hasPhones: true, flags });
    car = new SimulatedCar(service.client);
    await untilLookedThrough(service.client);
  });

  beforeEach(() => car.park());

  afterAll(async () => {
    car[Symbol.dispose]();
    await browser.close();
    await service.stop();
    await folder[Symbol.asyncDispose]();
  });

  it('the touchscreen closes Set-up and the keyboard, and opens them again in a parked car', async () => {
    await using kiosk = await openKiosk(browser, service.baseUrl, service.token);
    const { page } = kiosk;
    const keyboard = page.getByRole('group', { name: 'Keyboard' });
    const refusal = page.getByRole('main').getByText('Not while driving');
    await page.getByRole('main').waitFor();
    await page.goto(`${service.baseUrl}/kiosk/setup/zones`);
    await page.getByRole('button', { name: 'Rename' }).first().click();
    await keyboard.waitFor();

    await car.drive();
    await keyboard.waitFor({ state: 'detached' });
    await refusal.waitFor();
    await page.goto(`${service.baseUrl}/kiosk/search`);
    await page.getByRole('heading', { name: 'Find without typing' }).waitFor();
    expect(await keyboard.count()).toBe(0);

    await car.park();
    await keyboard.waitFor();
    await page.getByRole('button', { name: 'Set-up' }).click();
    await page.getByRole('navigation', { name: 'Set-up' }).waitFor();
    expect(await refusal.count()).toBe(0);
  });

  it('no picture out of a film stays on the touchscreen, and it is there again in a parked car', async () => {
    const { client } = service;
    await until(
      async () => (await client.call('listVideos', {})).items.filter(({ artworkId }) => artworkId).length === 2,
      { limitMs: 60_000 },
    );
    await using kiosk = await openKiosk(browser, service.baseUrl, service.token);
    const { page } = kiosk;
    const pictures = page.getByRole('main').locator('img');
    const arePainted = async (count: number) => (await pictures.count()) === count;
    await page.getByRole('main').waitFor();
    await page.goto(`${service.baseUrl}/kiosk/video`);
    await until(() => arePainted(2));

    await car.drive();
    await until(() => arePainted(0));
    await page.getByRole('button', { name: 'Music' }).first().click();
    await page.getByRole('button', { name: 'Video' }).first().click();
    await page.getByRole('main').getByText('Framed').first().waitFor();
    await until(() => arePainted(0));

    await car.park();
    await until(() => arePainted(2));
  });

  it('a list has 50 items, and a letter brings others', async () => {
    await using kiosk = await openKiosk(browser, service.baseUrl, service.token);
    const { page } = kiosk;
    const songs = page.getByRole('region', { name: 'Songs' });
    const rowsInAll = () =>
      songs.getByRole('list').evaluate((list) => {
        const row = list.querySelector('li');
        return row ? Math.round(list.getBoundingClientRect().height / row.getBoundingClientRect().height) : 0;
      });
    await page.getByRole('main').waitFor();
    await page.goto(`${service.baseUrl}/kiosk/music/songs`);
    await until(async () => (await rowsInAll()) === 88);

    await car.drive();
    await until(async () => (await rowsInAll()) === MOST_ITEMS);
    const letters = (await service.client.call('listLetters', { of: 'tracks' })).items;
    const last = letters.at(-1);
    const { items } = await service.client.call('listTracks', { offset: last?.offset ?? 0, limit: 1 });
    await page.getByRole('button', { name: 'Jump to a letter' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: last?.letter ?? '', exact: true })
      .click();
    await songs
      .getByRole('button', { name: new RegExp(`^${items[0]?.title ?? ''}`, 'u') })
      .first()
      .waitFor();
    expect(await rowsInAll()).toBeLessThanOrEqual(MOST_ITEMS);
  });

  it('what lies deeper than a folder of a stick is played whole instead of opened', async () => {
    await using kiosk = await openKiosk(browser, service.baseUrl, service.token);
    const { page } = kiosk;
    const main = page.getByRole('main');
    await main.waitFor();
    await car.drive();
    await page.goto(`${service.baseUrl}/kiosk/music/folders`);
    const open = () => main.getByRole('region').getByRole('button').first().click();
    await open();
    await page.waitForURL(/volume=/u);
    await open();
    await page.waitForURL(/path=[^&]/u);
    const { href } = new URL(page.url());
    await open();
    await until(async () => (await service.client.call('listZones', {}))[0]?.status === 'playing');
    expect(page.url()).toBe(href);
  });

  it('passengers keep everything on their phones', async () => {
    await using phone = await openPhone(browser, service.phoneUrl);
    const { page } = phone;
    await car.drive();
    const { code } = await service.client.call('openPairing', {});
    await page.getByLabel('Code on the car’s screen').fill(code);
    await page.getByRole('button', { name: 'Pair' }).click();
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
    await page.goto(`${service.phoneUrl}/music/search`);
    await page.getByRole('searchbox').or(page.getByRole('textbox')).first().fill('a');
    await page.getByRole('main').getByRole('button').nth(3).waitFor();
  });
});

import { readFile } from 'node:fs/promises';

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CHROMIUM, launchBrowser, openKiosk } from '#test/support/browser';
import { ensureBuiltPages } from '#test/support/built-pages';
import { firstOf } from '#test/support/first-of';
import { untilLookedThrough } from '#test/support/looked-through';
import { startService, type RunningService } from '#test/support/service';
import { makeStick, type StickTruth } from '#test/support/stick';
import { makeTempFolder, type TempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

const NO_TROUBLE = { cspViolations: [], dialogs: [], foreignRequests: [], errors: [] };

describe.skipIf(CHROMIUM === undefined)('the touchscreen', () => {
  let browser: Browser;
  let folder: TempFolder;
  let truth: StickTruth;
  let service: RunningService;

  beforeAll(async () => {
    await ensureBuiltPages();
    browser = await launchBrowser();
    folder = await makeTempFolder();
    truth = await makeStick(`${folder.path}/SUNDAY`, { tracks: 22, seconds: 60, hasArtwork: true });
    service = await startService({ media: [truth.dir] });
    await untilLookedThrough(service.client);
  });

  afterAll(async () => {
    await browser.close();
    await service.stop();
    await folder[Symbol.asyncDispose]();
  });

  it('finds a song with its own keyboard and plays it', async () => {
    await using kiosk = await openKiosk(browser, service.baseUrl, service.token);
    const { page } = kiosk;
    const wanted = truth.tracks[13];
    if (!wanted) throw new Error('The stick has too few tracks');
    await page.getByRole('main').waitFor();
    await page.goto(`${service.baseUrl}/kiosk/search`);
    for (const letter of wanted.title.slice(0, 4).toLowerCase()) await typeLetter(page, letter);
    await page
      .getByRole('main')
      .getByRole('button', { name: new RegExp(`^${wanted.title}`, 'u') })
      .click();
    await page.getByRole('contentinfo', { name: 'Player' }).getByText(wanted.title).waitFor();
    expect(kiosk.troubles).toEqual(NO_TROUBLE);
  });

  it('comes back to the same view after a reload, and forgets the token in its address', async () => {
    await using kiosk = await openKiosk(browser, service.baseUrl, service.token);
    const { page } = kiosk;
    const { album } = firstOf(truth.tracks);
    await page.getByRole('main').waitFor();
    expect(page.url()).not.toContain(service.token);
    await page.getByRole('button', { name: 'Music', exact: true }).click();
    await page.getByRole('main').getByRole('button', { name: album }).click();
    await page.getByRole('heading', { name: album }).waitFor();

    await page.reload();
    await page.getByRole('heading', { name: album }).waitFor();
    expect(kiosk.troubles).toEqual(NO_TROUBLE);
  });

  it('leads from the address of a place to its first view', async () => {
    await using kiosk = await openKiosk(browser, service.baseUrl, service.token);
    const { page } = kiosk;
    await page.getByRole('main').waitFor();
    for (const [address, view] of [
      ['music', 'music/albums'],
      ['setup/', 'setup/sticks'],
    ] as const) {
      await page.goto(`${service.baseUrl}/kiosk/${address}`);
      await page.waitForURL(`${service.baseUrl}/kiosk/${view}`);
    }
  });

  it('keeps a song as a favourite by its menu, and lets it go again', async () => {
    await using kiosk = await openKiosk(browser, service.baseUrl, service.token);
    const { page } = kiosk;
    const { client } = service;
    const song = firstOf((await client.call('listTracks', { limit: 1 })).items);
    const favourites = async () => (await client.call('listFavourites', {})).items.map((one) => one.id);
    const menu = page.getByRole('dialog', { name: song.title });
    const openMenu = () => page.getByRole('button', { name: `More for ${song.title}` }).click();
    await page.getByRole('main').waitFor();
    await client.call('play', { id: firstOf(await client.call('listZones', {})).id, trackId: song.id });
    await page.goto(`${service.baseUrl}/kiosk/music/songs`);

    await openMenu();
    await menu.getByRole('button', { name: 'Keep as a favourite' }).click();
    await until(async () => (await favourites()).includes(song.id));
    await page.getByRole('button', { name: 'Now playing' }).click();
    const heart = page.getByRole('main').getByRole('button', { name: 'Take out of the favourites' });
    expect(await heart.getAttribute('aria-pressed')).toBe('true');

    await page.goto(`${service.baseUrl}/kiosk/music/playlists/favourites`);
    await openMenu();
    await menu.getByRole('button', { name: 'Take out of the favourites' }).click();
    await page.getByText('No favourites yet').waitFor();
    expect(await favourites()).toEqual([]);
    await page.getByRole('button', { name: 'Now playing' }).click();
    await page.getByRole('main').getByRole('button', { name: 'Keep as a favourite' }).waitFor();
    expect(kiosk.troubles).toEqual(NO_TROUBLE);
  });

  it('gives the log away as a file without secrets, from the page that says what it is made of', async () => {
    await using kiosk = await openKiosk(browser, service.baseUrl, service.token);
    const { page } = kiosk;
    await page.getByRole('main').waitFor();
    await page.goto(`${service.baseUrl}/kiosk/setup/about`);
    await page.getByText(`Node ${process.versions.node}`).waitFor();

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save the log' }).tap(),
    ]);
    const text = await readFile(await download.path(), 'utf8');

    expect(download.suggestedFilename()).toBe('carputer.log');
    expect(text).toContain('"msg"');
    expect(text).not.toContain(service.token);
    expect(kiosk.troubles).toEqual(NO_TROUBLE);
  });

  it('is a panel and no page: fingers cannot zoom it, select its words or open a menu of the browser', async () => {
    await using kiosk = await openKiosk(browser, service.baseUrl, service.token);
    const { page } = kiosk;
    await page.getByRole('main').waitFor();
    await page.goto(`${service.baseUrl}/kiosk/music/albums`);
    await page.getByRole('main').getByRole('listitem').first().waitFor();
    await page.evaluate(() => {
      document.body.dataset['menus'] = '';
      const note = (event: Event) => {
        const before = document.body.dataset['menus'] ?? '';
        document.body.dataset['menus'] = `${before}${event.defaultPrevented ? 'none ' : 'menu '}`;
      };
      window.addEventListener('contextmenu', note);
    });

    const tile = await page.getByRole('main').getByRole('listitem').first().boundingBox();
    const words = await page.getByRole('contentinfo').getByText(/\w/u).first().boundingBox();
    const empty = await page.getByRole('navigation', { name: 'Places' }).boundingBox();
    if (!tile || !words || !empty) throw new Error('The first view is not there');
    for (const box of [tile, words, empty]) {
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await page.mouse.click(x, y, { button: 'right' });
      await page.keyboard.press('Escape');
    }
    await page.mouse.dblclick(words.x + 20, words.y + words.height / 2);
    await page.keyboard.press('Control+a');

    const seen = await page.evaluate(() => ({
      selected: window.getSelection()?.toString(),
      menus: document.body.dataset['menus'],
      // What an element allows, its ancestors have to allow too: here none of them two fingers or a double tap.
      gestures: getComputedStyle(document.documentElement).touchAction,
    }));
    expect(seen).toEqual({ selected: '', menus: 'none none none ', gestures: 'pan-x pan-y' });
  });

  it('lights the key that a finger is on, from the touch on', async () => {
    await using kiosk = await openKiosk(browser, service.baseUrl, service.token);
    const { page } = kiosk;
    const key = page.getByRole('contentinfo').getByRole('button', { name: 'Mute' });
    await key.waitFor();
    const box = await key.boundingBox();
    if (!box) throw new Error('The key is not on the screen');
    const cdp = await kiosk.context.newCDPSession(page);

    const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
    await page.locator('button[data-pressed]').waitFor();
    expect(await key.evaluate((element) => getComputedStyle(element).boxShadow)).toContain('inset');
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await page.locator('button[data-pressed]').waitFor({ state: 'detached' });
  });

  it('lets nobody in without the token', async () => {
    await using kiosk = await openKiosk(browser, service.baseUrl, 'not-the-token');
    await kiosk.page.getByText('This screen is not signed in').waitFor();
    expect(kiosk.troubles.dialogs).toEqual([]);
  });

  it('plays the demo while nothing is in, and says that it is one', async () => {
    await using demo = await startService({ hasDemo: true });
    await untilLookedThrough(demo.client);
    await using kiosk = await openKiosk(browser, demo.baseUrl, demo.token);
    const { page } = kiosk;
    await page.getByRole('button', { name: 'Night Ferry' }).click();
    await page.getByRole('main').getByRole('button', { name: 'Play', exact: true }).click();
    await page.getByRole('contentinfo', { name: 'Player' }).getByText('Linkspan').waitFor();
    await page.getByRole('button', { name: 'Now playing' }).click();
    await page.getByRole('main').getByText('demo', { exact: true }).waitFor();
    expect(kiosk.troubles).toEqual(NO_TROUBLE);
  });

  async function typeLetter(page: Page, letter: string): Promise<void> {
    await page.getByRole('button', { name: letter, exact: true }).first().click();
  }
});

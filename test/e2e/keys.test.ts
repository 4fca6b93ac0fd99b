import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CHROMIUM, launchBrowser, openKiosk } from '#test/support/browser';
import { ensureBuiltPages } from '#test/support/built-pages';
import { firstOf } from '#test/support/first-of';
import { untilLookedThrough } from '#test/support/looked-through';
import { startService, type RunningService } from '#test/support/service';
import { makeStick } from '#test/support/stick';
import { makeTempFolder, type TempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';
import { seededRandom } from '#test/torture/random';

const KEYS = 1_000;
const SEED = 20_261_123;
const ARROWS = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'];
/** Weighted: mostly about, often in, sometimes back. */
const WALK = [...ARROWS, ...ARROWS, ...ARROWS, 'Enter', 'Enter', 'Enter', 'Escape', 'Backspace', 'MediaTrackNext'];
/** More than dialogues open above each other. */
const MOST_BACK = 4;
const MOST_LOOKS = 20;
const LOOK_MS = 30;

describe.skipIf(CHROMIUM === undefined)('a knob with four directions, enter and back', () => {
  let browser: Browser;
  let folder: TempFolder;
  let service: RunningService;

  beforeAll(async () => {
    await ensureBuiltPages();
    browser = await launchBrowser();
    folder = await makeTempFolder();
    const { dir } = await makeStick(`${folder.path}/SUNDAY`, { tracks: 44, seconds: 60, hasArtwork: true, videos: 1 });
    service = await startService({ media: [dir], hasPhones: true });
    await untilLookedThrough(service.client);
  });

  afterAll(async () => {
    await browser.close();
    await service.stop();
    await folder[Symbol.asyncDispose]();
  });

  it('never ends in a place without a way on, and always shows where it is', { timeout: 300_000 }, async () => {
    await using kiosk = await openKiosk(browser, service.baseUrl, service.token);
    const { page } = kiosk;
    await page.getByRole('main').waitFor();
    const random = seededRandom(SEED);
    const lost: string[] = [];
    let before = '';
    for (let index = 0; index < KEYS; index += 1) {
      const key = WALK[Math.floor(random() * WALK.length)] ?? 'ArrowDown';
      await page.keyboard.press(key);
      if (!ARROWS.includes(key)) continue;
      const now = await settled(page);
      if (!now.hasFrame) lost.push(`${key} at ${before}: the screen is gone`);
      if (!now.isFocusSeen) lost.push(`${key} at ${before}: the focus is not to be seen, on ${now.focused}`);
      before = now.place;
    }
    expect(lost).toEqual([]);

    for (let index = 0; index < MOST_BACK && (await whereabouts(page)).hasDialog; index += 1) {
      await page.keyboard.press('Escape');
    }
    await page.keyboard.press('ArrowDown');
    expect(await whereabouts(page)).toMatchObject({ hasDialog: false, isFocusSeen: true });
    expect(kiosk.troubles).toEqual({ cspViolations: [], dialogs: [], foreignRequests: [], errors: [] });
  });

  it('steers what plays with media keys from every view', async () => {
    await using kiosk = await openKiosk(browser, service.baseUrl, service.token);
    const { page } = kiosk;
    const { client } = service;
    const { id } = firstOf(await client.call('listZones', {}));
    const albums = (await client.call('listAlbums', {})).items;
    await client.call('play', { id, albumId: firstOf(albums).id });
    await page.getByRole('main').waitFor();
    for (const view of ['now', 'music/songs', 'search', 'video', 'setup/about']) {
      await page.goto(`${service.baseUrl}/kiosk/${view}`);
      await page.getByRole('contentinfo', { name: 'Player' }).getByRole('button', { name: 'Pause' }).waitFor();
      await page.keyboard.press('MediaPlayPause');
      await until(async () => (await client.call('getZone', { id })).status === 'paused');
      await page.keyboard.press('MediaPlayPause');
      await until(async () => (await client.call('getZone', { id })).status === 'playing');
    }
    expect(kiosk.troubles.errors).toEqual([]);
  });

  it('does with other keys what the settings bind them to', async () => {
    const { client } = service;
    await client.call('changeSettings', { keys: { F5: 'play_pause', j: 'down', x: 'enter' } });
    await using kiosk = await openKiosk(browser, service.baseUrl, service.token);
    const { page } = kiosk;
    const { id } = firstOf(await client.call('listZones', {}));
    await client.call('play', { id, albumId: firstOf((await client.call('listAlbums', {})).items).id });
    await page.getByRole('contentinfo', { name: 'Player' }).getByRole('button', { name: 'Pause' }).waitFor();
    await page.keyboard.press('F5');
    await until(async () => (await client.call('getZone', { id })).status === 'paused');

    await page.goto(`${service.baseUrl}/kiosk/music/albums`);
    await page.getByRole('button', { name: 'Songs', exact: true }).focus();
    await page.keyboard.press('x');
    await page.waitForURL(/songs/u);
    await page.getByRole('main').getByRole('listitem').first().waitFor();
    const before = await focusedTop(page);
    await page.keyboard.press('j');
    await until(async () => (await focusedTop(page)) > before);
    await client.call('changeSettings', { keys: {} });
  });

  function focusedTop(page: Page): Promise<number> {
    return page.evaluate(() => document.activeElement?.getBoundingClientRect().top ?? 0);
  }

  /** A list that is drawn anew under the key has its focus back within a few frames. */
  async function settled(page: Page) {
    for (let look = 0; look < MOST_LOOKS; look += 1) {
      const now = await whereabouts(page);
      if (now.isFocusSeen) return now;
      await page.waitForTimeout(LOOK_MS);
    }
    return whereabouts(page);
  }

  function whereabouts(page: Page) {
    return page.evaluate(() => {
      const focused = document.activeElement;
      const { left, top, right, bottom } = focused?.getBoundingClientRect() ?? new DOMRect();
      const { outlineStyle, borderColor } = getComputedStyle(focused ?? document.body);
      const isInside = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight && right > left;
      const isMarked = outlineStyle !== 'none' || (focused instanceof HTMLInputElement && borderColor !== '');
      return {
        place: location.pathname,
        focused: `${focused?.outerHTML.slice(0, 120) ?? 'nothing'} at ${left},${top},${right},${bottom} ${outlineStyle}`,
        hasFrame: document.querySelector('main') !== null && document.querySelector('footer') !== null,
        hasDialog: document.querySelector('dialog[open]') !== null,
        isFocusSeen: focused !== document.body && isInside && isMarked,
      };
    });
  }
});

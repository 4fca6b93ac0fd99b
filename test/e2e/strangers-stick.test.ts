import { join } from 'node:path';

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CHROMIUM, launchBrowser, openKiosk, openPhone } from '#test/support/browser';
import { ensureBuiltPages } from '#test/support/built-pages';
import { firstOf } from '#test/support/first-of';
import { HTML_BAIT } from '#test/support/hostile-files';
import { makeInsertableStick, type InsertedStick } from '#test/support/inserted-stick';
import { readRecordings, tonesOf } from '#test/support/pcm';
import { startService, type RunningService } from '#test/support/service';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

const NO_TROUBLE = { cspViolations: [], dialogs: [], foreignRequests: [], errors: [] };
const LABEL = '<img src=x onerror=alert(9)>';

describe.skipIf(CHROMIUM === undefined)('a stranger’s stick', () => {
  let browser: Browser;
  let service: RunningService;
  let stick: InsertedStick;

  beforeAll(async () => {
    await ensureBuiltPages();
    browser = await launchBrowser();
    service = await startService({ hasPhones: true });
    stick = await makeInsertableStick(service.mounts, LABEL, { tracks: 5, isHostile: true, hasArtwork: true });
    await stick.insert();
    await until(isScanned, { limitMs: 60_000 });
  });

  afterAll(async () => {
    await browser.close();
    await service.stop();
  });

  it('shows every name as text on the touchscreen, and nothing of it runs', async () => {
    await using kiosk = await openKiosk(browser, service.baseUrl, service.token);
    await kiosk.page.getByRole('main').waitFor();
    await play(HTML_BAIT);
    const views = ['now', 'queue', 'music/albums', 'music/artists', 'music/songs', 'music/folders', 'music/playlists'];
    for (const view of [...views, 'video', 'setup/sticks']) await look(kiosk.page, `${service.baseUrl}/kiosk/${view}`);
    await kiosk.page.goto(`${service.baseUrl}/kiosk/now`);
    await kiosk.page.getByRole('main').getByText(HTML_BAIT).first().waitFor();
    expect(kiosk.troubles).toEqual(NO_TROUBLE);
  });

  it('shows every name as text on a phone, and nothing of it runs', async () => {
    await using phone = await openPhone(browser, service.phoneUrl);
    const { page } = phone;
    const { code } = await service.client.call('openPairing', {});
    await page.getByLabel('Code on the car’s screen').fill(code);
    await page.getByRole('button', { name: 'Pair' }).click();
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
    await play(HTML_BAIT);

    const views = [
      'queue',
      'music/albums',
      'music/artists',
      'music/songs',
      'music/folders',
      'music/playlists',
      'video',
    ];
    for (const view of views) await look(page, `${service.phoneUrl}/${view}`);
    await page.goto(`${service.phoneUrl}/music/search?q=img`);
    await page.getByRole('button', { name: `More for ${HTML_BAIT}` }).click();
    await page.getByRole('dialog').getByText(HTML_BAIT).waitFor();
    await page.goto(`${service.phoneUrl}/`);
    await page.getByRole('heading', { name: HTML_BAIT }).waitFor();
    expect(phone.troubles).toEqual(NO_TROUBLE);
  });

  it('plays a song whose name is no valid UTF-8, to be heard', async () => {
    await using recordings = await makeTempFolder();
    await using other = await startService({
      media: [join(service.mounts, LABEL)],
      audioOutput: `pcm:${recordings.path}`,
    });
    const track = await until(async () => (await songs(other)).find(({ title }) => title.includes('invalid UTF-8')), {
      limitMs: 60_000,
    });
    const { id } = firstOf(await other.client.call('listZones', {}));
    await other.client.call('play', { id, trackId: track.id });
    await until(async () => (await readRecordings(recordings.path)).flatMap((one) => tonesOf(one)).includes(300));
  });

  async function look(page: Page, address: string): Promise<void> {
    await page.goto(address);
    await page.getByRole('main').waitFor();
    await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
  }

  async function play(title: string): Promise<void> {
    const track = (await songs(service)).find((one) => one.title === title);
    if (!track) throw new Error(`No song is called ${title}`);
    await service.client.call('play', { id: (await frontZone()).id, trackId: track.id });
    await until(async () => (await frontZone()).item?.id === track.id);
  }

  async function songs(of: RunningService) {
    return (await of.client.call('listTracks', { limit: 200 })).items;
  }

  async function frontZone() {
    return firstOf(await service.client.call('listZones', {}));
  }

  async function isScanned(): Promise<boolean> {
    const volumes = await service.client.call('listVolumes', {});
    return volumes.some(({ scan, lastScan }) => scan === null && lastScan !== null);
  }
});

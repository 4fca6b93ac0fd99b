import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { CHROMIUM, launchBrowser, openKiosk, openPhone, type OpenPage } from '#test/support/browser';
import { ensureBuiltPages } from '#test/support/built-pages';
import { firstOf } from '#test/support/first-of';
import { freePort } from '#test/support/free-port';
import { untilLookedThrough } from '#test/support/looked-through';
import { startService, type RunningService } from '#test/support/service';
import { makeStick, type StickTruth } from '#test/support/stick';
import { makeTempFolder, type TempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

const NO_TROUBLE = { cspViolations: [], dialogs: [], foreignRequests: [], errors: [] };

describe.skipIf(CHROMIUM === undefined)('a phone', () => {
  let browser: Browser;
  let folder: TempFolder;
  let truth: StickTruth;
  let service: RunningService;
  let phone: OpenPage;
  let page: Page;

  beforeAll(async () => {
    await ensureBuiltPages();
    browser = await launchBrowser();
    folder = await makeTempFolder();
    truth = await makeStick(`${folder.path}/SUNDAY`, {
      tracks: 22,
      seconds: 60,
      hasArtwork: true,
      hasPlaylist: true,
      videos: 1,
    });
    service = await startService({ media: [truth.dir], hasPhones: true });
    await untilLookedThrough(service.client);
  });

  afterAll(async () => {
    await browser.close();
    await service.stop();
    await folder[Symbol.asyncDispose]();
  });

  beforeEach(async () => {
    phone = await openPhone(browser, service.phoneUrl);
    page = phone.page;
  });

  afterEach(async () => {
    await phone[Symbol.asyncDispose]();
  });

  async function typeCode(code: string): Promise<void> {
    await page.getByLabel('Code on the car’s screen').fill(code);
    await page.getByRole('button', { name: 'Pair' }).click();
  }

  async function pair(): Promise<void> {
    const { code } = await service.client.call('openPairing', {});
    await typeCode(code);
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
  }

  it('is let in by the code that the touchscreen shows, and out again when the touchscreen forgets it', async () => {
    await using kiosk = await openKiosk(browser, service.baseUrl, service.token);
    await kiosk.page.goto(`${service.baseUrl}/kiosk/setup/phones`);
    await typeCode('000000');
    await page.getByText('No code is open now').waitFor();

    await kiosk.page.getByRole('button', { name: 'Show a code' }).click();
    const shown = kiosk.page.getByText(/^\d{6}$/u);
    const code = (await shown.textContent())?.trim() ?? '';
    await typeCode(code === '123456' ? '654321' : '123456');
    await page.getByText('That is not the code').waitFor();
    await typeCode(code);
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
    await kiosk.page.getByText('Pixel 8', { exact: true }).waitFor();

    await page.reload();
    await page.getByRole('navigation', { name: 'Views' }).waitFor();

    await service.client.call('revokeDevices', {});
    await page.getByText('The car has forgotten this phone').waitFor();
    expect(phone.troubles).toEqual(NO_TROUBLE);
    expect(kiosk.troubles).toEqual(NO_TROUBLE);
  });

  it('shows a list whose answer comes after the news of the sticks', async () => {
    await pair();
    let news = 0;
    page.on('websocket', (socket) => socket.on('framereceived', () => (news += 1)));
    await page.route(/\/api\/v1\/albums\?/u, async (route) => {
      await until(() => news > 0);
      // The page has had its turn with them.
      await page.evaluate(() => new Promise(requestAnimationFrame));
      await route.continue();
    });
    await page.goto(`${service.phoneUrl}/music/albums`);
    await page.getByRole('button', { name: firstOf(truth.tracks).album }).waitFor();
  });

  it('plays an album, steers it, and comes back to the same view after a reload', async () => {
    await pair();
    const first = firstOf(truth.tracks);
    await page.getByRole('button', { name: 'Music', exact: true }).click();
    await page.getByRole('button', { name: first.album }).click();
    await page.getByRole('button', { name: 'Play', exact: true }).first().click();
    await page.getByRole('region', { name: 'Player' }).getByText(first.title).waitFor();

    await page.reload();
    await page.getByRole('heading', { name: first.album }).first().waitFor();

    await page.getByRole('button', { name: `Now playing: ${first.title}` }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('heading', { name: truth.tracks[1]?.title ?? '' }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    await until(async () => (await frontZone()).status === 'paused');

    await page.getByRole('slider', { name: 'Volume' }).press('ArrowLeft');
    await until(async () => (await frontZone()).volumePercent === 55);
    expect(phone.troubles).toEqual(NO_TROUBLE);
  });

  it('finds a song by the beginning of its words and puts it into the queue', async () => {
    await pair();
    const [first, , , , , , , , , , , wanted] = truth.tracks;
    await service.client.call('play', {
      id: (await frontZone()).id,
      volumeId: firstOf(await service.client.call('listVolumes', {})).id,
      path: first?.path ?? '',
    });

    await page.goto(`${service.phoneUrl}/music/search`);
    await page.getByLabel('Search songs, albums, artists').fill((wanted?.title ?? '').toLowerCase());
    await page.getByRole('button', { name: `More for ${wanted?.title ?? ''}` }).click();
    await page.getByRole('button', { name: 'Play next' }).click();
    await page.goto(`${service.phoneUrl}/queue`);
    const list = page.getByRole('region', { name: 'Queue' });
    await list.getByText(wanted?.title ?? '').waitFor();

    await list.getByRole('button', { name: new RegExp(`^${wanted?.title ?? ''}`, 'u') }).click();
    await until(async () => (await frontZone()).item?.title === wanted?.title);
    expect(phone.troubles).toEqual(NO_TROUBLE);
  });

  it('sends a film to the seats that have a screen', async () => {
    await pair();
    await page.getByRole('button', { name: 'Video', exact: true }).click();
    await page.getByRole('button', { name: /Film 1/u }).click();
    const card = page.getByRole('region', { name: 'Rear' });
    await card.getByRole('button', { name: 'Pause' }).waitFor();

    await card.getByRole('button', { name: 'Sound and subtitles' }).click();
    await page
      .getByRole('button', { name: /German/u })
      .first()
      .click();
    await until(async () => (await rearZone()).audioTracks[1]?.isSelected);
    expect(phone.troubles).toEqual(NO_TROUBLE);
  });

  it('says so while the car does not answer, and goes on by itself when it is back', async () => {
    await using folder = await makeTempFolder();
    const plan = {
      ...{ data: `${folder.path}/data`, mounts: `${folder.path}/mounts`, hasPhones: true },
      ...{ port: await freePort(), phonePort: await freePort() },
    };
    const first = await startService(plan);
    await using other = await openPhone(browser, first.phoneUrl);
    const { code } = await first.client.call('openPairing', {});
    await other.page.getByLabel('Code on the car’s screen').fill(code);
    await other.page.getByRole('button', { name: 'Pair' }).click();
    await other.page.getByRole('navigation', { name: 'Views' }).waitFor();

    await first.stop();
    await other.page.getByText('The car does not answer').waitFor();
    await using second = await startService(plan);
    await other.page.getByText('The car does not answer').waitFor({ state: 'detached' });
    await other.page.getByRole('navigation', { name: 'Views' }).waitFor();
    expect(second.token).toBe(first.token);
  });

  async function frontZone() {
    return firstOf(await service.client.call('listZones', {}));
  }

  async function rearZone() {
    return firstOf((await service.client.call('listZones', {})).filter((zone) => zone.hasVideo));
  }
});

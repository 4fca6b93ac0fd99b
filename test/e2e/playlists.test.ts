import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { PlaylistId } from '#contract/entities/ids';
import { CHROMIUM, launchBrowser, openKiosk } from '#test/support/browser';
import { ensureBuiltPages } from '#test/support/built-pages';
import { firstOf } from '#test/support/first-of';
import { untilLookedThrough } from '#test/support/looked-through';
import { startService, type RunningService } from '#test/support/service';
import { makeStick } from '#test/support/stick';
import { makeTempFolder, type TempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

const NO_TROUBLE = { cspViolations: [], dialogs: [], foreignRequests: [], errors: [] };

describe.skipIf(CHROMIUM === undefined)('playlists of one’s own, on the touchscreen', () => {
  let browser: Browser;
  let folder: TempFolder;
  let service: RunningService;

  beforeAll(async () => {
    await ensureBuiltPages();
    browser = await launchBrowser();
    folder = await makeTempFolder();
    const { dir } = await makeStick(`${folder.path}/SUNDAY`, { tracks: 12, seconds: 60 });
    service = await startService({ media: [dir] });
    await untilLookedThrough(service.client);
  });

  afterAll(async () => {
    await browser.close();
    await service.stop();
    await folder[Symbol.asyncDispose]();
  });

  it('are made by the menu of a song, named on the keyboard, and deleted by their own menu', async () => {
    await using kiosk = await openKiosk(browser, service.baseUrl, service.token);
    const { page } = kiosk;
    const song = firstOf((await service.client.call('listTracks', { limit: 1 })).items);
    await page.getByRole('main').waitFor();
    await page.goto(`${service.baseUrl}/kiosk/music/songs`);

    await page.getByRole('button', { name: `More for ${song.title}` }).click();
    await page.getByRole('button', { name: 'Add to a playlist' }).click();
    await page.getByRole('button', { name: 'New playlist' }).click();
    for (const letter of 'road') await page.getByRole('button', { name: letter, exact: true }).first().click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Added to Road').waitFor();

    await page.goto(`${service.baseUrl}/kiosk/music/playlists`);
    await page.getByRole('main').getByRole('button', { name: /^Road/u }).click();
    await page.getByRole('heading', { name: 'Road' }).waitFor();
    await page.getByRole('main').getByText(song.title).waitFor();
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('button', { name: 'Delete the playlist' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete the playlist' }).click();
    await page.waitForURL(`${service.baseUrl}/kiosk/music/playlists`);
    await page.getByRole('main').getByRole('button', { name: /^Road/u }).waitFor({ state: 'detached' });
    expect(kiosk.troubles).toEqual(NO_TROUBLE);
  });

  it('and the queue are put in order by dragging', async () => {
    await using kiosk = await openKiosk(browser, service.baseUrl, service.token);
    const { page } = kiosk;
    const { client } = service;
    const songs = (await client.call('listTracks', { limit: 4 })).items;
    const { id } = await client.call('createPlaylist', { name: 'Order' });
    for (const { id: trackId } of songs) await client.call('addToPlaylist', { id, trackId });
    await page.getByRole('main').waitFor();

    await page.goto(`${service.baseUrl}/kiosk/music/playlists/${id}`);
    await dragRow(page, 0, 2);
    const [first, second, third, fourth] = songs.map((song) => song.id);
    await until(async () => same(await idsOf(id), [second, third, first, fourth]));

    const front = firstOf(await client.call('listZones', {}));
    await client.call('play', { id: front.id, playlistId: id });
    await page.goto(`${service.baseUrl}/kiosk/queue`);
    await dragRow(page, 3, 1);
    await until(async () => {
      const { items } = await client.call('listQueue', { id: front.id });
      return same(
        items.map((entry) => entry.item.id),
        [second, fourth, third, first],
      );
    });
    expect(kiosk.troubles).toEqual(NO_TROUBLE);
  });

  async function idsOf(id: PlaylistId): Promise<string[]> {
    return (await service.client.call('listPlaylistTracks', { id })).items.map((track) => track.id);
  }

  function same(a: readonly (string | undefined)[], b: readonly (string | undefined)[]): boolean {
    return a.join() === b.join();
  }

  async function dragRow(page: Page, from: number, to: number): Promise<void> {
    const grips = page.locator('.grip');
    await grips.nth(Math.max(from, to)).waitFor();
    const [start, end] = [await grips.nth(from).boundingBox(), await grips.nth(to).boundingBox()];
    if (!start || !end) throw new Error('There is no such row');
    const middle = (box: typeof start) => [box.x + box.width / 2, box.y + box.height / 2] as const;
    await page.mouse.move(...middle(start));
    await page.mouse.down();
    await page.mouse.move(...middle(end), { steps: 6 });
    await page.mouse.up();
  }
});

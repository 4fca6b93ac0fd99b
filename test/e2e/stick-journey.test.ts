import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CHROMIUM, launchBrowser, openKiosk } from '#test/support/browser';
import { ensureBuiltPages } from '#test/support/built-pages';
import { firstOf } from '#test/support/first-of';
import { makeInsertableStick } from '#test/support/inserted-stick';
import { readRecordings, tonesOf } from '#test/support/pcm';
import { untilLookedThrough } from '#test/support/looked-through';
import { seedBytes } from '#test/support/seeds';
import { startService } from '#test/support/service';
import { frequencyOf, makeStick } from '#test/support/stick';
import { withId3 } from '#test/support/tags';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

describe.skipIf(CHROMIUM === undefined)('a stick, from the slot to the screen', () => {
  let browser: Browser;

  beforeAll(async () => {
    await ensureBuiltPages();
    browser = await launchBrowser();
  });

  afterAll(() => browser.close());

  it('shows up while the screen looks on, plays, waits while it is out and plays on when it is back', async () => {
    await using service = await startService();
    const stick = await makeInsertableStick(service.mounts, 'SUNDAY', { tracks: 22, seconds: 90, hasArtwork: true });
    await using kiosk = await openKiosk(browser, service.baseUrl, service.token);
    const { page } = kiosk;
    const player = page.getByRole('contentinfo', { name: 'Player' });
    await page.getByText('Put a stick in').first().waitFor();

    await stick.insert();
    await untilLookedThrough(service.client);
    const first = firstOf(stick.truth.tracks);
    const main = page.getByRole('main');
    await main.getByRole('button', { name: first.album }).first().click();
    await main.getByRole('button', { name: 'Play', exact: true }).click();
    await player.getByText(first.title).waitFor();
    await player.getByRole('button', { name: 'Pause' }).waitFor();

    const album = await kiosk.context.newPage();
    await album.goto(page.url());
    const song = album.getByRole('main').getByRole('listitem').filter({ hasText: first.title });
    await song.waitFor();

    await page.getByRole('button', { name: 'Now playing' }).click();
    const position = page.getByRole('slider', { name: 'Position' });
    await until(async () => Number(await position.getAttribute('aria-valuenow')) > 1_500);

    await stick.pull();
    await page.getByRole('main').getByText('Waiting for SUNDAY').waitFor();
    await player.getByRole('button', { name: 'Stop waiting' }).waitFor();
    await song.getByText('Stick is out').waitFor();
    const heldMs = Number(await position.getAttribute('aria-valuenow'));

    await stick.insert();
    await player.getByRole('button', { name: 'Pause' }).waitFor();
    await until(async () => Number(await position.getAttribute('aria-valuenow')) > heldMs + 1_000);
    await song.getByText('Stick is out').waitFor({ state: 'detached' });
    expect(kiosk.troubles).toEqual({ cspViolations: [], dialogs: [], foreignRequests: [], errors: [] });
  });

  it('that was renamed as a whole is shown by its new names where one was reading, without a jump', async () => {
    await using folder = await makeTempFolder();
    const { dir, tracks } = await makeStick(`${folder.path}/RENAMED`, { tracks: 220, albums: 20 });
    await using service = await startService({ media: [dir] });
    await untilLookedThrough(service.client);
    await using kiosk = await openKiosk(browser, service.baseUrl, service.token);
    const { page } = kiosk;
    const album = await kiosk.context.newPage();
    const { id } = firstOf((await service.client.call('listAlbums', {})).items);
    await album.goto(`${service.baseUrl}/kiosk/music/albums/${id}`);
    await album.getByRole('main').getByRole('listitem').first().waitFor();
    await page.goto(`${service.baseUrl}/kiosk/music/songs`);
    const main = page.getByRole('main');
    const rows = main.getByRole('listitem');
    const first = rows.filter({ hasText: firstOf(tracks).title });
    await first.waitFor();
    const list = main.locator('.viewport');
    await list.evaluate((element) => element.scrollTo(0, element.scrollHeight / 2));
    await first.waitFor({ state: 'detached' });
    const placePx = await list.evaluate((element) => element.scrollTop);
    await page.evaluate(() => (document.body.dataset['before'] = 'yes'));

    const seed = await seedBytes({ format: 'mp3', frequencyHz: frequencyOf(0), seconds: 2 });
    for (const track of tracks) {
      await writeFile(
        join(dir, track.path),
        withId3(seed, { ...track, title: `New ${track.title}`, album: `New ${track.album}` }),
      );
    }
    const volume = firstOf(await service.client.call('listVolumes', {}));
    await service.client.call('scanVolume', { id: volume.id });

    await rows.filter({ hasText: 'New ' }).first().waitFor();
    await until(async () => (await rows.allInnerTexts()).every((text) => text.includes('New ')));
    expect(await list.evaluate((element) => element.scrollTop)).toBe(placePx);
    await album.getByText('That album is not there any more').waitFor();
    expect(await album.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    expect(await page.evaluate(() => document.body.dataset['before'])).toBe('yes');
    expect(kiosk.troubles).toEqual({ cspViolations: [], dialogs: [], foreignRequests: [], errors: [] });
  });

  it('is heard as it was recorded: each song of the album with its own tone, in order', async () => {
    await using recordings = await makeTempFolder();
    await using service = await startService({ audioOutput: `pcm:${recordings.path}` });
    const stick = await makeInsertableStick(service.mounts, 'TONES', { tracks: 5, tones: 5, albums: 1, seconds: 2 });
    await using kiosk = await openKiosk(browser, service.baseUrl, service.token);
    const main = kiosk.page.getByRole('main');

    await stick.insert();
    await untilLookedThrough(service.client);
    await main.getByRole('button', { name: firstOf(stick.truth.tracks).album }).click();
    await main.getByRole('button', { name: 'Play', exact: true }).click();

    const expected = stick.truth.tracks.map((track) => track.frequencyHz);
    const heard = await until(async () => {
      const tones = (await readRecordings(recordings.path)).flatMap((one) => tonesOf(one));
      return tones.length >= expected.length ? tones : undefined;
    });
    expect(heard).toHaveLength(expected.length);
    for (const [index, tone] of heard.entries()) expect(Math.abs(tone - (expected[index] ?? 0))).toBeLessThan(6);
  });
});

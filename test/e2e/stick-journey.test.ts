import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CHROMIUM, launchBrowser, openKiosk } from '#test/support/browser';
import { ensureBuiltPages } from '#test/support/built-pages';
import { firstOf } from '#test/support/first-of';
import { makeInsertableStick } from '#test/support/inserted-stick';
import { readRecordings, tonesOf } from '#test/support/pcm';
import { untilLookedThrough } from '#test/support/looked-through';
import { startService } from '#test/support/service';
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

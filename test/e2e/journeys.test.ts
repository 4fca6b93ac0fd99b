import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Zone } from '#contract/entities/zone';
import { CHROMIUM, launchBrowser, openKiosk, openPhone, type OpenPage } from '#test/support/browser';
import { ensureBuiltPages } from '#test/support/built-pages';
import { firstOf } from '#test/support/first-of';
import { untilLookedThrough } from '#test/support/looked-through';
import { seedBytes } from '#test/support/seeds';
import { startService, type RunningService } from '#test/support/service';
import { frequencyOf, makeStick } from '#test/support/stick';
import { makeTempFolder, type TempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

const HOLD_MS = 800;

/** What people do in a car, and in how many steps at most. */
describe.skipIf(CHROMIUM === undefined)('the journey', () => {
  let browser: Browser;
  let folder: TempFolder;
  let media: readonly string[];
  let service: RunningService;
  let kiosk: OpenPage;
  let phone: OpenPage;
  let steps = 0;

  beforeAll(async () => {
    await ensureBuiltPages();
    browser = await launchBrowser();
    folder = await makeTempFolder();
    const plan = { tracks: 66, seconds: 60, hasArtwork: true, hasPlaylist: true, videos: 8 };
    const { dir } = await makeStick(`${folder.path}/SUNDAY`, plan);
    await makeStick(`${folder.path}/TALKS`, { tracks: 1, seconds: 60, formats: ['m4b'] });
    media = [dir, `${folder.path}/TALKS`];
    service = await startService({ media, data: `${folder.path}/data`, hasPhones: true });
    await untilLookedThrough(service.client, media.length);
    kiosk = await openKiosk(browser, service.baseUrl, service.token);
    await kiosk.page.getByRole('main').waitFor();
    phone = await openPhone(browser, service.phoneUrl);
    await phone.page.getByLabel('Code on the car’s screen').fill((await service.client.call('openPairing', {})).code);
    await phone.page.getByRole('button', { name: 'Pair' }).click();
    await phone.page.getByRole('navigation', { name: 'Views' }).waitFor();
  });

  beforeEach(() => {
    steps = 0;
  });

  afterAll(async () => {
    await browser.close();
    await service.stop();
    await folder[Symbol.asyncDispose]();
  });

  it('next song is 1 step, pause is 1, louder is 1', async () => {
    const { page } = kiosk;
    await playSomething();
    await from(page, '/kiosk/setup/about');
    const before = (await front()).queueIndex ?? 0;
    await tap(page.getByRole('button', { name: 'Next', exact: true }));
    await until(async () => (await front()).queueIndex === before + 1);
    expect(steps).toBeLessThanOrEqual(1);

    const { volumePercent } = await front();
    await page.getByRole('slider', { name: 'Volume' }).press('ArrowRight');
    await until(async () => (await front()).volumePercent > volumePercent);
    await tap(page.getByRole('contentinfo').getByRole('button', { name: 'Pause' }));
    await until(async () => (await front()).status === 'paused');
    expect(steps).toBeLessThanOrEqual(2);
  });

  it('the other stick is 2 steps', async () => {
    const { page } = kiosk;
    const [album, ...others] = (await service.client.call('listAlbums', { volumeId: await stick('TALKS') })).items;
    expect(others).toEqual([]);
    await from(page, '/kiosk/music/albums');
    await tap(main(page).getByRole('button', { name: 'All sticks' }));
    await tap(page.getByRole('dialog').getByRole('button', { name: 'TALKS' }));
    await main(page).getByRole('button', { name: 'Only TALKS' }).waitFor();
    await until(async () => (await main(page).getByRole('listitem').count()) === 1);
    await main(page)
      .getByRole('listitem')
      .getByText(album?.title ?? '', { exact: true })
      .waitFor();
    expect(steps).toBeLessThanOrEqual(2);

    await main(page).getByRole('button', { name: 'Only TALKS' }).tap();
    await page.getByRole('dialog').getByRole('button', { name: 'All sticks' }).tap();
  });

  it.each(['/kiosk/now', '/kiosk/music/albums'])('a favourite playlist is 2 steps from %s', async (address) => {
    const { page } = kiosk;
    const { id } = firstOf((await service.client.call('listTracks', { q: 'Ridge', limit: 1 })).items);
    await playSomething();
    await service.client.call('addFavourite', { id });
    await from(page, address);
    await tap(main(page).getByRole('button', { name: 'Play a playlist' }));
    await tap(page.getByRole('dialog').getByRole('button', { name: /^Favourites/u }));
    await until(async () => (await front()).item?.id === id);
    expect(steps).toBeLessThanOrEqual(2);
  });

  it('the theme for the night is 2 steps', async () => {
    const { page } = kiosk;
    await service.client.call('changeSettings', { theme: 'day' });
    await from(page, '/kiosk/now');
    await page.locator('html[data-theme="day"]').waitFor();
    await tap(page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Theme' }));
    await tap(page.getByRole('dialog').getByRole('button', { name: 'Night' }));
    await page.locator('html[data-theme="night"]').waitFor();
    expect(steps).toBeLessThanOrEqual(2);
  });

  it('30 seconds back in a book is 1 step', async () => {
    const { page } = kiosk;
    const { id } = await front();
    const book = firstOf((await service.client.call('listTracks', { volumeId: await stick('TALKS') })).items);
    await service.client.call('play', { id, trackId: book.id });
    await until(async () => (await front()).item?.id === book.id && (await front()).durationMs !== null);
    await service.client.call('pause', { id });
    await service.client.call('seek', { id, positionMs: 50_000 });
    await from(page, '/kiosk/now');
    await until(async () => (await front()).positionMs > 40_000);
    await tap(main(page).getByRole('button', { name: '30 seconds back' }));
    await until(async () => (await front()).positionMs < 30_000);
    expect(steps).toBeLessThanOrEqual(1);
  });

  it('a stick to be pulled out is 2 steps', async () => {
    const { page } = kiosk;
    const ejected: string[] = [];
    const volume = firstOf(await service.client.call('listVolumes', {}));
    // Only sticks that udisks has mounted can be ejected: here the screen is told so of a folder.
    await page.routeWebSocket(/\/events$/u, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((text) => socket.send(String(text).replaceAll('"isEjectable":false', '"isEjectable":true')));
    });
    await page.route('**/eject', async (route) => {
      ejected.push(route.request().url());
      await route.fulfill({ json: { ...volume, isOnline: false } });
    });
    await from(page, '/kiosk/now');
    await tap(page.getByRole('button', { name: 'Set-up' }));
    await tap(main(page).getByRole('button', { name: 'Eject' }).first());
    await page.getByText('can be pulled out now').waitFor();
    expect(ejected).toHaveLength(1);
    expect(steps).toBeLessThanOrEqual(2);
  });

  it('next folder is 1 step: a long press', async () => {
    const volumeId = await stick('SUNDAY');
    await service.client.call('play', { id: (await front()).id, volumeId, path: '' });
    await until(async () => (await front()).status === 'playing');
    await from(kiosk.page, '/kiosk/now');
    const before = (await front()).item?.album;
    const next = await kiosk.page.getByRole('button', { name: 'Next', exact: true }).boundingBox();
    if (!next) throw new Error('There is no such key');
    await kiosk.page.mouse.move(next.x + next.width / 2, next.y + next.height / 2);
    await kiosk.page.mouse.down();
    await kiosk.page.waitForTimeout(HOLD_MS);
    await kiosk.page.mouse.up();
    await until(async () => (await front()).item?.album !== before);
  });

  it('an album by its letter is 4 steps', async () => {
    const { page } = kiosk;
    const letters = (await service.client.call('listLetters', { of: 'artists' })).items;
    const last = letters.at(-1);
    const { items } = await service.client.call('listArtists', { letter: last?.letter ?? '' });
    const artist = firstOf(items);
    await from(page, '/kiosk/music/artists');
    // The letters stand there until the list has said that it is too short for them.
    const topmost = firstOf((await service.client.call('listArtists', { limit: 1 })).items);
    await main(page)
      .getByRole('button', { name: new RegExp(`^${topmost.name}`, 'u') })
      .first()
      .waitFor();
    await tapIfThere(page.getByRole('button', { name: 'Jump to a letter' }), async () => {
      await tap(page.getByRole('dialog').getByRole('button', { name: last?.letter ?? '', exact: true }));
    });
    await tap(
      main(page)
        .getByRole('button', { name: new RegExp(`^${artist.name}`, 'u') })
        .first(),
    );
    await tap(main(page).getByRole('button', { name: 'Play', exact: true }));
    await until(async () => (await front()).status === 'playing');
    expect(steps).toBeLessThanOrEqual(4);
  });

  it('an artist shuffled is 3 steps', async () => {
    const { page } = kiosk;
    await from(page, '/kiosk/music/albums');
    await tap(main(page).getByRole('button', { name: 'Artists', exact: true }));
    await tap(main(page).getByRole('region', { name: 'Artists' }).getByRole('button').first());
    await tap(main(page).getByRole('button', { name: 'Shuffle' }));
    await until(async () => (await front()).shuffle);
    expect(steps).toBeLessThanOrEqual(3);
  });

  it('film no. 7 to the rear, from a phone, is 4 steps', async () => {
    const { page } = phone;
    await from(page, '/');
    await tap(page.getByRole('button', { name: 'Video', exact: true }));
    await tap(page.getByRole('button', { name: /Film 7/u }).first());
    await until(async () => (await rear()).item?.title.includes('Film 7') === true);
    expect(steps).toBeLessThanOrEqual(4);
  });

  it('another subtitle on the rear, from a phone, is 3 steps', async () => {
    const { page } = phone;
    const film = firstOf((await service.client.call('listVideos', {})).items);
    await service.client.call('play', { id: (await rear()).id, videoId: film.id });
    await until(async () => (await rear()).subtitleTracks.length > 1);
    await from(page, '/');
    await tap(page.getByRole('button', { name: 'Video', exact: true }));
    await tap(page.getByRole('region', { name: 'Rear' }).getByRole('button', { name: 'Sound and subtitles' }));
    await tap(
      page
        .getByRole('dialog')
        .getByRole('button', { name: /German/u })
        .last(),
    );
    await until(async () => (await rear()).subtitleTracks[1]?.isSelected === true);
    expect(steps).toBeLessThanOrEqual(3);
  });

  it('a phone to be paired is 3 steps', async () => {
    const { page } = kiosk;
    await from(page, '/kiosk/now');
    await tap(page.getByRole('button', { name: 'Set-up' }));
    await tap(page.getByRole('button', { name: 'Phones', exact: true }));
    await tap(page.getByRole('button', { name: 'Show a code' }));
    await page.getByText(/^\d{6}$/u).waitFor();
    expect(steps).toBeLessThanOrEqual(3);
  });

  it('what is said into the music to be muted is 1 step', async () => {
    const { page } = kiosk;
    await playSomething();
    const sound = await seedBytes({ format: 'mp3', frequencyHz: frequencyOf(0), seconds: 60 });
    await from(page, '/kiosk/music/albums');
    const { id } = await service.client.call('addPrompt', { sound: sound.toString('base64') });
    await until(async () =>
      (await service.client.call('listPrompts', {})).some((one) => one.id === id && one.isPlaying),
    );
    await tap(main(page).getByRole('button', { name: 'Mute' }));
    await until(async () => (await service.client.call('listPrompts', {})).length === 0);
    await main(page).getByRole('button', { name: 'Mute' }).waitFor({ state: 'detached' });
    expect((await front()).status).toBe('playing');
    expect(steps).toBeLessThanOrEqual(1);
  });

  it('music that played before the power went is no step, and the screen that was open comes along', async () => {
    const { page } = kiosk;
    const { baseUrl, phoneUrl, data } = service;
    await playSomething();
    const before = await front();
    await from(page, '/kiosk/music/songs');
    await main(page).getByRole('listitem').first().waitFor();
    await page.evaluate(() => (document.body.dataset['before'] = 'yes'));

    await service.stop('SIGKILL');
    await page.getByText('Connecting…').first().waitFor();
    const [port, phonePort] = [baseUrl, phoneUrl].map((url) => Number(new URL(url).port));
    service = await startService({
      media,
      data,
      hasPhones: true,
      ...(port && { port }),
      ...(phonePort && { phonePort }),
    });

    await until(async () => (await front()).status === 'playing');
    const after = await front();
    expect([after.queueLength, after.item?.album]).toEqual([before.queueLength, before.item?.album]);
    await page
      .getByRole('contentinfo')
      .getByText(after.item?.title ?? '')
      .waitFor();
    const song = firstOf((await service.client.call('listTracks', { limit: 1 })).items);
    await main(page).getByRole('button', { name: song.title }).first().tap();
    await until(async () => (await front()).item?.id === song.id);
    expect(await page.evaluate(() => document.body.dataset['before'])).toBe('yes');
    expect(steps).toBe(0);
  });

  async function playSomething(): Promise<void> {
    const albums = (await service.client.call('listAlbums', {})).items;
    const album = firstOf(albums.filter(({ trackCount }) => trackCount > 5));
    await service.client.call('play', { id: (await front()).id, albumId: album.id });
    await until(async () => (await front()).status === 'playing');
  }

  async function stick(label: string): Promise<string> {
    return firstOf((await service.client.call('listVolumes', {})).filter((volume) => volume.label === label)).id;
  }

  async function from(page: Page, address: string): Promise<void> {
    await page.goto(`${new URL(page.url()).origin}${address}`);
    await page.getByRole('main').waitFor();
  }

  async function tap(target: Locator): Promise<void> {
    steps += 1;
    await target.tap();
  }

  /** A short list has no letters: everything is in sight. */
  async function tapIfThere(target: Locator, then: () => Promise<void>): Promise<void> {
    if ((await target.count()) === 0) return;
    await tap(target);
    await then();
  }

  function main(page: Page): Locator {
    return page.getByRole('main');
  }

  async function front(): Promise<Zone> {
    return firstOf(await service.client.call('listZones', {}));
  }

  async function rear(): Promise<Zone> {
    return firstOf((await service.client.call('listZones', {})).filter((zone) => zone.hasVideo));
  }
});

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { FAVOURITES_ID } from '#contract/entities/playlist';
import { CHROMIUM, launchBrowser, openKiosk, openPhone } from '#test/support/browser';
import { ensureBuiltPages } from '#test/support/built-pages';
import { firstOf } from '#test/support/first-of';
import { untilLookedThrough } from '#test/support/looked-through';
import { addOddSongs, LONG_TITLE } from '#test/support/odd-songs';
import { startService, type RunningService } from '#test/support/service';
import { flagsOfSimulatedCar, SimulatedCar } from '#test/support/simulated-car';
import { makeStick } from '#test/support/stick';
import { makeTempFolder, type TempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';
import { auditByAxe } from '#test/e2e/axe-audit';
import { kioskViews } from '#test/e2e/kiosk-views';
import { auditPage, type AuditRules } from '#test/e2e/page-audit';
import { showView } from '#test/e2e/show-view';

const DRIVING: AuditRules = { targetDp: 76, textDp: 24 };
const MOVING: AuditRules = { ...DRIVING, mostLetters: 80, mostItems: 50 };
const PARKED: AuditRules = { targetDp: 48, textDp: 24 };
const IN_THE_HAND: AuditRules = { targetDp: 48, textDp: 13 };
const NO_TROUBLE = { cspViolations: [], dialogs: [], foreignRequests: [], errors: [] };
/** Every value of each beside every value of the others. */
const COMBINATIONS = [
  { size: { width: 1024, height: 600 }, language: 'en', isMoving: false, driverSide: 'left' },
  { size: { width: 1024, height: 600 }, language: 'de', isMoving: true, driverSide: 'right' },
  { size: { width: 800, height: 480 }, language: 'en', isMoving: true, driverSide: 'left' },
  { size: { width: 800, height: 480 }, language: 'de', isMoving: false, driverSide: 'right' },
] as const;
const WIDEST = 1024;
const PANELS = [
  { width: 1024, height: 600 },
  { width: 800, height: 480 },
];
const PHONES = [
  { width: 390, height: 844 },
  { width: 360, height: 640 },
];

/** Every view, in all three themes: large enough to touch and to read, nothing cut off, nothing on top of another. */
describe.skipIf(CHROMIUM === undefined)('the layout', () => {
  let browser: Browser;
  let folder: TempFolder;
  let service: RunningService;
  let car: SimulatedCar;

  beforeAll(async () => {
    await ensureBuiltPages();
    browser = await launchBrowser();
    folder = await makeTempFolder();
    const plan = {
      tracks: 66,
      seconds: 60,
      hasArtwork: true,
      hasPlaylist: true,
      videos: 2,
      episodes: 2,
      isHostile: true,
    };
    const { dir } = await makeStick(`${folder.path}/SUNDAY`, plan);
    await addOddSongs(dir);
    // The key for one stick of several stands beside the others.
    await makeStick(`${folder.path}/SPARE`, { tracks: 1 });
    const flags = await flagsOfSimulatedCar(`${folder.path}/settings.json`);
    service = await startService({ media: [dir, `${folder.path}/SPARE`], hasPhones: true, flags });
    car = new SimulatedCar(service.client);
    await car.park();
    const { client } = service;
    await untilLookedThrough(client, 2);
    const [front, rear] = await client.call('listZones', {});
    if (!front || !rear) throw new Error('There are no two zones');
    await client.call('play', { id: front.id, trackId: (await oddSong()).id });
    const film = firstOf((await client.call('listVideos', {})).items);
    await client.call('play', { id: rear.id, videoId: film.id });
    const { id } = await client.call('createPlaylist', { name: 'Road' });
    await client.call('addToPlaylist', { id, albumId: await someAlbum() });
    await until(async () => (await client.call('getZone', { id: rear.id })).audioTracks.length > 1);
    // On a busy machine all views take longer than the film does.
    await client.call('pause', { id: rear.id });
    await client.call('addFavourite', { id: firstOf((await client.call('listTracks', {})).items).id });
  });

  afterAll(async () => {
    car[Symbol.dispose]();
    await browser.close();
    await service.stop();
    await folder[Symbol.asyncDispose]();
  });

  it.each(COMBINATIONS)(
    'of the touchscreen suits its driver: $size.width wide, $language, moving $isMoving, driver $driverSide',
    { timeout: 300_000 },
    async ({ size, language, isMoving, driverSide }) => {
      await service.client.call('changeSettings', { language, driverSide });
      await (isMoving ? car.drive() : car.park());
      await using kiosk = await openKiosk(browser, service.baseUrl, service.token);
      const { page, troubles } = kiosk;
      await page.setViewportSize(size);
      await page.getByRole('main').waitFor();
      await page.locator(`html[lang="${language}"]`).waitFor({ state: 'attached' });
      const faults: string[] = [];
      const views = [...(await kioskViews(service.client)), ...(await oddViews())];
      for (const { address, isSetUp } of views) {
        const rules = isMoving ? MOVING : isSetUp ? PARKED : DRIVING;
        await showView(page, address);
        // What axe looks at does not hang on the size.
        const byAxe = size.width === WIDEST ? await auditByAxe(page) : [];
        const found = [...(await auditPage(page, rules)), ...byAxe];
        faults.push(...found.map((fault) => `${address}: ${fault}`));
      }
      expect(faults).toEqual([]);
      expect(troubles).toEqual(NO_TROUBLE);
    },
  );

  it('of its sheets suits a moving car too', async () => {
    await service.client.call('changeSettings', { language: 'en', driverSide: 'left' });
    await car.park();
    await using kiosk = await openKiosk(browser, service.baseUrl, service.token);
    const { page } = kiosk;
    await page.getByRole('main').waitFor();
    const faults: string[] = [];
    for (const size of PANELS) {
      await page.setViewportSize(size);
      for (const [view, key] of [
        ['/music/albums', /^More$/u],
        ['/music/songs', /^Jump to a letter$/u],
        ['/music/songs', /^More for /u],
        ['/music/playlists', /^More for Road/u],
        ['/queue', /^More for /u],
        ['/queue', /^Clear$/u],
        ['/now', /^Seats: /u],
        ['/video', /^Sound and subtitles$/u],
        ['/setup/zones', /^Rename$/u],
      ] as const) {
        await showView(page, `/kiosk${view}`);
        await page.getByRole('button', { name: key }).first().click();
        await page.getByRole('dialog').waitFor();
        faults.push(...(await auditPage(page, DRIVING)).map((fault) => `${view} ${String(key)}: ${fault}`));
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
    }
    expect(faults).toEqual([]);
  });

  it('of a phone suits a thumb, at 360 pixels too', async () => {
    await using phone = await openPhone(browser, service.phoneUrl);
    const { page, troubles } = phone;
    await page.getByLabel('Code on the car’s screen').waitFor();
    const faults = (await auditPage(page, IN_THE_HAND)).map((fault) => `pairing: ${fault}`);
    const { code } = await service.client.call('openPairing', {});
    await page.getByLabel('Code on the car’s screen').fill(code);
    await page.getByRole('button', { name: 'Pair' }).click();
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
    for (const size of PHONES) {
      await page.setViewportSize(size);
      const views = (await musicViews()).filter((view) => !/show=songs|volume=/u.test(view));
      for (const view of [
        '/',
        ...views,
        '/music/search',
        '/music/search?q=a',
        '/video',
        '/video?list=series',
        '/video?list=folders',
      ]) {
        faults.push(...(await faultsOf(page, view, IN_THE_HAND)));
      }
    }
    expect(faults).toEqual([]);
    expect(troubles).toEqual(NO_TROUBLE);
  });

  async function faultsOf(page: Page, address: string, rules: AuditRules): Promise<string[]> {
    await showView(page, address);
    const { width } = page.viewportSize() ?? { width: 0 };
    const byAxe = width === PHONES[0]?.width ? await auditByAxe(page) : [];
    return [...(await auditPage(page, rules)), ...byAxe].map((fault) => `${address} at ${String(width)}: ${fault}`);
  }

  async function oddSong() {
    const odd = (await service.client.call('listTracks', { q: LONG_TITLE.slice(0, 20), limit: 1 })).items;
    return firstOf(odd);
  }

  /** Pages whose very heading is odd. */
  async function oddViews() {
    const { client } = service;
    const { albumId, genre } = await oddSong();
    const artists = (await client.call('listArtists', { limit: 200 })).items;
    const odd = artists.filter(({ name }) => name === LONG_TITLE || /[\u0590-\u08ff]/u.test(name));
    return [
      `/kiosk/music/albums/${albumId ?? ''}`,
      `/kiosk/music/genres/${encodeURIComponent(genre ?? '')}`,
      ...odd.map(({ id }) => `/kiosk/music/artists/${id}?show=songs`),
    ].map((address) => ({ address, isSetUp: false }));
  }

  async function someAlbum() {
    const albums = (await service.client.call('listAlbums', {})).items;
    return firstOf(albums.filter((album) => album.trackCount > 5)).id;
  }

  async function musicViews(): Promise<string[]> {
    const { client } = service;
    const artist = firstOf((await client.call('listArtists', {})).items.filter((one) => one.albumCount > 1));
    const stick = encodeURIComponent(firstOf(await client.call('listVolumes', {})).id);
    return [
      ...['/queue', '/music/albums', `/music/albums/${await someAlbum()}`, '/music/artists', '/music/songs'],
      ...[`/music/artists/${artist.id}`, `/music/artists/${artist.id}?show=songs`, '/music/folders'],
      ...[`/music/folders?volume=${stick}&path=`, `/music/folders?volume=${stick}&path=Hostile`, '/music/playlists'],
      ...[`/music/playlists/${FAVOURITES_ID}`, `/music/playlists/${await ownPlaylist()}`],
      ...['/music/genres', '/music/genres/Folk', '/music/recently-added', '/music/recently-played'],
    ];
  }

  async function ownPlaylist(): Promise<string> {
    const known = (await service.client.call('listPlaylists', {})).items.find((one) => one.isOwn);
    return firstOf(known ? [known] : []).id;
  }
});

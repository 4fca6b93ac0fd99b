import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ZoneId } from '#contract/entities/ids';
import { RouterSshServer } from '#network/adapters/ssh/router-ssh-server';
import { DemoRouter } from '#network/demo/demo-router';
import { comparePictures } from '#test/e2e/pictures/compare-pictures';
import { makePictureStick } from '#test/e2e/pictures/picture-stick';
import { pictureViews } from '#test/e2e/pictures/picture-views';
import { openSteadyKiosk, type SteadyKiosk } from '#test/e2e/pictures/steady-page';
import { showView } from '#test/e2e/show-view';
import { CHROMIUM, launchBrowser } from '#test/support/browser';
import { ensureBuiltPages } from '#test/support/built-pages';
import { firstOf } from '#test/support/first-of';
import { untilLookedThrough } from '#test/support/looked-through';
import { startService, type RunningService } from '#test/support/service';
import { makeTempFolder, type TempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

const REFERENCES = fileURLToPath(new URL('pictures/references', import.meta.url));
const FINDINGS = fileURLToPath(new URL('../../dist/pictures', import.meta.url));
/** Of the pixels: an icon that is missing is more. */
const MOST_DIFFERENT = 0.000_4;
const PATIENCE_MS = 5_000;
/** Until the last of a view is there: it searches a moment after the last letter. */
const LATE_MS = 800;
const isRenewing = process.env['CARPUTER_PICTURES'] === 'renew';

/** Each view as somebody has looked at it and found it good: at night, in English, with the same library and at the same time. */
describe.skipIf(CHROMIUM === undefined)('the picture', () => {
  let browser: Browser;
  let folder: TempFolder;
  let router: DemoRouter;
  let routerServer: RouterSshServer;
  let service: RunningService;
  let kiosk: SteadyKiosk;

  beforeAll(async () => {
    await ensureBuiltPages();
    browser = await launchBrowser();
    folder = await makeTempFolder();
    await makePictureStick(`${folder.path}/RANGE-64`);
    // Its time stands still as well.
    router = new DemoRouter({ uptimeMs: () => 0 });
    routerServer = await RouterSshServer.make(router);
    const config = `${folder.path}/settings.json`;
    await writeFile(config, JSON.stringify({ router: { host: '127.0.0.1', port: await routerServer.listen() } }));
    router.start();
    service = await startService({ media: [`${folder.path}/RANGE-64`], hasPhones: true, flags: ['--config', config] });
    await untilLookedThrough(service.client);
    await setTheScene(service, routerServer.fingerprint);
    kiosk = await openSteadyKiosk(browser, service.baseUrl, service.token);
    await kiosk.page.getByRole('main').waitFor();
  });

  afterAll(async () => {
    await browser.close();
    await service.stop();
    router.stop();
    routerServer.close();
    await folder[Symbol.asyncDispose]();
  });

  it('of every view is the one that was approved', { timeout: isRenewing ? 1_800_000 : 300_000 }, async () => {
    const faults: string[] = [];
    for (const { name, address } of await pictureViews(service.client)) {
      await showView(kiosk.page, address);
      const fault = await (isRenewing ? renew(name) : judge(name));
      if (fault !== undefined) faults.push(fault);
    }
    expect(faults).toEqual([]);
  });

  /** In words what is wrong with a picture; or undefined. What comes a moment later is waited for. */
  async function judge(name: string): Promise<string | undefined> {
    const expected = await readFile(`${REFERENCES}/${name}.webp`).catch(() => undefined);
    if (!expected) return `${name}: there is no reference picture`;
    const endMs = performance.now() + PATIENCE_MS;
    for (;;) {
      const actual = await take();
      const { share, shown } = await comparePictures(expected, actual);
      if (share <= MOST_DIFFERENT) return undefined;
      if (performance.now() < endMs) continue;
      await mkdir(FINDINGS, { recursive: true });
      await writeFile(`${FINDINGS}/${name}.png`, actual);
      await writeFile(`${FINDINGS}/${name}-difference.png`, shown);
      return `${name}: ${(share * 100).toFixed(2)} % of it is different, see ${FINDINGS}/${name}-difference.png`;
    }
  }

  /** Of those that look different only. */
  async function renew(name: string): Promise<undefined> {
    await kiosk.page.waitForTimeout(LATE_MS);
    const file = `${REFERENCES}/${name}.webp`;
    const actual = await take();
    const before = await readFile(file).catch(() => undefined);
    if (before && (await comparePictures(before, actual)).share <= MOST_DIFFERENT) return;
    await mkdir(REFERENCES, { recursive: true });
    await writeFile(file, await sharp(actual).webp({ nearLossless: true, quality: 60, effort: 4 }).toBuffer());
  }

  async function take(): Promise<Buffer> {
    await kiosk.settle();
    return kiosk.page.screenshot({ animations: 'disabled', caret: 'hide' });
  }
});

/** A song and a film play, the router is ours, and there are favourites, a playlist and a phone. */
async function setTheScene({ client, phoneUrl }: RunningService, fingerprint: string): Promise<void> {
  await client.call('changeSettings', { language: 'en', theme: 'night', carName: 'Range Rover' });
  const [front, rear] = await client.call('listZones', {});
  if (!front || !rear) throw new Error('There are no two zones');
  await until(async () => (await client.call('getRouter', {})).link.state === 'first_contact');
  await client.call('confirmRouterKey', { fingerprint });
  const songs = (await client.call('listTracks', { limit: 40 })).items;
  for (const { id } of songs.filter((_song, index) => index % 7 === 3)) await client.call('addFavourite', { id });
  const { id } = await client.call('createPlaylist', { name: 'Sunday in the hills' });
  for (const { id: trackId } of songs.slice(4, 12)) await client.call('addToPlaylist', { id, trackId });
  const albums = (await client.call('listAlbums', {})).items;
  const albumId = firstOf(albums.filter(({ trackCount }) => trackCount === 11)).id;
  await client.call('play', { id: front.id, albumId });
  await client.call('addToQueue', { id: front.id, playlistId: id, where: 'last' });
  await client.call('next', { id: front.id });
  await holdAt(front.id);
  await client.call('setVolume', { id: front.id, percent: 60 });
  const film = firstOf((await client.call('listVideos', {})).items.filter(({ title }) => title === 'The Last Ferry'));
  await client.call('play', { id: rear.id, videoId: film.id });
  await holdAt(rear.id);
  const { code } = await client.call('openPairing', {});
  await fetch(`${phoneUrl}/api/v1/pair`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json', origin: phoneUrl } },
    body: JSON.stringify({ code, name: 'Ruth’s phone' }),
  });
  await until(async () => (await client.call('getRouter', {})).bars !== null);

  /** In its middle, about: to the second. */
  async function holdAt(zone: ZoneId): Promise<void> {
    const durationMs = await until(async () => (await client.call('getZone', { id: zone })).durationMs);
    const positionMs = Math.round(durationMs * 0.00047) * 1_000;
    await client.call('pause', { id: zone });
    await client.call('seek', { id: zone, positionMs });
    await until(async () => Math.abs((await client.call('getZone', { id: zone })).positionMs - positionMs) < 400);
  }
}

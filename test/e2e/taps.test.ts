import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CHROMIUM, launchBrowser, openKiosk } from '#test/support/browser';
import { ensureBuiltPages } from '#test/support/built-pages';
import { untilLookedThrough } from '#test/support/looked-through';
import { startService, type RunningService } from '#test/support/service';
import { flagsOfSimulatedCar, SimulatedCar } from '#test/support/simulated-car';
import { makeStick } from '#test/support/stick';
import { makeTempFolder, type TempFolder } from '#test/support/temp-folder';
import { seededRandom } from '#test/torture/random';

const TAPS = 1_000;
const SEED = 20_261_125;
/** The car drives off, and parks again. */
const DRIVES_OFF_AFTER = 400;
const PARKS_AFTER = 600;
const NO_TROUBLE = { cspViolations: [], dialogs: [], foreignRequests: [], errors: [] };

interface Sight {
  readonly place: string;
  /** What could be tapped, and where. */
  readonly targets: readonly { readonly name: string; readonly x: number; readonly y: number }[];
  readonly hasFrame: boolean;
}

/** A child with the touchscreen: whatever is tapped, there is a way on, every key says what it does, and nothing breaks. */
describe.skipIf(CHROMIUM === undefined)('a thousand taps', () => {
  let browser: Browser;
  let folder: TempFolder;
  let service: RunningService;
  let car: SimulatedCar;

  beforeAll(async () => {
    await ensureBuiltPages();
    browser = await launchBrowser();
    folder = await makeTempFolder();
    const plan = { tracks: 44, seconds: 60, hasArtwork: true, hasPlaylist: true, videos: 1, isHostile: true };
    const { dir } = await makeStick(`${folder.path}/SUNDAY`, plan);
    const flags = await flagsOfSimulatedCar(`${folder.path}/settings.json`);
    service = await startService({ media: [dir], hasPhones: true, flags });
    car = new SimulatedCar(service.client);
    await car.park();
    await untilLookedThrough(service.client);
  });

  afterAll(async () => {
    car[Symbol.dispose]();
    await browser.close();
    await service.stop();
    await folder[Symbol.asyncDispose]();
  });

  it('find no error, no dead end and no key without a name', { timeout: 300_000 }, async () => {
    await using kiosk = await openKiosk(browser, service.baseUrl, service.token);
    const { page } = kiosk;
    await page.getByRole('main').waitFor();
    const random = seededRandom(SEED);
    const faults = new Set<string>();
    const places = new Set<string>();
    let last = 'the start';
    for (let index = 0; index < TAPS; index += 1) {
      if (index === DRIVES_OFF_AFTER) await car.drive();
      if (index === PARKS_AFTER) await car.park();
      const { place, targets, hasFrame } = await look(page);
      places.add(place.replace(/[\w-]{20,}/gu, ':id'));
      if (!hasFrame) faults.add(`the screen is gone after ${last}`);
      if (targets.length === 0) faults.add(`nothing to tap at ${place} after ${last}`);
      for (const { name } of targets) if (name === '') faults.add(`a key without a name at ${place}`);
      const target = targets[Math.floor(random() * targets.length)];
      if (!target) continue;
      last = `${target.name} at ${place}`;
      await page.touchscreen.tap(target.x, target.y);
    }
    expect([...faults]).toEqual([]);
    expect(kiosk.troubles).toEqual(NO_TROUBLE);
    expect(places.size).toBeGreaterThan(12);
  });
});

/** In the open dialogue where there is one. */
function look(page: Page): Promise<Sight> {
  return page.evaluate(() => {
    const dialogues = document.querySelectorAll('dialog[open]');
    const scope = dialogues[dialogues.length - 1] ?? document.body;
    const keys = [...scope.querySelectorAll('button:not(:disabled), input, [role="slider"]')].flatMap((element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      const [x, y] = [(left + right) / 2, (top + bottom) / 2];
      const hit = document.elementFromPoint(x, y);
      if (!hit || !element.contains(hit)) return [];
      const label = element.getAttribute('aria-label') ?? element.getAttribute('aria-labelledby');
      return [{ name: label ?? element.textContent.trim(), x, y }];
    });
    return {
      place: location.pathname,
      targets: keys,
      hasFrame: document.querySelector('main') !== null && document.querySelector('footer') !== null,
    };
  });
}

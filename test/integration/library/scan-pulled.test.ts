import { rename, rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';

import { VolumeGone } from '#library/scan/scan-errors';
import { makeStick } from '#test/support/stick';
import { EVERYTHING, makeScanning, VOLUME } from '#test/integration/library/scanning';
import { seededRandom } from '#test/torture/random';

const SEED = 50;
const PULLS = 50;
const SONGS = 150;
const ALL = { offset: 0, limit: 2 * SONGS };

/** Walk, tags, odd formats, pictures: a pull may come at any time of it, and once in a while after it. */
it('loses nothing and blames no file, whenever of 50 moments a stick is pulled', { timeout: 300_000 }, async () => {
  await using scanning = await makeScanning();
  await makeStick(scanning.stick, { tracks: SONGS, videos: 1, hasArtwork: true, hasPlaylist: true });
  await makeStick(scanning.stick, { tracks: 6, formats: ['wma', 'ogg', 'm4a'] });
  const { library } = scanning;
  const all = () => library.tracks.list(EVERYTHING, ALL).items;
  const away = `${scanning.stick}-away`;
  const random = seededRandom(SEED);

  const first = await scanning.scan();
  const startedMs = performance.now();
  await scanning.scan({ isForced: true });
  const wholeMs = performance.now() - startedMs;
  const truth = all();
  expect(library.volumes.skipped(VOLUME)).toEqual([]);

  let pulled = 0;
  for (let round = 0; round < PULLS; round += 1) {
    const scan = scanning.scan({ isForced: true }).then(
      () => 'whole' as const,
      (error: unknown) => error,
    );
    await setTimeout(random() * wholeMs);
    await rename(scanning.stick, away);
    const outcome = await scan;
    await rename(away, scanning.stick);
    if (outcome !== 'whole') {
      expect(outcome).toBeInstanceOf(VolumeGone);
      pulled += 1;
    }
    expect(all().map(({ id, isOnline }) => [id, isOnline])).toEqual(truth.map(({ id }) => [id, true]));
    expect(library.volumes.skipped(VOLUME)).toEqual([]);
  }
  expect(pulled).toBeGreaterThan(PULLS / 4);

  await scanning.scan();
  expect(all()).toEqual(truth);
  expect(await scanning.scan()).toMatchObject({ filesSeen: first.filesSeen, filesOpened: 0 });
});

it('goes on with a stick that was pulled when it had never been seen whole', { timeout: 120_000 }, async () => {
  const random = seededRandom(SEED);
  await using scanning = await makeScanning();
  const { tracks } = await makeStick(scanning.stick, { tracks: SONGS });
  const away = `${scanning.stick}-away`;
  for (let round = 0; round < 5; round += 1) {
    const scan = scanning.scan().catch(() => undefined);
    await setTimeout(random() * 150);
    await rename(scanning.stick, away);
    await scan;
    await rename(away, scanning.stick);
  }
  await rm(away, { recursive: true, force: true });

  await scanning.scan();
  const titles = scanning.library.tracks.list(EVERYTHING, ALL).items.map(({ title }) => title);
  expect(titles.sort()).toEqual(tracks.map(({ title }) => title).sort());
  expect(scanning.library.volumes.skipped(VOLUME)).toEqual([]);
});

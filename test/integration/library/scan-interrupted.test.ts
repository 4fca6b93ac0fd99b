import { rename } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';

import { VolumeGone } from '#library/scan/scan-errors';
import { makeStick } from '#test/support/stick';
import { EVERYTHING, makeScanning, VOLUME, type Scanning } from '#test/integration/library/scanning';

const WINDOW = { offset: 0, limit: 1 };

/** Songs enough that a scan is caught between its first tags and its last, also on a machine that is quick. */
const TOO_MANY_FOR_A_MOMENT = 2_500;
const LOOK_EVERY_MS = 10;

/** Songs whose tags are in the index: all that the fixture makes are longer than nothing. */
function readTracks({ library }: Scanning): number {
  const { items } = library.tracks.list(EVERYTHING, { offset: 0, limit: TOO_MANY_FOR_A_MOMENT });
  return items.filter(({ durationMs }) => durationMs !== null).length;
}

/** Does something as soon as the first tags are in the index: looked at often, as what a scan tells comes only 4 times a second. */
async function onceSongsAreRead(scanning: Scanning, act: () => void | Promise<void>): Promise<void> {
  while (readTracks(scanning) === 0) await setTimeout(LOOK_EVERY_MS);
  await act();
}

describe('a scan that does not end', () => {
  it('stops soon after a cancel, and goes on where it was', async () => {
    await using scanning = await makeScanning();
    await makeStick(scanning.stick, { tracks: TOO_MANY_FOR_A_MOMENT });
    const cancel = new AbortController();
    const scan = scanning.scan({ signal: cancel.signal });
    void onceSongsAreRead(scanning, () => cancel.abort(new Error('pulled')));

    await expect(scan).rejects.toThrow('pulled');
    const readBefore = readTracks(scanning);
    expect(readBefore).toBeGreaterThan(0);
    expect(readBefore).toBeLessThan(TOO_MANY_FOR_A_MOMENT);

    const summary = await scanning.scan();
    expect(summary.filesOpened).toBe(TOO_MANY_FOR_A_MOMENT - readBefore);
    expect(readTracks(scanning)).toBe(TOO_MANY_FOR_A_MOMENT);
  });

  it('keeps every row when the stick is pulled, and marks nothing as unreadable', async () => {
    await using scanning = await makeScanning();
    await makeStick(scanning.stick, { tracks: TOO_MANY_FOR_A_MOMENT });
    const away = `${scanning.stick}-away`;
    const listed = () => scanning.library.tracks.list(EVERYTHING, WINDOW).total;
    let listedBefore = 0;
    const scan = scanning.scan();
    void onceSongsAreRead(scanning, () => {
      listedBefore = listed();
      return rename(scanning.stick, away);
    });

    await expect(scan).rejects.toBeInstanceOf(VolumeGone);
    expect(listedBefore).toBeGreaterThan(0);
    expect(listed()).toBeGreaterThanOrEqual(listedBefore);
    expect(scanning.library.volumes.skipped(VOLUME)).toEqual([]);

    await rename(away, scanning.stick);
    await scanning.scan();
    expect(readTracks(scanning)).toBe(TOO_MANY_FOR_A_MOMENT);
  });

  it('shows names before tags are read', async () => {
    await using scanning = await makeScanning();
    await makeStick(scanning.stick, { tracks: 300 });
    const totals: number[] = [];
    await scanning.scan({
      onLibraryChanged: () => {
        if (readTracks(scanning) === 0) totals.push(scanning.library.tracks.list(EVERYTHING, WINDOW).total);
      },
    });
    expect(totals[0]).toBeGreaterThan(0);
  });

  it('is rejected when the runner stops, and the next scan gets a new thread', async () => {
    await using scanning = await makeScanning();
    await makeStick(scanning.stick, { tracks: 400 });
    const scan = scanning.scan({ onLibraryChanged: () => void scanning.runner.stop() });
    await expect(scan).rejects.toThrow();

    expect(await scanning.scan()).toMatchObject({ filesSeen: 400 });
  });

  it('has scans wait for their turn, and a waiting one can be cancelled', async () => {
    await using scanning = await makeScanning();
    await makeStick(scanning.stick, { tracks: 50 });
    const cancel = new AbortController();
    const first = scanning.scan();
    const second = scanning.scan();
    const third = scanning.scan({ signal: cancel.signal });
    cancel.abort(new Error('not now'));

    await expect(third).rejects.toThrow('not now');
    await Promise.all([first, second]);
    expect(await scanning.scan()).toMatchObject({ filesOpened: 0 });
  });
});

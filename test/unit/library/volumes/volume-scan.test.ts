import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';

import { volumeId } from '#contract/entities/ids';
import { silentLogger } from '#kernel/logger';
import { untilAborted } from '#kernel/until-aborted';
import type { ScanRunner } from '#library/ports';
import { IndexFull } from '#library/scan/scan-errors';
import { VolumeScan } from '#library/volumes/volume-scan';

const SUMMARY = { durationMs: 5, filesSeen: 2, filesOpened: 1, bytesRead: 9, skipped: 0 };
const FOR_EVER = 30;

/** `outcomes`: what each scan comes to, the last one again and again. */
function setup(...outcomes: readonly ('changed' | 'unchanged' | 'failed' | 'full')[]) {
  const fullness: boolean[] = [];
  /** How many scans there had been when what comes afterwards began. */
  const afterwards: number[] = [];
  let scans = 0;
  let pauses = 0;
  const runner: ScanRunner = {
    scan: (_request, listener) => {
      const outcome = outcomes[Math.min(scans, outcomes.length - 1)];
      scans += 1;
      if (outcome === 'failed') return Promise.reject(new Error('no space left'));
      if (outcome === 'full') return Promise.reject(new IndexFull());
      if (outcome === 'changed') listener.onLibraryChanged();
      return Promise.resolve(SUMMARY);
    },
  };
  const scan = new VolumeScan({
    runner,
    logger: silentLogger,
    volume: {
      id: volumeId.parse('v1'),
      label: 'Folder',
      mountPoint: Buffer.from('/music'),
      device: undefined,
      isDemo: false,
    },
    countSkipped: () => 0,
    onProgress: () => undefined,
    onLibraryChanged: () => undefined,
    onIndexFull: (isFull) => fullness.push(isFull),
    afterwards: (_volume, signal) => {
      afterwards.push(scans);
      return untilAborted(signal);
    },
    pause: () => {
      pauses += 1;
      return pauses > FOR_EVER ? Promise.reject(new Error('it never ends')) : Promise.resolve();
    },
  });
  /** The number of scans until it rests. */
  const scanned = async () => {
    scan.restart();
    await setTimeout(0);
    return scans;
  };
  return { scanned, fullness, afterwards, end: () => scan.end() };
}

describe('a folder that stands for a stick', () => {
  it('is looked at again while it fills, and not any more when it is as it was', async () => {
    const { scanned } = setup('changed', 'changed', 'unchanged');
    expect(await scanned()).toBe(3);
  });

  it('is not looked at for ever because a picture in it can never be read', async () => {
    const { scanned } = setup('changed', 'unchanged');
    expect(await scanned()).toBe(2);
  });

  it('is given up after a few scans that failed, and looked at again when somebody asks', async () => {
    const { scanned } = setup('failed');
    expect(await scanned()).toBe(3);
    expect(await scanned()).toBe(6);
  });
});

describe('a card without room for the index', () => {
  it('is tried again until there is room, and told once when it is full and once when it is not', async () => {
    const { scanned, fullness } = setup('full', 'full', 'full', 'full', 'full', 'changed', 'unchanged');
    expect(await scanned()).toBe(7);
    expect(fullness).toEqual([true, false]);
  });
});

describe('what comes after a scan', () => {
  it('begins when the stick rests, gives way to the next scan, and ends with the stick', async () => {
    const { scanned, afterwards, end } = setup('changed', 'unchanged');
    await scanned();
    expect(afterwards).toEqual([2]);
    await scanned();
    expect(afterwards).toEqual([2, 3]);
    await end();
    expect(afterwards).toEqual([2, 3]);
  });

  it('does not begin after a scan that was given up', async () => {
    const { scanned, afterwards } = setup('failed');
    await scanned();
    expect(afterwards).toEqual([]);
  });
});

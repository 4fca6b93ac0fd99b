import { expect, it } from 'vitest';

import { EVERYTHING, makeScanning, type Scanning } from '#test/integration/library/scanning';
import { makeScaleStick } from '#test/support/scale-stick';
import { scoreIndex, type IndexedItem } from '#test/support/score-index';

const PAGE = 200;

function itemsOf({ library }: Scanning): IndexedItem[] {
  const items: IndexedItem[] = [];
  const pages = (offset: number) => ({ offset, limit: PAGE });
  for (let offset = 0, count = PAGE; count === PAGE; offset += PAGE) {
    const tracks = library.tracks.list(EVERYTHING, pages(offset)).items;
    for (const { path, title, artist, album, durationMs } of tracks) {
      items.push({ path, title, artist: artist ?? '', album: album ?? '', seconds: (durationMs ?? 0) / 1_000 });
    }
    count = tracks.length;
  }
  for (const { path, title, durationMs } of library.videos.list(EVERYTHING, pages(0)).items) {
    items.push({ path, title, artist: '', album: '', seconds: (durationMs ?? 0) / 1_000 });
  }
  return items;
}

it(
  'has the stick of the benchmark right, in small: names in every tag and code page, every length',
  { timeout: 180_000 },
  async () => {
    await using scanning = await makeScanning();
    const truth = await makeScaleStick(scanning.stick, { scale: 0.1, seed: 5, lengthShare: 0.02 });

    const summary = await scanning.scan();

    expect(scoreIndex(truth, itemsOf(scanning))).toEqual({
      songs: 160 + 60 + 16,
      missing: 0,
      tagsPercent: 100,
      lengthsPercent: 100,
      legacy: {
        'windows-1251': '12/12',
        'koi8-r': '12/12',
        shift_jis: '12/12',
        gb18030: '12/12',
        'windows-1250': '12/12',
      },
      films: '4/4',
      hiddenShown: 0,
      wrong: [],
    });
    const beforePictures = summary.phases?.filter(({ phase }) => phase === 'tags' || phase === 'lengths') ?? [];
    const bytes = beforePictures.reduce((sum, phase) => sum + phase.bytesRead, 0);
    expect(bytes / summary.filesSeen).toBeLessThan(17 * 1024);
    expect((await scanning.scan()).filesOpened).toBe(0);
  },
);

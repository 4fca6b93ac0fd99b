import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

import { EVERYTHING, makeScanning } from '#test/integration/library/scanning';
import { SEED_FORMATS } from '#test/support/seeds';
import { makeStick } from '#test/support/stick';
import { makeTempFolder } from '#test/support/temp-folder';

const SOURCE = fileURLToPath(new URL('../../support/taglib-tags.c', import.meta.url));
const ALL = { offset: 0, limit: 200 };
/** TagLib counts whole seconds, and takes frames that players leave out along. */
const SECONDS_APART = 1;

function hasTagLib(): boolean {
  try {
    execFileSync('cc', ['-fsyntax-only', '-I/usr/include/taglib', SOURCE], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const isAble = hasTagLib();
const why = isAble ? '' : ' (skipped: cc or libtagc0-dev is not installed)';

it.skipIf(!isAble)(`reads of every format at least what TagLib reads${why}`, { timeout: 120_000 }, async () => {
  await using folder = await makeTempFolder();
  const program = join(folder.path, 'taglib-tags');
  execFileSync('cc', ['-I/usr/include/taglib', '-o', program, SOURCE, '-ltag_c'], { timeout: 60_000 });
  await using scanning = await makeScanning();
  const { dir, tracks } = await makeStick(scanning.stick, {
    tracks: SEED_FORMATS.length * 3,
    formats: SEED_FORMATS,
    seconds: 5,
  });
  await scanning.scan();
  const ours = new Map(scanning.library.tracks.list(EVERYTHING, ALL).items.map((track) => [track.path, track]));
  const lines = execFileSync(
    program,
    tracks.map(({ path }) => join(dir, path)),
  )
    .toString()
    .split('\n');

  expect(lines.filter((line) => /^[^\t]/u.test(line)).length).toBeGreaterThan(tracks.length / 2);
  expect(ours.size).toBe(tracks.length);
  for (const [index, { path }] of tracks.entries()) {
    const [title, artist, album, number, seconds] = (lines[index] ?? '').split('\t');
    const track = ours.get(path);
    if (title) expect(track?.title, path).toBe(title);
    if (artist) expect(track?.artist, path).toBe(artist);
    if (album) expect(track?.album, path).toBe(album);
    if (Number(number) > 0) expect(track?.trackNumber, path).toBe(Number(number));
    if (Number(seconds) > 0) {
      expect(Math.abs((track?.durationMs ?? 0) / 1_000 - Number(seconds)), path).toBeLessThanOrEqual(SECONDS_APART);
    }
  }
});

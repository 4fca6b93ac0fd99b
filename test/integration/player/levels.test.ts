import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { albumId, trackId } from '#contract/entities/ids';
import type { LoudnessSetting } from '#contract/entities/loudness';
import { fileId } from '#kernel/derive-id';
import { FRONT, startRig, until, type Rig } from '#test/integration/player/support/rig';
import { ALBUM_GAIN_DB, LOUD_SONG_SECONDS, LOUD_SONGS, writeLoudSong } from '#test/support/loud-songs';
import { ffmpeg, levelDb, loudnessOf, readChannels, type LoudnessFacts } from '#test/support/sounds';
import { makeScanning, VOLUME, type Scanning } from '#test/integration/library/scanning';
import { song, type CatalogItem } from '#test/unit/player/support/memory-catalog';

let scanning: Scanning;
let rig: Rig | undefined;
let items: CatalogItem[];
const own = new Map<string, LoudnessFacts>();

beforeAll(async () => {
  scanning = await makeScanning();
  await mkdir(scanning.stick, { recursive: true });
  for (const name of LOUD_SONGS) own.set(name, await writeLoudSong(name, scanning.stick, scanning.data));
  await scanning.scan();
  items = LOUD_SONGS.map((name) => ({
    ...song(name, Buffer.from(join(scanning.stick, name))),
    albumId: albumId.parse('one-album'),
    loudness: scanning.library.playables.loudnessOf(trackId.parse(fileId(VOLUME, Buffer.from(name)))),
  }));
}, 60_000);
afterEach(() => rig?.close());
afterAll(() => scanning[Symbol.asyncDispose]());

/** How loud each song was when all were played one after the other, by their names. */
async function heard(loudness: Partial<LoudnessSetting>, shuffle = false): Promise<Map<string, LoudnessFacts>> {
  rig = await startRig({ items, output: 'pcm', loudness });
  const { handlers, zone, isReady, wavs, service } = rig;
  await until(isReady, Boolean);
  await handlers.setVolume({ id: FRONT, percent: 100 });
  await handlers.play({ id: FRONT, volumeId: items[0]?.volumeId, path: '', shuffle });
  const order = service
    .player(FRONT)
    .entries.queuePage({ limit: 10 })
    .items.map(({ item }) => String(item.id));
  await until(zone, ({ status }) => status === 'stopped', 60_000);
  const wav = join(rig.folder, 'all.wav');
  // A machine that is late with the next song closes the recording and opens another one.
  const parts = await wavs();
  const inputs = parts.flatMap((part) => ['-i', part]);
  await ffmpeg(...inputs, '-filter_complex', `concat=n=${String(parts.length)}:v=0:a=1`, wav);
  const found = new Map<string, LoudnessFacts>();
  for (const [place, name] of order.entries()) {
    found.set(name, await loudnessOf(wav, place * LOUD_SONG_SECONDS + 0.5, LOUD_SONG_SECONDS - 1));
  }
  return found;
}

describe('how loud songs with tags are', () => {
  it('is what each format says of it: the tags were read from the stick', () => {
    for (const { id, loudness } of items) {
      expect(loudness?.trackGainDb).toBeCloseTo(-18 - (own.get(id)?.lufs ?? 0), 1);
      expect(loudness?.albumGainDb).toBeCloseTo(ALBUM_GAIN_DB, 1);
    }
  });

  it('is the same for all of them, by themselves', async () => {
    const levels = await heard({ mode: 'track' });

    for (const name of LOUD_SONGS) expect(Math.abs((levels.get(name)?.lufs ?? 0) + 18)).toBeLessThan(0.5);
  });

  it('differs as on the album where that is played in order, and not where it is shuffled', async () => {
    const inOrder = await heard({ mode: 'auto' });
    for (const name of ['a.flac', 'b.mp3', 'd.ogg']) {
      expect(Math.abs((inOrder.get(name)?.lufs ?? 0) - (own.get(name)?.lufs ?? 0) - ALBUM_GAIN_DB)).toBeLessThan(0.5);
    }
    await rig?.close();

    const shuffled = await heard({ mode: 'auto' }, true);
    for (const name of ['a.flac', 'b.mp3', 'd.ogg']) {
      expect(Math.abs((shuffled.get(name)?.lufs ?? 0) + 18)).toBeLessThan(0.5);
    }
  });

  it('keeps the shape of what would clip where nobody knows its peaks', async () => {
    const path = join(scanning.data, 'tall.flac');
    const sine = '0.9*sin(2*PI*441*t)';
    await ffmpeg('-f', 'lavfi', '-i', `aevalsrc=${sine}|${sine}:s=44100:d=4`, path);
    const nothing = { trackPeak: undefined, albumGainDb: undefined, albumPeak: undefined };
    const loudness = { ...nothing, trackGainDb: 6 };
    const tall = { ...song('tall', Buffer.from(path)), loudness };
    rig = await startRig({ items: [tall], output: 'pcm', loudness: { mode: 'track' } });
    await until(rig.isReady, Boolean);
    await rig.handlers.setVolume({ id: FRONT, percent: 100 });
    await rig.handlers.play({ id: FRONT, trackId: trackId.parse('tall') });
    await until(rig.zone, ({ status }) => status === 'stopped', 60_000);

    const [left = new Int16Array()] = await readChannels((await rig.wavs())[0] ?? '');
    // A sine of full scale; cut off it would be 2 dB more.
    expect(Math.abs(levelDb(left) + 3)).toBeLessThan(0.3);
  });

  it('never makes a peak clip, however much louder it is asked to be', async () => {
    const levels = await heard({ mode: 'track', preampDb: 12 });

    for (const name of LOUD_SONGS) {
      const { peak = 1 } = own.get(name) ?? {};
      expect(levels.get(name)?.peak).toBeLessThanOrEqual(1);
      // As loud as it may be: its own peak at full scale, and nothing of it cut off. Nobody has said how high those of one are.
      const headroomDb = name === 'c.opus' ? 6 : -20 * Math.log10(peak);
      const wanted = Math.min(-18 + 12, (own.get(name)?.lufs ?? 0) + headroomDb);
      expect(Math.abs((levels.get(name)?.lufs ?? 0) - wanted)).toBeLessThan(0.5);
    }
  });
});

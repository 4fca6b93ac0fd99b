import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { trackId, videoId } from '#contract/entities/ids';
import { FRONT, REAR, startRig, until, ZONES, type Rig } from '#test/integration/player/support/rig';
import { ffmpeg, picture, tone } from '#test/support/sounds';
import { film, song, type CatalogItem } from '#test/unit/player/support/memory-catalog';

const SOUND: Record<string, readonly string[]> = {
  'a.mp3': [],
  'a.m4a': [],
  'a.m4b': ['-f', 'ipod'],
  'a.aac': ['-f', 'adts'],
  'a.flac': [],
  'a.ogg': ['-c:a', 'libvorbis'],
  'vorbis.oga': ['-c:a', 'libvorbis', '-f', 'ogg'],
  'flac.oga': ['-c:a', 'flac', '-f', 'ogg'],
  'a.opus': ['-c:a', 'libopus'],
  'a.wav': [],
  'a.aiff': [],
  'a.wma': [],
  'a.wv': [],
};

const PICTURE: Record<string, readonly string[]> = {
  'a.mkv': ['-c:v', 'libx264', '-preset', 'ultrafast'],
  'a.avi': [],
  'a.mp4': ['-c:v', 'libx264', '-preset', 'ultrafast'],
  'a.m4v': ['-c:v', 'mpeg4', '-f', 'mp4'],
  'a.mpg': [],
  'elementary.mpg': ['-an', '-c:v', 'mpeg2video', '-f', 'mpeg2video'],
  'a.vob': ['-f', 'vob'],
  'a.ts': [],
  'a.m2ts': [],
  'a.mov': ['-c:v', 'mpeg4'],
  'a.wmv': [],
  'a.webm': ['-c:v', 'libvpx', '-deadline', 'realtime', '-c:a', 'libvorbis'],
  'a.flv': [],
};

const DISGUISES: Record<string, (real: string) => string> = {
  'playlist.mp3': (real) => `#EXTM3U\n#EXTINF:2,a\n${real}\n`,
  'hls.mp3': (real) => `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n${real}\n#EXT-X-ENDLIST\n`,
  'concat.mp3': () => 'ffconcat version 1.0\nfile a.wav\n',
  'edl.mp3': (real) => `# mpv EDL v0\n${real},0,2\n`,
  'cue.mp3': (real) => `FILE "${real}" WAVE\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n`,
  'pls.mp3': (real) => `[playlist]\nFile1=${real}\nNumberOfEntries=1\n`,
  'page.mp3': () => '<!DOCTYPE html><html><body>song</body></html>',
  'passwords.mp3': () => 'root:x:0:0:root:/root:/bin/bash\n',
  'empty.mp3': () => '',
};

let folder: string;
let rig: Rig;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carputer-formats-'));
  for (const [name, words] of Object.entries(SOUND)) await ffmpeg(...tone(440, 3), ...words, join(folder, name));
  for (const [name, words] of Object.entries(PICTURE)) {
    await ffmpeg(...picture(3), ...tone(440, 3), ...words, join(folder, name));
  }
  for (const [name, text] of Object.entries(DISGUISES))
    await writeFile(join(folder, name), text(join(folder, 'a.wav')));
  await mkdir(join(folder, 'folder.mp3'));
  rig = await startRig({ items: [], zones: ZONES });
  for (const { id } of ZONES) await until(() => rig.isReady(id), Boolean);
});

afterAll(async () => {
  await rig.close();
  await rm(folder, { recursive: true, force: true });
});

/** Only this item is in the index. */
function offer(item: CatalogItem): void {
  rig.catalog.items.clear();
  rig.catalog.items.set(item.id, item);
}

describe('formats', () => {
  it.each(Object.keys(SOUND))('plays %s', async (name) => {
    offer(song(name, Buffer.from(join(folder, name))));

    const zone = await rig.handlers.play({ id: FRONT, trackId: trackId.parse(name) });

    expect(zone).toMatchObject({ status: 'playing', item: { id: name } });
    await until(
      () => rig.positionMs(),
      (position) => position > 0,
    );
  });

  it.each(Object.keys(PICTURE))('shows %s', async (name) => {
    offer(film(name, Buffer.from(join(folder, name))));

    const zone = await rig.handlers.play({ id: REAR, videoId: videoId.parse(name) });

    expect(zone).toMatchObject({ status: 'playing', item: { id: name } });
    await until(
      () => rig.positionMs(REAR),
      (position) => position > 0,
    );
  });

  it('plays a name that is not UTF-8, and one full of traps', async () => {
    const names = [
      Buffer.from('caf\xe9.flac', 'latin1'),
      Buffer.from('--x "q" \\ \n\u001b[31m $(id) `id` \u202e.flac'),
    ];
    for (const name of names) {
      const path = Buffer.concat([Buffer.from(`${folder}/`), name]);
      await writeFile(path, await bytesOf('a.flac'));
      offer(song('odd.flac', path));

      const zone = await rig.handlers.play({ id: FRONT, trackId: trackId.parse('odd.flac') });

      expect(zone.status).toBe('playing');
    }
  });
});

describe('disguises', () => {
  it.each([...Object.keys(DISGUISES), 'folder.mp3'])('refuses %s', async (name) => {
    offer(song(name, Buffer.from(join(folder, name))));

    await expect(rig.handlers.play({ id: FRONT, trackId: trackId.parse(name) })).rejects.toMatchObject({
      code: 'file_unplayable',
    });
    expect(rig.zone()).toMatchObject({ status: 'stopped', isOnline: true });
  });
});

async function bytesOf(name: string): Promise<Buffer> {
  return readFile(join(folder, name));
}

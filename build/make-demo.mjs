// Makes resources/demo and resources/zone-test again: `npm run demo`. Needs ffmpeg; the same versions of ffmpeg and sharp give the same bytes.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { DEMO_FILMS, makeFilm } from './demo/films.mjs';
import { DEMO_ALBUMS, DEMO_PLAYLIST } from './demo/library.mjs';
import { makeAlbum } from './demo/tracks.mjs';
import { makeZoneTest } from './demo/zone-test.mjs';

const target = fileURLToPath(new URL('../resources/demo/', import.meta.url));

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
for (const album of DEMO_ALBUMS) await makeAlbum(target, album);
for (const film of DEMO_FILMS) await makeFilm(target, film);
await writeFile(join(target, DEMO_PLAYLIST.file), playlist());
await makeZoneTest(fileURLToPath(new URL('../resources/zone-test/', import.meta.url)));

function playlist() {
  const all = DEMO_ALBUMS.flatMap((album) => album.tracks.map((track) => ({ album, track })));
  const lines = DEMO_PLAYLIST.tracks.flatMap((title) => {
    const found = all.find(({ track }) => track.title === title);
    if (!found) throw new Error(`No track ${title} for the playlist`);
    const { album, track } = found;
    return [
      `#EXTINF:${String(track.score.seconds)},${track.artist} - ${track.title}`,
      relative(target, join(target, album.folder, track.file)),
    ];
  });
  return `${['#EXTM3U', ...lines].join('\n')}\n`;
}

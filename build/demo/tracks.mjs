import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';

import { paintCover } from './artwork.mjs';
import { EXACT, metadata, runFfmpeg } from './ffmpeg.mjs';
import { SAMPLE_RATE, render } from './synth.mjs';

/** @type {Readonly<Record<string, readonly string[]>>} */
const ENCODERS = {
  '.mp3': ['-c:a', 'libmp3lame', '-b:a', '96k', '-id3v2_version', '4', '-write_id3v1', '0'],
  '.flac': ['-c:a', 'flac', '-compression_level', '12', '-sample_fmt', 's16'],
  '.ogg': ['-c:a', 'libvorbis', '-q:a', '3'],
  '.m4a': ['-c:a', 'aac', '-b:a', '96k', '-movflags', '+faststart'],
};

/**
 * @param {string} target the demo folder
 * @param {import('./library.mjs').DemoAlbum} album
 * @returns {Promise<void>}
 */
export async function makeAlbum(target, album) {
  const folder = join(target, album.folder);
  const cover = await paintCover(album.cover);
  await mkdir(folder, { recursive: true });
  const coverFile = join(folder, album.artwork === 'embedded' ? '.cover.jpg' : album.artwork);
  await writeFile(coverFile, cover);

  for (const track of album.tracks) {
    const file = join(folder, track.file);
    await mkdir(dirname(file), { recursive: true });
    await runFfmpeg(
      [
        ...['-f', 's16le', '-ar', String(SAMPLE_RATE), '-ac', '2', '-i', 'pipe:0'],
        ...(album.artwork === 'embedded'
          ? ['-i', coverFile, '-map', '0:a', '-map', '1:v', '-c:v', 'copy', '-disposition:v', 'attached_pic']
          : []),
        ...EXACT,
        ...(ENCODERS[extname(file)] ?? []),
        ...metadata(tagsOf(album, track)),
        file,
      ],
      render(track.score),
    );
  }
  if (album.artwork === 'embedded') await rm(coverFile);
}

/**
 * @param {import('./library.mjs').DemoAlbum} album
 * @param {import('./library.mjs').DemoTrack} track
 * @returns {Record<string, string>}
 */
function tagsOf(album, track) {
  return {
    title: track.title,
    artist: track.artist,
    album: album.title,
    album_artist: album.albumArtist,
    track: String(track.number),
    disc: String(track.disc),
    date: String(album.year),
    genre: album.genre,
    ...(album.isCompilation && { compilation: '1' }),
  };
}

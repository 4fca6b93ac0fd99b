import type { FuzzSeed } from '#test/torture/tags/fuzz-seed';

const PATHS = ['Album/01 Song.mp3', '..\\Album\\02 Käse.flac', '/media/stick/Album/03.ogg', 'E:\\Musik\\04%20Lied.mp3'];
const SONGS = ['TRACK 01 AUDIO', 'TITLE "First"', 'INDEX 01 00:00:00', 'TRACK 02 AUDIO', 'INDEX 01 04:59:74'];
const SHEET = ['REM GENRE Rock', 'REM DATE 1980', 'PERFORMER "Band"', 'FILE "Disc.wav" WAVE', ...SONGS];
const TEXTS = {
  m3u: ['#EXTM3U', '#EXTINF:61,Band - Song', ...PATHS].join('\r\n'),
  m3u8: `\uFEFF${PATHS.join('\n')}`,
  pls: ['[playlist]', ...PATHS.map((path, index) => `File${index + 1}=${path}`), 'NumberOfEntries=4'].join('\n'),
  xspf: `<?xml version="1.0"?><playlist><title>A &amp; B</title><trackList>${PATHS.map(
    (path) => `<track><location>file:///${path}</location></track>`,
  ).join('')}</trackList></playlist>`,
  cue: SHEET.join('\r\n'),
};

/** Lists of songs in each notation, and the sheet of a disc. */
export function listSeeds(): readonly FuzzSeed[] {
  return Object.entries(TEXTS).map(([extension, text]) => ({
    name: `list.${extension}`,
    bytes: Buffer.from(text),
    isList: true,
  }));
}

import { copyFile, cp, mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import sharp from 'sharp';

import { makeStick } from '#test/support/stick';

const DEMO = fileURLToPath(new URL('../../../resources/demo', import.meta.url));
const EDGE = 480;
const FIRST_DAY_MS = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;
const EPISODES = ['The Signal', 'A Meadow', 'The Engine', 'Down River'];

/** Drawn so that each is known at a glance; the twelve come round. */
const COVERS = [
  '<rect width="480" height="480" fill="url(#a)"/>',
  '<rect width="480" height="480" fill="#3a1030"/><circle cx="150" cy="160" r="150" fill="#ef6a45"/>',
  '<rect width="480" height="480" fill="#dfe6ea"/><path d="M240 240 480 0V480z" fill="#39618f"/><path d="M240 240 0 0h480z" fill="#1d2740"/>',
  '<rect width="480" height="240" fill="#16304c"/><rect y="240" width="480" height="240" fill="#c2793f"/>',
  '<rect width="480" height="480" fill="#e7d9ae"/><path d="M-60 480 420-60M60 540 540 60M-180 420 300-60" stroke="#292929" stroke-width="60"/>',
  '<rect width="480" height="480" fill="#123a3c"/><circle cx="330" cy="330" r="210" fill="#4f9f8d"/>',
  '<rect width="480" height="480" fill="url(#b)"/>',
  '<rect width="480" height="480" fill="#2f2f31"/><circle cx="240" cy="240" r="210" fill="#1b1b1b"/><circle cx="240" cy="240" r="64" fill="#f4d24c"/>',
  '<rect width="480" height="480" fill="url(#c)"/>',
  '<path d="M0 0h240v240H0z" fill="#dccbab"/><path d="M240 0h240v240H240z" fill="#b83232"/><path d="M0 240h240v240H0z" fill="#20244a"/><path d="M240 240h240v240H240z" fill="#eeeef0"/>',
  '<rect width="480" height="480" fill="#f1e4c9"/><path d="M0 360 140 210 250 320 350 190 480 330V480H0z" fill="#3f5b47"/>',
  '<rect width="480" height="480" fill="#0f1d3a"/><path d="M90 120h300v36H90zm0 102h300v36H90zm0 102h300v36H90z" fill="#d9a441"/>',
];
const SHADES = `<defs>
  <linearGradient id="a" x2="1" y2="1"><stop stop-color="#2b5544"/><stop offset=".65" stop-color="#c9a257"/><stop offset="1" stop-color="#f1e1b0"/></linearGradient>
  <linearGradient id="b" x2=".4" y2="1"><stop stop-color="#5c2a91"/><stop offset=".6" stop-color="#d9679e"/><stop offset="1" stop-color="#f6cf8d"/></linearGradient>
  <linearGradient id="c" y2="1" x2=".2"><stop stop-color="#c9d8bd"/><stop offset="1" stop-color="#3a5540"/></linearGradient>
</defs>`;

/** What the reference pictures show: the demo's songs and films, a series, and a dozen albums more, always the same. */
export async function makePictureStick(dir: string): Promise<void> {
  const { tracks } = await makeStick(dir, { tracks: 132, seconds: 200, hasPlaylist: true });
  const folders = [...new Set(tracks.map((track) => dirname(track.path)))];
  for (const [index, folder] of folders.entries()) await writeFile(join(dir, folder, 'cover.jpg'), await cover(index));
  await cp(DEMO, dir, { recursive: true });
  const season = join(dir, 'Lantern', 'Season 1');
  await mkdir(season, { recursive: true });
  for (const [index, title] of EPISODES.entries()) {
    const film = index % 2 === 0 ? 'Morning Pass.mp4' : 'The Last Ferry.mkv';
    await copyFile(join(DEMO, 'Films', film), join(season, `Lantern S01E0${index + 1} ${title}${extname(film)}`));
  }
  await ageByFolder(dir);
}

/** What is new is told by its time: each folder is a day newer than the one before it. */
async function ageByFolder(dir: string): Promise<void> {
  const files = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const folders = [...new Set(files.map((file) => file.parentPath))].toSorted();
  for (const { parentPath, name } of files) {
    const at = new Date(FIRST_DAY_MS + folders.indexOf(parentPath) * DAY_MS);
    await utimes(join(parentPath, name), at, at);
  }
}

function cover(index: number): Promise<Buffer> {
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" width="${EDGE}" height="${EDGE}">${SHADES}${COVERS[index % COVERS.length] ?? ''}</svg>`;
  return sharp(Buffer.from(drawn)).jpeg({ quality: 90 }).toBuffer();
}

import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGES = ['out/renderer/kiosk.html', 'out/renderer/remote.html'];
const SOURCES = ['renderer', 'src/contract'];
const BUILD_LIMIT_MS = 120_000;

/** Builds the screens' pages, unless they are newer than what they are made of. */
export async function ensureBuiltPages(): Promise<void> {
  const builtMs = Math.min(...PAGES.map((page) => modifiedMs(join(ROOT, page))));
  if (builtMs > Math.max(...SOURCES.map((folder) => newestMs(join(ROOT, folder))))) return;
  const tool = join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js');
  await promisify(execFile)(process.execPath, [tool, 'build'], { cwd: ROOT, timeout: BUILD_LIMIT_MS });
}

function modifiedMs(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function newestMs(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Math.max(...files.map((file) => modifiedMs(join(file.parentPath, file.name))));
}

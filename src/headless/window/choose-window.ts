import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import type { Config } from '#config/load-config';
import { chromiumArguments } from '#headless/window/chromium-arguments';

type Environment = Readonly<Record<string, string | undefined>>;

/** A program that can show the touchscreen's page. */
export interface WindowProgram {
  readonly kind: 'electron' | 'chromium';
  readonly file: string;
  readonly args: readonly string[];
  /** A folder of this user alone, for what must not stand on a command line. */
  readonly privateDirectory: string;
}

export interface WindowNeeds {
  readonly config: Pick<Config, 'isWindowWanted' | 'runtime'>;
  readonly root: string;
  readonly electronEntry: string;
}

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Electron where its binary is there, else Chromium; undefined without a display, or when no window is wanted. */
export function chooseWindow(needs: WindowNeeds, environment: Environment): WindowProgram | undefined {
  const hasDisplay = environment['DISPLAY'] !== undefined || environment['WAYLAND_DISPLAY'] !== undefined;
  if (!needs.config.isWindowWanted || !hasDisplay) return undefined;

  const privateDirectory = needs.config.runtime;
  const electron = electronBinary(needs.root);
  if (electron !== undefined) {
    const root = isRoot() ? ['--no-sandbox'] : [];
    return { kind: 'electron', file: electron, args: [...root, needs.electronEntry], privateDirectory };
  }
  const chromium = findInPath(CHROMIUM_NAMES, environment['PATH'] ?? '');
  if (chromium === undefined) return undefined;
  const profile = join(privateDirectory, 'chromium');
  const args = chromiumArguments({ profile, isRoot: isRoot(), panelSize: panelSize() });
  return { kind: 'chromium', file: chromium, args, privateDirectory };
}

/** Electron's package names its binary in `path.txt` once it has been fetched. */
function electronBinary(root: string): string | undefined {
  const directory = join(root, 'node_modules', 'electron');
  try {
    const file = join(directory, 'dist', readFileSync(join(directory, 'path.txt'), 'utf8').trim());
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

function findInPath(names: readonly string[], path: string): string | undefined {
  return names
    .flatMap((name) => path.split(delimiter).map((directory) => join(directory, name)))
    .find((file) => existsSync(file));
}

/** What the kernel's framebuffer says, in the form that Chromium takes. */
function panelSize(): string | undefined {
  try {
    const size = readFileSync('/sys/class/graphics/fb0/virtual_size', 'utf8').trim();
    return /^\d+,\d+$/u.test(size) ? size : undefined;
  } catch {
    return undefined;
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

import { execFile } from 'node:child_process';

interface Monitor {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Number, `+` for automatic, `*` for the primary one, name, then pixels with millimetres, and the place. */
const MONITOR = /^\s*\d+: \S+ (\d+)\/\d+x(\d+)\/\d+([+-]\d+)([+-]\d+)/gmu;
const LIMIT_MS = 2_000;

/** How many screens the X desktop has, also that of Wayland; undefined where there is none. */
export function desktopScreens(signal: AbortSignal): Promise<number | undefined> {
  return new Promise((resolve) => {
    execFile('xrandr', ['--listactivemonitors'], { timeout: LIMIT_MS, signal }, (error, output) => {
      resolve(error ? undefined : countScreens(output));
    });
  });
}

/**
 * Of what `xrandr --listactivemonitors` prints (a line ` 0: +*DSI-1 800/154x480/86+0+0  DSI-1` for each). What shows the same place as
 * another one is no screen of its own. Undefined where no monitor is in it.
 */
export function countScreens(output: string): number | undefined {
  const monitors = [...output.matchAll(MONITOR)].map(([, width, height, x, y]) => ({
    ...{ x: Number(x), y: Number(y) },
    ...{ width: Number(width), height: Number(height) },
  }));
  const apart: Monitor[] = [];
  for (const monitor of monitors) if (!apart.some((other) => overlap(monitor, other))) apart.push(monitor);
  return apart.length === 0 ? undefined : apart.length;
}

function overlap(one: Monitor, other: Monitor): boolean {
  const isBeside = one.x >= other.x + other.width || other.x >= one.x + one.width;
  const isBelow = one.y >= other.y + other.height || other.y >= one.y + one.height;
  return !isBeside && !isBelow;
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import type { ListedDevice } from '#player/zones/sound-outputs';

const run = promisify(execFile);
/** A sound server that hangs must not hang Set-up. */
const LIMIT_MS = 5_000;

/** What the installed mpv lists with `--audio-device=help`: its names of outputs. Rejects where there is no mpv. */
export async function mpvAudioDevices(binary: string): Promise<readonly ListedDevice[]> {
  const { stdout } = await run(binary, ['--no-config', '--audio-device=help'], { timeout: LIMIT_MS });
  return parseAudioDevices(stdout);
}

/** Lines such as `  'alsa/hw:CARD=Headphones,DEV=0' (bcm2835 Headphones)`. */
export function parseAudioDevices(text: string): readonly ListedDevice[] {
  return [...text.matchAll(/^ +'(.+?)' \((.*)\)$/gmu)].map(([, device = '', description = '']) => ({
    device,
    description,
  }));
}

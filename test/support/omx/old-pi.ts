import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { canRun } from '#test/support/can-run';

/** Why no omxplayer can be played here; undefined where it can. */
export function whyNoOldPi(): string | undefined {
  return canRun('dbus-daemon', '--version') && canRun('dbus-send', '--help')
    ? undefined
    : 'dbus-daemon is not installed';
}

/**
 * What a Pi with omxplayer has, in a folder of its own: its launcher, which brings up the bus of a user as the real one
 * does, and a player that keeps silent. `env` is for the shell of that Pi.
 */
export async function makeOldPi(folder: string) {
  // The launcher and those who speak to it meet at a name in /tmp that is made of the user's.
  const user = `carputer-${randomBytes(6).toString('hex')}`;
  const log = join(folder, 'told.log');
  const address = `/tmp/omxplayerdbus.${user}`;
  const binFolder = join(folder, 'bin');
  await mkdir(binFolder, { recursive: true });
  const standIn = fileURLToPath(new URL('stand-in.ts', import.meta.url));
  await writeFile(
    join(binFolder, 'omxplayer'),
    `#!/bin/sh
if ! [ -s '${address}.pid' ]; then
  dbus-daemon --session --fork --address='unix:path=${folder}/bus' --print-address=5 --print-pid=6 \\
    5>'${address}' 6>'${address}.pid'
fi
DBUS_SESSION_BUS_ADDRESS=$(cat '${address}') STAND_IN_LOG='${log}' '${process.execPath}' '${standIn}' "$@"
`,
  );
  await chmod(join(binFolder, 'omxplayer'), 0o755);
  return {
    ...{ binFolder, env: { USER: user } },
    /** What its players were told, a line each, in its order. */
    told: async () => (await readFile(log, 'utf8').catch(() => '')).split('\n').slice(0, -1),
    close: async () => {
      const pid = Number(await readFile(`${address}.pid`, 'utf8').catch(() => 'none'));
      if (pid > 0) process.kill(pid, 'SIGKILL');
      await Promise.all([rm(address, { force: true }), rm(`${address}.pid`, { force: true })]);
    },
  };
}

import { execFile } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { promisify } from 'node:util';

import type { OwnWifi } from '#network/ports';

const run = promisify(execFile);
const LIMIT_MS = 4_000;
/** Of this profile; the one that was there stays as it is. */
const PROFILE = 'carputer-hotspot';

/** NetworkManager's profiles. Without NetworkManager, or on a cable, there is nothing to prepare. */
export class NmcliOwnWifi implements OwnWifi {
  macs(): readonly string[] {
    return Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).map(({ mac }) => mac));
  }

  async prepare({ ssid, key }: { readonly ssid: string; readonly key: string }): Promise<void> {
    if (!(await this.#isGuest())) return;
    await this.#nmcli('connection', 'delete', PROFILE).catch(() => undefined);
    await this.#nmcli(
      ...['connection', 'add', 'type', 'wifi', 'con-name', PROFILE, 'ssid', ssid],
      ...['connection.autoconnect', 'yes', 'connection.autoconnect-retries', '0'],
      ...['wifi-sec.key-mgmt', 'wpa-psk', 'wifi-sec.psk', key],
    );
  }

  async #isGuest(): Promise<boolean> {
    try {
      const { stdout } = await this.#nmcli('--terse', '--fields', 'TYPE,STATE', 'device');
      return stdout.split('\n').includes('wifi:connected');
    } catch {
      return false;
    }
  }

  #nmcli(...args: readonly string[]) {
    return run('nmcli', args, { timeout: LIMIT_MS, killSignal: 'SIGKILL' });
  }
}

import { spawn } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';

import { WifiNotLearned } from '#network/errors';
import type { HotspotAccess, OwnWifi } from '#network/ports';

const LIMIT_MS = 10_000;
/** Its editor now and then saves a profile without the key, and says that all is well. */
const MOST_TRIES = 4;
/** They take turns: the one in use is never touched, or this machine would be out before it knows the new one. */
const PROFILES = ['carputer-hotspot', 'carputer-hotspot-2'] as const;
const KEY = '802-11-wireless-security.psk';

/**
 * NetworkManager's profiles. Without NetworkManager, or on a cable, there is nothing to prepare. Rejects with `WifiNotLearned`.
 * The key goes to nmcli's editor on standard input: arguments can be read by every user of this machine, in /proc.
 */
export class NmcliOwnWifi implements OwnWifi {
  macs(): readonly string[] {
    return Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).map(({ mac }) => mac));
  }

  async prepare(hotspot: HotspotAccess): Promise<void> {
    if (!(await isGuest())) return;
    const profile = await freeProfile();
    await nmcli(['connection', 'delete', profile]).catch(() => undefined);
    try {
      await learn(profile, hotspot);
    } catch (error) {
      await nmcli(['connection', 'delete', profile]).catch(() => undefined);
      throw error;
    }
  }
}

async function isGuest(): Promise<boolean> {
  try {
    const devices = await nmcli(['--terse', '--fields', 'TYPE,STATE', 'device']);
    return devices.split('\n').includes('wifi:connected');
  } catch {
    return false;
  }
}

async function freeProfile(): Promise<string> {
  const active = (await nmcli(['--terse', '--fields', 'NAME', 'connection', 'show', '--active'])).split('\n');
  return PROFILES.find((name) => !active.includes(name)) ?? PROFILES[0];
}

/** Tried by NetworkManager only once it is whole. */
async function learn(profile: string, { ssid, key, isHidden }: HotspotAccess): Promise<void> {
  await nmcli([
    ...['connection', 'add', 'type', 'wifi', 'con-name', profile, 'ssid', ssid],
    ...['connection.autoconnect', 'no', 'connection.autoconnect-retries', '0', 'wifi-sec.key-mgmt', 'wpa-psk'],
    ...['802-11-wireless.hidden', isHidden ? 'yes' : 'no'],
  ]);
  for (let tries = 1; !(await takesKey(profile, key)); tries += 1) {
    if (tries === MOST_TRIES) throw new WifiNotLearned('the key was not taken');
  }
}

async function takesKey(profile: string, key: string): Promise<boolean> {
  // `set` without a value asks for it and takes the next line as it is, blanks at its ends too.
  await nmcli(['connection', 'edit', profile], `set ${KEY}\n${key}\nsave persistent\nquit\n`);
  if (!(await hasKey(profile, key))) return false;
  await nmcli(['connection', 'modify', profile, 'connection.autoconnect', 'yes']);
  // To change a profile, nmcli reads its key and writes it back: that, too, may leave it out.
  return hasKey(profile, key);
}

async function hasKey(profile: string, key: string): Promise<boolean> {
  const known = await nmcli(['--show-secrets', '--escape', 'no', '--get-values', KEY, 'connection', 'show', profile]);
  return known === `${key}\n`;
}

/** What it prints. Its errors are told by their exit code and standard error: the editor repeats what it was given on the other. */
async function nmcli(args: readonly string[], input = ''): Promise<string> {
  const child = spawn('nmcli', args, { stdio: 'pipe', timeout: LIMIT_MS, killSignal: 'SIGKILL' });
  // One that has ended already does not read it any more; its exit code says why.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', (cause) => reject(new WifiNotLearned('nmcli does not run', { cause })));
    child.once('close', resolve);
  });
  const [code, said, failure] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (code !== 0) throw new WifiNotLearned(code === null ? 'nmcli took too long' : failure.trim());
  return said;
}

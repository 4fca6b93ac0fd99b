/**
 * The radio between the hotspot and its guests: a guest's cable is plugged into the router's WiFi exactly while hostapd runs with the
 * network name and key that the guest has stored. node air.ts LAB, as root inside the router Pi.
 * LAB/air.json: {"sta1": [{"ssid", "key"}, ...], ...}; read again and again, so that a test can change it.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

interface Network {
  readonly ssid: string;
  readonly key: string;
}

const EVERY_MS = 500;
const lab = process.argv[2] ?? '';
const plugged = new Map<string, boolean>();

for (;;) {
  const network = broadcast();
  for (const [station, known] of Object.entries(guests())) {
    const isIn = known.some(({ ssid, key }) => ssid === network?.ssid && key === network.key);
    if (plugged.get(station) === isIn) continue;
    execFileSync('ip', ['link', 'set', station, isIn ? 'up' : 'down']);
    plugged.set(station, isIn);
  }
  await wait(EVERY_MS);
}

/** What hostapd has on the air: it has to run, and to have read the file. */
function broadcast(): Network | undefined {
  try {
    const said = execFileSync('hostapd_cli', ['-p', '/run/hostapd', '-i', 'wlan0', 'status'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 2000,
    });
    const config = readFileSync('/etc/carputer-router/hostapd.conf', 'utf8');
    if (!said.includes('state=ENABLED')) return undefined;
    return {
      ssid: Buffer.from(/^ssid2=(.*)$/m.exec(config)?.[1] ?? '', 'hex').toString(),
      key: /^wpa_passphrase=(.*)$/m.exec(config)?.[1] ?? '',
    };
  } catch {
    return undefined;
  }
}

function guests(): Record<string, readonly Network[]> {
  try {
    return JSON.parse(readFileSync(`${lab}/air.json`, 'utf8')) as Record<string, readonly Network[]>;
  } catch {
    return {};
  }
}

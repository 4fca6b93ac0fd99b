import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** What the lab needs; build/setup.sh knows the packages. */
const LAB_PROGRAMS = [
  'sshd',
  'ssh-keygen',
  'sudo',
  'socat',
  'ip',
  'nft',
  'dnsmasq',
  'udhcpc',
  'udhcpd',
  'hostapd',
  'qmicli',
  'mmcli',
  'nmcli',
  '/usr/lib/polkit-1/polkitd',
  '/usr/libexec/qmi-proxy',
  'dbus-daemon',
  'busctl',
  'curl',
  'conntrack',
  'squid',
  'jq',
  'openssl',
];
const FOLDERS = ['/usr/sbin/', '/usr/bin/', '/sbin/', '/bin/', '/usr/local/sbin/', '/usr/local/bin/'];

/** Why the lab cannot be built here, or undefined where it can. */
export function whyNoLab(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root may make network namespaces';
  const missing = whyMissing(LAB_PROGRAMS);
  if (missing !== undefined) return missing;
  const probe = `carputer-probe-${process.pid}`;
  try {
    execFileSync('ip', ['netns', 'add', probe], { stdio: 'pipe' });
    execFileSync('ip', ['netns', 'del', probe], { stdio: 'pipe' });
    execFileSync('unshare', ['-m', '-p', '-u', '--fork', 'true'], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return `namespaces are refused: ${error instanceof Error ? (error.message.split('\n').at(-1) ?? '') : ''}`;
  }
}

/** Which of these programs are not installed, in words; undefined where all are. */
export function whyMissing(programs: readonly string[]): string | undefined {
  const missing = programs.filter((name) => !['', ...FOLDERS].some((folder) => existsSync(folder + name)));
  return missing.length === 0 ? undefined : `not installed: ${missing.join(', ')} (npm run lab -- setup)`;
}

import { cpSync, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { canRun } from '#test/support/can-run';
import { OwnRoot } from '#test/support/own-root';
import { runCommand } from '#test/support/router-lab/places';
import { whyNoLab } from '#test/support/router-lab/why-no-lab';
import { makeTempFolder } from '#test/support/temp-folder';

const INSTALLER = fileURLToPath(new URL('../../../resources/router/install.sh', import.meta.url));
const WHY_NOT = whyNoLab() ?? (existsSync('/usr/bin/systemctl') ? undefined : 'systemctl is not installed');
const WHY_NOT_LONG =
  process.env['CARPUTER_LAB'] === 'long'
    ? undefined
    : 'takes minutes: CARPUTER_LAB=long npm test -- test/integration/router';
const LIMIT_MS = 300_000;
const VAR = '/var/lib/carputer-router';

/** What somebody may have set up before: an access point, a home's WiFi, dhcpcd, even a file of our own name. */
const OWN: Readonly<Record<string, string>> = {
  '/etc/hostapd/hostapd.conf': 'interface=wlan0\nssid=Mine\n',
  '/etc/dnsmasq.d/mine.conf': 'dhcp-range=10.0.0.10,10.0.0.20',
  '/etc/dhcpcd.conf': 'hostname\ninterface wlan0\nstatic ip_address=10.0.0.1/24\n',
  '/etc/systemd/system/dhcpcd.service': '[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n',
  '/etc/systemd/system/hostapd.service': '[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n',
  '/etc/NetworkManager/conf.d/mine.conf': '[keyfile]\nunmanaged-devices=interface-name:eth7\n',
  '/etc/NetworkManager/system-connections/Home.nmconnection': '[connection]\nid=Home\ntype=wifi\n',
  '/etc/sysctl.d/60-carputer-router.conf': '# mine',
};
/** Drawn anew at each installation. */
const DRAWN = ['/etc/carputer-router/router.conf', '/etc/carputer-router/hostapd.conf', `${VAR}/enrol-code`];
/** The tools that add users keep a copy of the lists as they were before. */
const KEPT_BY_DEBIAN = /^\/etc\/(?:passwd|group|shadow|gshadow|subuid|subgid)-$/u;

describe('the router’s installer', { timeout: LIMIT_MS }, () => {
  test('changes nothing when it is run again, and gives back what was there', async () => {
    await using root = await machine();
    const before = changes(root);
    expect((await install(root)).out).toMatch(/The WiFi is called Carputer-[A-Z0-9]{4}, its key is [a-z0-9]{12}\n$/u);
    const after = changes(root);
    expect(after.size).toBeGreaterThan(50);

    expect((await install(root)).out).toBe('nothing to change\n');
    expect(changes(root)).toEqual(after);
    const touched = Object.keys(OWN).filter((path) => after.get(path) !== before.get(path));
    expect(touched).toEqual(['/etc/dhcpcd.conf', '/etc/sysctl.d/60-carputer-router.conf']);
    expect(root.read('/etc/dhcpcd.conf')).toContain('\ndenyinterfaces wlan0\n');

    await install(root, '--uninstall');
    expect(changes(root)).toEqual(before);
    expect((await root.run(['id', 'carputer'])).code).not.toBe(0);
    expect((await install(root, '--uninstall')).out).toBe('nothing to remove\n');
  });

  test('takes settings that were made beforehand, without a last line feed, and gives them back', async () => {
    await using root = await machine();
    root.write('/etc/carputer-router/router.conf', "HOTSPOT_SSID='Ours'\nHOTSPOT_KEY='our-secret'");
    const before = changes(root);
    expect((await install(root)).out).toContain('The WiFi is called Ours, its key is our-secret');
    expect((await root.run(['su', 'carputer', '-c', 'cat /etc/carputer-router/router.conf'])).out).toContain(
      "our-secret'\n",
    );
    expect((await root.run(['su', 'nobody', '-s', '/bin/sh', '-c', 'cat /etc/carputer-router/router.conf'])).code).toBe(
      1,
    );
    // Neither may whoever has not shown the code, who has to be heard all the same.
    const enrol = (verb: string) =>
      root.run(
        ['su', 'carputer-enrol', '-c', `CARPUTER_ROLE=enrol SSH_ORIGINAL_COMMAND=${verb} routerctl`],
        '{"mac":"0"}\n',
      );
    expect(JSON.parse((await enrol('enrol')).out)).toMatchObject({ error: { code: 'bad_arguments' } });
    expect(JSON.parse((await enrol('status')).out)).toMatchObject({ error: { code: 'unknown_verb' } });
    expect((await install(root)).out).toBe('nothing to change\n');
    await install(root, '--uninstall');
    expect(changes(root)).toEqual(before);
  });

  test('draws the name and the key that are empty in settings made beforehand, once', async () => {
    await using root = await machine();
    root.write(
      '/etc/carputer-router/router.conf',
      "ADDRESS='10.3.141.1'\nDHCP_FROM='10.3.141.50'\nDHCP_TO='10.3.141.99'\nHOTSPOT_KEY=''\n",
    );
    expect((await install(root)).out).toMatch(/The WiFi is called Carputer-[A-Z0-9]{4}, its key is [a-z0-9]{12}\n$/u);
    const drawn = root.read('/etc/carputer-router/router.conf');
    expect(drawn.match(/^HOTSPOT_SSID='Carputer-.{4}'$/gmu)).toHaveLength(1);
    expect(drawn.match(/^HOTSPOT_KEY=.*$/gmu)).toHaveLength(1);
    expect(drawn).toContain("ADDRESS='10.3.141.1'\n");
    expect(root.read('/etc/carputer-router/hostapd.conf')).toMatch(/^wpa_passphrase=[a-z0-9]{12}$/mu);
    expect((await install(root)).out).toBe('nothing to change\n');
    expect(root.read('/etc/carputer-router/router.conf')).toBe(drawn);
  });

  test('gives the radio back to NetworkManager at once, without our address', async () => {
    await using root = await machine();
    await root.run(['ip', 'link', 'add', 'wlan0', 'type', 'veth', 'peer', 'name', 'peer0']);
    root.write('/usr/local/sbin/systemctl', TOLD, 0o755);
    await install(root);
    await root.run(['ip', 'addr', 'add', '192.168.50.1/24', 'dev', 'wlan0']);
    root.write('/run/told', '');
    await install(root, '--uninstall');
    expect(root.read('/run/told')).toContain('reload NetworkManager.service mine.conf\n');
    expect((await root.run(['ip', '-br', 'addr', 'show', 'dev', 'wlan0'])).out).not.toContain('192.168.50.1');
  });

  test('says for Trixie what it would do, to anybody, and changes nothing', async () => {
    await using root = await machine();
    await root.run(['rm', '/etc/os-release']);
    root.write('/etc/os-release', 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nVERSION_CODENAME=trixie\n');
    const before = changes(root);
    for (const as of [[], ['setpriv', '--reuid', 'nobody', '--clear-groups']]) {
      const { code, out } = await root.run([...as, 'sh', INSTALLER, '--dry-run']);
      expect(code).toBe(0);
      expect(out).toContain('This is Debian GNU/Linux 13 (trixie), on which it was installed, not run');
      for (const line of [
        'would write /usr/local/bin/routerctl',
        'would enable carputer-router.service',
        'would disable hostapd.service',
        'would keep dhcpcd away from the hotspot, in /etc/dhcpcd.conf',
        'would draw a code for the media Pi',
      ])
        expect(out).toContain(`${line}\n`);
      const others = out.split('\n').filter((line) => !line.startsWith('would '));
      expect(others).toHaveLength(2);
    }
    expect(changes(root)).toEqual(before);
  });

  test('leaves the phones’ addresses to udhcpd where that was at work', async () => {
    await using root = await machine();
    root.write('/etc/default/udhcpd', 'DHCPD_ENABLED="yes"\n');
    root.write('/etc/systemd/system/udhcpd.service', OWN['/etc/systemd/system/hostapd.service'] ?? '');
    await root.run(['systemctl', 'enable', 'udhcpd.service']);
    const before = changes(root);
    await install(root);
    expect(root.read('/etc/carputer-router/udhcpd.conf')).toContain('start 192.168.50.50\n');
    expect(existsSync(root.path('/etc/carputer-router/dnsmasq.conf'))).toBe(false);
    expect((await root.run(['systemctl', 'is-enabled', 'udhcpd.service'])).code).not.toBe(0);
    expect((await install(root)).out).toBe('nothing to change\n');
    await install(root, '--uninstall');
    expect(changes(root)).toEqual(before);
  });

  test('comes to the same end when the power is cut again and again', async () => {
    await using whole = await machine();
    await install(whole);
    const wanted = changes(whole);
    await using root = await machine();
    const before = changes(root);
    const cuts = await untilWhole(root, 37);
    expect(cuts).toBeGreaterThan(2);
    expect(withoutDrawn(changes(root))).toEqual(withoutDrawn(wanted));
    expect((await install(root)).out).toBe('nothing to change\n');

    expect(await untilWhole(root, 37, '--uninstall')).toBeGreaterThan(2);
    expect(changes(root)).toEqual(before);
  });

  test('gives everything back after an installation that was cut off', async () => {
    await using root = await machine();
    const before = changes(root);
    for (const steps of [3, 29, 150]) {
      expect((await install(root, `--cut=${String(steps)}`)).code, String(steps)).not.toBe(0);
      await install(root, '--uninstall');
      expect(changes(root), `cut after ${String(steps)}`).toEqual(before);
    }
  });
});

const LONG_LIMIT_MS = 900_000;

describe('the router’s installer in a system of its own', { timeout: LONG_LIMIT_MS }, () => {
  for (const release of ['bookworm', 'trixie'])
    it(`brings what it needs to ${release}, once, and gives back all but that`, async (ctx) => {
      const why =
        WHY_NOT ?? WHY_NOT_LONG ?? (canRun('debootstrap', '--version') ? undefined : 'debootstrap is not installed');
      if (why !== undefined) ctx.skip(why);
      await using folder = await makeTempFolder();
      const base = `${folder.path}/root`;
      const made = await runCommand(['debootstrap', '--variant=minbase', release, base], '', LONG_LIMIT_MS);
      expect(made.code, made.out.slice(-500)).toBe(0);
      await using root = await OwnRoot.make({ base, hasNetwork: true });
      root.write('/usr/sbin/policy-rc.d', '#!/bin/sh\nexit 101\n', 0o755);
      cpSync(dirname(INSTALLER), root.path('/opt/router'), { recursive: true });
      const run = (...flags: readonly string[]) =>
        root.run(['sh', '/opt/router/install.sh', ...flags], '', LONG_LIMIT_MS);

      const bare = root.changes();
      expect((await run('--dry-run')).out).toContain('would install jq ');
      expect(root.changes()).toEqual(bare);

      const first = await run();
      expect(first.out).toContain('The WiFi is called Carputer-');
      const installed = root.changes();
      expect((await run()).out).toContain('nothing to change\n');
      expect(root.changes()).toEqual(installed);
      expect((await root.run(['visudo', '-c'])).out).toContain('/etc/sudoers.d/carputer-router: parsed OK');
      await root.run(['mkdir', '-p', '/run/sshd']);
      expect(await root.run(['/usr/sbin/sshd', '-t'])).toEqual({ code: 0, out: '' });

      expect((await run('--uninstall')).out).toContain('left installed: jq ');
      const before = changes(root);
      expect((await run()).out).not.toContain('install jq');
      await run('--uninstall');
      expect(changes(root)).toEqual(before);
    });
});

function test(name: string, act: () => Promise<void>): void {
  it(name, async (ctx) => {
    if (WHY_NOT !== undefined) ctx.skip(WHY_NOT);
    await act();
  });
}

/** A machine as somebody has set it up. */
async function machine(): Promise<OwnRoot> {
  const root = await OwnRoot.make();
  for (const [path, content] of Object.entries(OWN)) root.write(path, content, 0o640);
  await root.run(['systemctl', 'reenable', 'hostapd.service', 'dhcpcd.service']);
  return root;
}

/** Runs it; with `--cut=N` every process of it is killed before its Nth command that could change something. */
async function install(root: OwnRoot, ...flags: readonly string[]) {
  const cut = flags.find((flag) => flag.startsWith('--cut='))?.slice('--cut='.length);
  const own = flags.filter((flag) => !flag.startsWith('--cut='));
  const command = ['sh', INSTALLER, '--no-packages', ...own];
  if (cut === undefined) {
    const said = await root.run(command);
    expect(said.code, said.out).toBe(0);
    return said;
  }
  root.write('/run/cut/left', cut);
  for (const name of [
    'mkdir',
    'cp',
    'mv',
    'rm',
    'chmod',
    'chown',
    'chgrp',
    'sync',
    'cat',
    'useradd',
    'userdel',
    'systemctl',
  ])
    root.write(`/run/cut/bin/${name}`, SHIM.replace('NAME', name), 0o755);
  return root.run(['setsid', '-w', 'env', `PATH=/run/cut/bin:${DEBIAN_PATH}`, ...command]);
}

const DEBIAN_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const SHIM = `#!/bin/sh
read -r left </run/cut/left
echo $((left - 1)) >/run/cut/left
[ "$left" -gt 0 ] || kill -KILL 0
exec env PATH=${DEBIAN_PATH} NAME "$@"
`;

/** A service manager that does what it is told to nobody, and what NetworkManager's folder of settings holds at that moment. */
const TOLD = `#!/bin/sh
case $1 in
  list-units | daemon-reload) ;;
  start | stop | restart | reload) echo "$* $(ls /etc/NetworkManager/conf.d | grep -v vpn)" >>/run/told ;;
  *) exec /usr/bin/systemctl "$@" ;;
esac
`;

/** Each try gets `steps` commands further than the one before; how many were cut off. */
async function untilWhole(root: OwnRoot, steps: number, ...flags: readonly string[]): Promise<number> {
  for (let cuts = 0; cuts < 100; cuts += 1) {
    const { code } = await install(root, `--cut=${String(steps * (cuts + 1))}`, ...flags);
    if (code === 0) return cuts;
  }
  throw new Error('never whole');
}

function changes(root: OwnRoot): ReadonlyMap<string, string> {
  return new Map([...root.changes()].filter(([path]) => !KEPT_BY_DEBIAN.test(path)));
}

function withoutDrawn(all: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map(
    [...all].map(([path, state]) => [path, DRAWN.includes(path) ? state.split(' ').slice(0, 3).join(' ') : state]),
  );
}

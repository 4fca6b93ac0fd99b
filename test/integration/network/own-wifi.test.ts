import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { NmcliOwnWifi } from '#network/adapters/nmcli-own-wifi';
import { OwnRoot } from '#test/support/own-root';
import { whyNoLab } from '#test/support/router-lab/why-no-lab';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

const WHY_NOT = whyNoLab();
const LIMIT_MS = 90_000;
const STORED = '/etc/NetworkManager/system-connections';
/** A machine without a radio: what nmcli would say of it is said here; all else is NetworkManager's own. */
const SEEN = '/run/spy/seen';

describe('this machine’s own WiFi, in NetworkManager', { timeout: LIMIT_MS }, () => {
  test('learns a hotspot, whatever its key, which nobody can read in the list of processes', async () => {
    const { root, wifi } = await guestOf('Home');
    for (const key of ['brass and cream', ' "a\\b" $(id) `c` \'d\' ! ', '#;[x]=%s\\s~', 'a'.repeat(63)]) {
      await wifi.prepare({ ssid: 'Näxt car', key, isHidden: false });
      // It now and then tells no key to who has just asked for it, though it has one.
      const learnt = await until(async () => {
        const profile = await stored(root, 'carputer-hotspot');
        return profile.key === key ? profile : undefined;
      });
      expect(learnt).toEqual({ ssid: 'Näxt car', key, isTried: true, isHidden: false });
      expect(root.read(SEEN)).toContain('nmcli connection edit carputer-hotspot');
      expect(root.read(SEEN)).not.toContain(key);
    }
    const { code } = await root.run([
      'su',
      'nobody',
      '-s',
      '/bin/sh',
      '-c',
      `cat ${STORED}/carputer-hotspot.nmconnection`,
    ]);
    expect(code).not.toBe(0);
  });

  test('leaves the profile alone that it is in the WiFi by, and asks for a hidden one', async () => {
    const { root, wifi, use } = await guestOf('Home');
    await wifi.prepare({ ssid: 'First', key: 'first-secret', isHidden: false });
    use('carputer-hotspot');
    await wifi.prepare({ ssid: 'Second', key: 'second-secret', isHidden: false });
    expect(await stored(root, 'carputer-hotspot')).toMatchObject({ ssid: 'First', key: 'first-secret' });
    expect(await stored(root, 'carputer-hotspot-2')).toMatchObject({ ssid: 'Second', key: 'second-secret' });
    use('carputer-hotspot-2');
    await wifi.prepare({ ssid: 'Third', key: 'third-secret', isHidden: true });
    expect(await stored(root, 'carputer-hotspot')).toMatchObject({
      ...{ ssid: 'Third', key: 'third-secret' },
      isHidden: true,
    });
  });

  test('keeps no half of a hotspot whose key NetworkManager does not take, and does not tell it in its error', async () => {
    const { root, wifi } = await guestOf('Home');
    const failure: unknown = await wifi
      .prepare({ ssid: 'Next', key: 'short', isHidden: false })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'router_failed' });
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain('short');
    expect((await root.run(['nmcli', 'connection', 'show', 'carputer-hotspot'])).code).not.toBe(0);
  });
});

function test(name: string, act: () => Promise<void>): void {
  it(name, async (ctx) => {
    if (WHY_NOT !== undefined) ctx.skip(WHY_NOT);
    await act();
  });
}

/** Real NetworkManager in a root of its own, and this process's nmcli leads there. */
async function guestOf(profile: string) {
  const root = await OwnRoot.make();
  onTestFinished(() => root[Symbol.asyncDispose]());
  root.write('/etc/NetworkManager/NetworkManager.conf', '[main]\nplugins=keyfile\nauth-polkit=false\ndns=none\n');
  root.write(
    '/run/spy/nmcli',
    `#!/bin/sh\ncat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' >>${SEEN}\nexec /usr/bin/nmcli "$@"\n`,
    0o755,
  );
  const begin = [
    'rm -rf /etc/NetworkManager/conf.d/* /etc/NetworkManager/system-connections/*',
    // The bus begins nothing by itself.
    'mount -t tmpfs tmpfs /usr/share/dbus-1/system-services',
    'mkdir -p /run/dbus && dbus-daemon --system --fork && NetworkManager',
  ].join('\n');
  const said = await root.run(['sh', '-euc', begin]);
  expect(said.code, said.out).toBe(0);
  await until(async () => (await root.run(['nmcli', 'general'])).code === 0);

  const folder = await makeTempFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const active = join(folder.path, 'active');
  const use = (name: string) => writeFileSync(active, `${name}\n`);
  use(profile);
  writeFileSync(
    join(folder.path, 'nmcli'),
    `#!/bin/sh
case $* in
  '--terse --fields TYPE,STATE device') echo wifi:connected ;;
  *' --active') cat ${active} ;;
  *) exec ${root.enter().join(' ')} /run/spy/nmcli "$@" ;;
esac
`,
  );
  chmodSync(join(folder.path, 'nmcli'), 0o755);
  const path = process.env['PATH'];
  process.env['PATH'] = `${folder.path}:${path ?? ''}`;
  onTestFinished(() => {
    process.env['PATH'] = path;
  });
  return { root, wifi: new NmcliOwnWifi(), use };
}

async function stored(root: OwnRoot, profile: string) {
  const fields = [
    ...['802-11-wireless.ssid', '802-11-wireless.hidden'],
    ...['802-11-wireless-security.psk', 'connection.autoconnect'],
  ];
  const ask = ['nmcli', '-s', '-e', 'no', '-g', fields.join(','), 'connection', 'show', profile];
  const [ssid, hidden, key, isTried] = (await root.run(ask)).out.split('\n').slice(0, -1);
  // nmcli tells settings in an order of its own: connection first.
  return { ssid, key, isTried: isTried === 'yes', isHidden: hidden === 'yes' };
}

import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect } from 'vitest';

import { untilStatus } from '#test/support/router-lab/panel';
import { timeRecovery } from '#test/support/router-lab/recovery';
import { QMI_MODEM, RouterLab, USB_SOCKET } from '#test/support/router-lab/router-lab';
import { longScenario, scenario, WHY_NO_LAB } from '#test/support/router-lab/scenario';
import { until } from '#test/support/until';

const INSTALLER = fileURLToPath(new URL('../../../resources/router/install.sh', import.meta.url));
const LIB = '/usr/local/lib/carputer-router';

describe('the router with qmi-network heals by itself', { timeout: 180_000 }, () => {
  let lab: RouterLab;

  beforeAll(async () => {
    if (WHY_NO_LAB !== undefined) return;
    lab = new RouterLab({ stack: 'qmi' });
    await lab.up();
    await lab.join('phone');
  }, 120_000);
  afterAll(async () => {
    if (WHY_NO_LAB === undefined) await lab.down();
  });

  const isOnline = async () => {
    await untilStatus(lab, ({ brokenLink }) => brokenLink === null);
    expect(await lab.isOnline()).toBe(true);
  };

  scenario('comes up after a cold start', async () => {
    await timeRecovery(lab, 'qmi-network, cold start');
    await isOnline();
  });

  scenario('begins a session anew that the operator ended, though its handle is still noted', async () => {
    await lab.modem({ drop: true });
    await timeRecovery(lab, 'qmi-network, dropped call, stale handle');
    await isOnline();
  });

  scenario('gets over a modem that has forgotten its client', async () => {
    await lab.modem({ reboot: true });
    await timeRecovery(lab, 'qmi-network, stale client');
    await isOnline();
  });

  scenario('gets a lost address back', async () => {
    await lab.must('router', ['ip', 'addr', 'flush', 'dev', 'wwan0', 'scope', 'global']);
    await timeRecovery(lab, 'qmi-network, lost address');
    await isOnline();
  });

  longScenario('names missing coverage and is back when it is', async () => {
    await lab.modem({ reg: 2, drop: true });
    await untilStatus(lab, ({ modems }) => modems.some(({ fault }) => fault === 'no_coverage'));
    await lab.modem({ reg: 1 });
    await timeRecovery(lab, 'qmi-network, coverage back');
    await isOnline();
  });

  scenario('re-plugs a modem whose firmware hangs', async () => {
    await lab.modem({ fault: { all: 'timeout' } });
    await lab.must('router', ['ip', 'link', 'set', 'wwan0', 'down']);
    await timeRecovery(lab, 'qmi-network, hung firmware');
    await isOnline();
  });

  longScenario('gives a SIM the PIN that is remembered after a start', async () => {
    await lab.must('router', ['sh', '-c', `echo '{"pin":"1234"}' >/var/lib/carputer-router/modems/${QMI_MODEM}.json`]);
    await lab.modem({ set: { pin: 'locked' }, reboot: true });
    const sim = async () => (await lab.modem({}))['state'] as { readonly pin: string };
    await until(async () => (await sim()).pin === 'verified', { limitMs: 60_000 });
    await timeRecovery(lab, 'qmi-network, remembered PIN');
    await isOnline();
    expect(await sim()).toMatchObject({ pinTries: 3 });
    await lab.modem({ set: { pin: 'disabled' } });
  });

  longScenario(
    'goes on by a phone that shares its data when the modem is gone, and says when it is unplugged',
    async () => {
      await lab.must('router', ['lab-usb', 'unplug', QMI_MODEM]);
      await untilStatus(lab, ({ modems }) => modems.every(({ fault }) => fault === 'modem_absent'));
      await lab.must('router', ['lab-usb', 'plug', USB_SOCKET]);
      await timeRecovery(lab, 'qmi-network, a phone by USB');
      const { modems, uplink } = await untilStatus(lab, ({ brokenLink }) => brokenLink === null);
      expect(modems.find(({ id }) => id === uplink.modemId)).toMatchObject({
        ...{ id: USB_SOCKET, kind: 'tethering', model: 'Pixel 7', operator: null, signal: null, averageDbm: null },
      });
      await lab.must('router', ['lab-usb', 'unplug', USB_SOCKET]);
      await untilStatus(lab, ({ chain }) => chain.some(({ reason }) => reason === 'phone_unplugged'));
    },
  );

  scenario('switches a stick that came up as a CD drive', async () => {
    await lab.must('router', ['lab-usb', 'unplug', QMI_MODEM]);
    await untilStatus(lab, ({ modems }) => modems.some(({ fault }) => fault === 'modem_absent'));
    await lab.must('router', ['lab-usb', 'plug', QMI_MODEM, '12d1:1505']);
    await timeRecovery(lab, 'qmi-network, wrong mode');
    expect(await lab.must('router', ['cat', '/run/lab/modeswitch.log'])).toContain('-v 12d1 -p 1505 -J');
    await isOnline();
  });

  scenario('keeps pages for the phones in a cache, where that is set up', async () => {
    await lab.must('router', ['sed', '-i', "s/^CACHE=.*/CACHE='yes'/", '/etc/carputer-router/router.conf']);
    await lab.must('router', ['sh', INSTALLER, '--no-packages'], '', 120_000);
    const cache = async () => {
      const answer = JSON.parse(await lab.must('router', [`${LIB}/verb`, 'cache'], '{}')) as {
        data: { hitCount: number | null };
      };
      return answer.data.hitCount;
    };
    await until(async () => (await cache()) !== null, { limitMs: 60_000, everyMs: 500 });
    await untilStatus(lab, ({ brokenLink }) => brokenLink === null);
    const load = ['curl', '-sf', '--max-time', '5', '-o', '/dev/null', 'http://site.test/bytes/20000'];
    await until(async () => (await lab.run('phone', load)).code === 0 && ((await cache()) ?? 0) > 0, {
      limitMs: 60_000,
    });
  });

  scenario(
    'changes nothing when it is installed again, and leaves nothing when it is taken away, and lets udhcpd be',
    async () => {
      const install = (...flags: string[]) =>
        lab.must('router', ['sh', INSTALLER, '--no-packages', ...flags], '', 120_000);
      expect(await install()).toBe('nothing to change\n');
      await install('--uninstall');
      const left = ['/etc', '/usr/local', '/var/lib', '-name', '*carputer*'];
      // The settings that were there before it.
      expect(await lab.must('router', ['find', ...left])).toBe('/etc/carputer-router\n');
      expect((await lab.run('router', ['id', 'carputer'])).code).not.toBe(0);
      expect((await lab.run('router', ['nft', 'list', 'table', 'inet', 'carputer'])).code).not.toBe(0);

      const own = '/etc/sysctl.d/60-carputer-router.conf';
      await lab.must('router', ['sh', '-c', `echo "# the owner's own" >${own}`]);
      await udhcpdAtWork();
      expect(await install('--dry-run')).toContain(`would write ${own}`);
      await install();
      expect(await lab.must('router', ['cat', own])).toContain('ip_forward');

      await lab.join('phone');
      const phone = {
        mac: '02:00:00:00:01:aa',
        hostname: null,
        address: expect.stringMatching(/^192\.168\.50\./u) as unknown,
      };
      await until(
        async () => {
          const { data } = JSON.parse(await lab.must('router', [`${LIB}/verb`, 'clients'])) as { data: object };
          expect(data).toMatchObject({ clients: [expect.objectContaining(phone)] });
          return true;
        },
        { limitMs: 60_000, everyMs: 500 },
      );
      expect(await lab.must('router', ['dumpleases', '-f', '/run/carputer-router/udhcpd.leases'])).toContain(phone.mac);
      expect((await lab.run('router', ['cat', '/etc/carputer-router/dnsmasq.conf'])).code).not.toBe(0);

      await install('--uninstall');
      expect(await lab.must('router', ['cat', own])).toBe("# the owner's own\n");
      expect(await lab.must('router', ['systemctl', 'is-enabled', 'udhcpd.service'])).toBe('enabled\n');
    },
  );

  /** Somebody's own, with a configuration of its own. */
  async function udhcpdAtWork(): Promise<void> {
    const unit = '[Service]\nExecStart=/bin/sleep 1000\n';
    await lab.must('router', ['sh', '-c', 'cat >/etc/systemd/system/udhcpd.service'], unit);
    await lab.must('router', ['sh', '-c', 'echo DHCPD_ENABLED=yes >/etc/default/udhcpd']);
    await lab.must('router', ['systemctl', 'enable', 'udhcpd.service']);
  }
});

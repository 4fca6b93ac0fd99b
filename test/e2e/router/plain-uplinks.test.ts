import { afterAll, beforeAll, describe, expect } from 'vitest';

import { untilStatus, type RouterStatus } from '#test/support/router-lab/panel';
import { printTime, timeRecovery } from '#test/support/router-lab/recovery';
import { QMI_MODEM, RouterLab, USB_SOCKET } from '#test/support/router-lab/router-lab';
import { longScenario, whyNoLongLab } from '#test/support/router-lab/scenario';
import { until } from '#test/support/until';

const LIMIT_MS = 300_000;
const HILINK = '12d1:14db';

describe('what is plain Ethernet, under NetworkManager', { timeout: LIMIT_MS }, () => {
  let lab: RouterLab;

  beforeAll(async () => {
    if (whyNoLongLab() !== undefined) return;
    lab = new RouterLab();
    await lab.up();
    await lab.join('phone');
    await timeRecovery(lab, 'ModemManager, cold start');
    await online();
  }, LIMIT_MS);
  afterAll(async () => {
    if (whyNoLongLab() === undefined) await lab.down();
  });

  const online = async () => {
    await untilStatus(lab, ({ brokenLink }) => brokenLink === null);
    // What was told may be of the moment before.
    await until(() => lab.isOnline(), { limitMs: 60_000 });
  };

  longScenario(
    'goes on by a HiLink stick while there is no coverage, and back to the modem when there is',
    async () => {
      await lab.must('router', ['lab-usb', 'plug', USB_SOCKET, HILINK]);
      const pluggedMs = performance.now();
      const isStickWell = ({ modems }: RouterStatus) => modems.find(({ id }) => id === USB_SOCKET)?.fault === null;
      const { modems, uplink } = await untilStatus(lab, isStickWell);
      printTime('ModemManager, a HiLink stick is ready', performance.now() - pluggedMs);
      expect(modems.find(({ id }) => id === USB_SOCKET)).toMatchObject({
        kind: 'hilink',
        signal: null,
        operator: null,
      });
      expect(uplink.modemId).toBe(QMI_MODEM);
      // Our profile has it, and NetworkManager makes none of its own.
      expect(await profileOf('eth0')).toBe(`carputer-${USB_SOCKET}`);

      await lab.modem({ reg: 2, drop: true });
      await timeRecovery(lab, 'ModemManager, the HiLink stick takes over');
      expect((await untilStatus(lab, (status) => status.uplink.modemId === USB_SOCKET)).uplink.why).toBe(
        'other_failed',
      );
      await lab.modem({ reg: 1 });
      const backMs = performance.now();
      await untilStatus(lab, (status) => status.uplink.modemId === QMI_MODEM && status.uplink.why === 'preferred');
      printTime('ModemManager, back from the stick to the modem', performance.now() - backMs);
      expect(await lab.isOnline()).toBe(true);
    },
  );

  longScenario('gives a stick back when nobody wants data, and takes it again', async () => {
    const hasAddress = async () => (await lab.must('router', ['ip', '-4', 'addr', 'show', 'eth0'])).includes('inet ');
    await verb('disconnect');
    await until(async () => !(await hasAddress()), { limitMs: 60_000, everyMs: 250 });
    await verb('connect');
    await until(hasAddress, { limitMs: 60_000, everyMs: 250 });
    await online();
    await lab.must('router', ['lab-usb', 'unplug', USB_SOCKET]);
  });

  longScenario('goes on by a phone that shares its data when the modem is gone', async () => {
    await lab.must('router', ['lab-usb', 'unplug', QMI_MODEM]);
    await untilStatus(lab, (status) => status.modems.every(({ state }) => state === 'absent'));
    await lab.must('router', ['lab-usb', 'plug', USB_SOCKET]);
    await timeRecovery(lab, 'ModemManager, a phone by USB');
    const { modems, uplink } = await untilStatus(lab, ({ brokenLink }) => brokenLink === null);
    expect(modems.find(({ id }) => id === uplink.modemId)).toMatchObject({ id: USB_SOCKET, kind: 'tethering' });
    await lab.must('router', ['lab-usb', 'unplug', USB_SOCKET]);
    await lab.must('router', ['lab-usb', 'plug', QMI_MODEM]);
    await timeRecovery(lab, 'ModemManager, the modem back after the phone');
    await online();
  });

  /** As a person would by the panel. */
  async function verb(name: string): Promise<void> {
    await lab.must('router', [`/usr/local/lib/carputer-router/verb`, name]);
  }

  async function profileOf(net: string): Promise<string> {
    return (await lab.must('router', ['nmcli', '-g', 'GENERAL.CONNECTION', 'device', 'show', net])).trim();
  }
});

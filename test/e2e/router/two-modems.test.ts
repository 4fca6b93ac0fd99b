import { describe, expect } from 'vitest';

import { BALANCE } from '#test/support/router-lab/at/at-modem';
import { useEnrolledLab } from '#test/support/router-lab/enrolled-lab';
import { readStatus, untilStatus, type RouterStatus } from '#test/support/router-lab/panel';
import { printTime, timeRecovery } from '#test/support/router-lab/recovery';
import { AT_MODEM, QMI_MODEM } from '#test/support/router-lab/router-lab';
import { scenario } from '#test/support/router-lab/scenario';

describe('the router with two modems', { timeout: 300_000 }, () => {
  const at = useEnrolledLab('ModemManager, cold start');

  scenario('goes on with the other modem when one fails, and back to the preferred one', async () => {
    await at.panel.data('prefer-modem', { modemId: QMI_MODEM });
    await at.lab.must('router', ['lab-usb', 'plug', AT_MODEM]);
    await untilStatus(at.lab, ({ modems }) => modems.find(({ id }) => id === AT_MODEM)?.fault === null);
    expect(readStatus(at.lab).uplink.modemId).toBe(QMI_MODEM);
    expect(await at.panel.data('ussd', { modemId: AT_MODEM, code: '*100#' })).toEqual({ text: BALANCE });

    await at.lab.modem({ reg: 2, drop: true });
    await timeRecovery(at.lab, 'two modems, the other one takes over');
    expect((await untilStatus(at.lab, ({ uplink }) => uplink.modemId === AT_MODEM)).uplink.why).toBe('other_failed');
    const startedMs = performance.now();
    await at.lab.modem({ reg: 1 });
    await untilStatus(at.lab, ({ uplink }) => uplink.modemId === QMI_MODEM && uplink.why === 'preferred');
    printTime('two modems, back to the preferred one', performance.now() - startedMs);
    expect(await at.lab.isOnline()).toBe(true);
  });

  scenario('plugs one modem in anew, and the other works on', async () => {
    const isWell = ({ modems }: RouterStatus) => modems.find(({ id }) => id === AT_MODEM)?.fault === null;
    await untilStatus(at.lab, isWell);
    const { sinceUptimeMs } = (await untilStatus(at.lab, ({ uplink }) => uplink.modemId === QMI_MODEM)).uplink;
    await at.lab.must('router', ['/usr/local/lib/carputer-router/step', AT_MODEM, 'usb', 'asked'], '', 60_000);
    const gone = await untilStatus(at.lab, (status) => !isWell(status));
    const later = await untilStatus(at.lab, ({ uptimeMs }) => uptimeMs > gone.uptimeMs + 10_000);
    expect(later.uplink).toMatchObject({ modemId: QMI_MODEM, sinceUptimeMs });
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect } from 'vitest';

import { useEnrolledLab } from '#test/support/router-lab/enrolled-lab';
import { untilStatus } from '#test/support/router-lab/panel';
import { printTime, timeRecovery } from '#test/support/router-lab/recovery';
import { HOTSPOT, QMI_MODEM } from '#test/support/router-lab/router-lab';
import { scenario } from '#test/support/router-lab/scenario';
import { until } from '#test/support/until';

// Time enough to look at the modem's refusal before the router puts an APN back by itself.
const SETTINGS = { CONFIRM_SECONDS: '40' };

describe('what is changed on the router from the panel', { timeout: 300_000 }, () => {
  const at = useEnrolledLab('ModemManager, cold start', { settings: SETTINGS });

  scenario('puts an APN back that nobody confirms, and asks a refused one three times only', async () => {
    const { change } = (await at.panel.data('set-apn', { apn: 'wrong.example' })) as { change: { id: string } };
    expect((await at.panel.ask('set-bands', { technologies: ['any'], bands: ['any'] })).error?.code).toBe('busy');
    await untilStatus(at.lab, ({ chain }) => chain.some(({ reason }) => reason === 'apn_refused'));
    expect(await at.panel.data('confirm', { changeId: change.id, isKept: false })).toEqual({ isKept: false });
    await timeRecovery(at.lab, 'refused APN put back');
    await at.online();
  });

  scenario('names a refused APN and does not ask for it for ever', async () => {
    await at.lab.modem({ drop: true, set: { apnOk: ['other'] } });
    await untilStatus(
      at.lab,
      ({ heal, chain }) => heal.pausedBy === 'apn' && chain.some(({ reason }) => reason === 'apn_refused'),
    );
    await at.lab.modem({ set: { apnOk: ['internet'] } });
    await at.panel.data('connect');
    await timeRecovery(at.lab, 'APN right again, asked to connect');
    await at.online();
  });

  scenario('keeps a hotspot that its guest confirms, and rolls one back that nobody confirms', async () => {
    const next = { ssid: 'Näxt', key: 'second-secret' };
    writeFileSync(join(at.lab.folder, 'air.json'), JSON.stringify({ sta1: [HOTSPOT], sta3: [HOTSPOT, next] }));
    const { change } = (await at.panel.data('set-hotspot', { ...next, channel: 11 })) as { change: { id: string } };
    await untilStatus(at.lab, ({ change: waiting }) => waiting !== null);
    await until(async () => (await at.panel.ask('confirm', { changeId: change.id })).ok, {
      limitMs: 60_000,
      everyMs: 500,
    });
    expect(await at.panel.data('hotspot')).toMatchObject({ ...next, channel: 11 });

    await at.panel.data('set-hotspot', { ...HOTSPOT, channel: 6 });
    await untilStatus(at.lab, ({ change: waiting }) => waiting !== null);
    const startedMs = performance.now();
    await untilStatus(at.lab, ({ change: waiting }) => waiting === null, { limitMs: 120_000 });
    await until(async () => (await at.panel.ask('hotspot')).data?.['ssid'] === next.ssid, { everyMs: 500 });
    printTime('hotspot rolled back, media Pi back in it', performance.now() - startedMs);
    writeFileSync(
      join(at.lab.folder, 'air.json'),
      JSON.stringify({ sta1: [HOTSPOT, next], sta2: [next], sta3: [next] }),
    );
    await until(() => at.lab.isOnline());
  });

  scenario('asks for the PIN of a SIM, counts its tries, and remembers the right one', async () => {
    const plugIn = async (sim: object) => {
      await at.lab.must('router', ['lab-usb', 'unplug', QMI_MODEM]);
      await at.lab.modem({ set: { pin: 'locked', ...sim } });
      await at.lab.must('router', ['lab-usb', 'plug', QMI_MODEM]);
    };
    await plugIn({});
    await untilStatus(
      at.lab,
      ({ chain, heal }) => heal.pausedBy === 'pin' && chain.some(({ reason }) => reason === 'pin_needed'),
    );
    const wrong = await at.panel.ask('sim-pin', { pin: '9999', isRemembered: false });
    expect(wrong.error).toMatchObject({ code: 'wrong_pin', details: { triesLeft: 2 } });
    await at.panel.data('sim-pin', { pin: '1234' });
    await timeRecovery(at.lab, 'ModemManager, SIM unlocked');
    await plugIn({});
    await timeRecovery(at.lab, 'ModemManager, remembered PIN');
    expect((await at.lab.modem({}))['state']).toMatchObject({ pin: 'verified', pinTries: 3 });
    // One that is wrong by now is given once.
    await plugIn({ pinCode: '4321' });
    const refused = await untilStatus(at.lab, ({ modems }) => modems.some(({ pinTriesLeft }) => pinTriesLeft === 2));
    await untilStatus(at.lab, ({ uptimeMs }) => uptimeMs > refused.uptimeMs + 30_000);
    expect((await at.lab.modem({}))['state']).toMatchObject({ pin: 'locked', pinTries: 2 });
    await at.panel.data('sim-pin', { pin: '4321', isRemembered: false });
    await at.lab.modem({ set: { pin: 'disabled', pinCode: '1234' } });
    await at.online();
  });
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

import { ConnectedScreens } from '#player/adapters/connected-screens';
import { until } from '#test/support/until';

type Connectors = Readonly<Record<string, readonly [status: string, enabled: string]>>;

async function setup(connectors: Connectors, desktop?: () => number | undefined) {
  const drmFolder = await mkdtemp(join(tmpdir(), 'carputer-drm-'));
  const plug = async (changed: Connectors) => {
    for (const [name, [status, enabled]] of Object.entries(changed)) {
      await mkdir(join(drmFolder, name), { recursive: true });
      await writeFile(join(drmFolder, name, 'status'), `${status}\n`);
      await writeFile(join(drmFolder, name, 'enabled'), `${enabled}\n`);
    }
  };
  await plug(connectors);
  await mkdir(join(drmFolder, 'card0'));
  const told: number[] = [];
  const screens = new ConnectedScreens({
    drmFolder,
    askDesktop: () => Promise.resolve(desktop?.()),
    onChange: (count) => told.push(count),
  });
  await screens.start();
  onTestFinished(async () => {
    screens.stop();
    await rm(drmFolder, { recursive: true, force: true });
  });
  return { screens, plug, told };
}

it('counts what is plugged in, and a composite socket that is switched on', async () => {
  const { screens } = await setup({
    'card1-DSI-1': ['connected', 'enabled'],
    'card1-HDMI-A-1': ['disconnected', 'disabled'],
    'card1-Composite-1': ['unknown', 'enabled'],
    'card1-Writeback-1': ['unknown', 'disabled'],
  });
  expect(screens.count).toBe(2);
});

it('counts a composite socket that works, whatever its driver says of its plug, and nothing that is left dark', async () => {
  const { screens } = await setup({
    'card1-DSI-1': ['connected', 'enabled'],
    'card1-HDMI-A-1': ['connected', 'disabled'],
    'card1-Composite-1': ['connected', 'enabled'],
  });
  expect(screens.count).toBe(2);

  const dark = await setup({ 'card1-DSI-1': ['connected', 'enabled'], 'card1-Composite-1': ['connected', 'disabled'] });
  expect(dark.screens.count).toBe(1);
});

it('counts no more than the desktop has, where that shows the same on two of them', async () => {
  let desktop = 1;
  const { screens, told } = await setup(
    { 'card1-DSI-1': ['connected', 'enabled'], 'card1-HDMI-A-1': ['connected', 'enabled'] },
    () => desktop,
  );
  await until(() => screens.count === 1);
  desktop = 2;
  await until(() => screens.count === 2);
  expect(told).toEqual([1, 2]);
});

it('does not believe a desktop that counts more than are lit', async () => {
  const { screens, plug, told } = await setup({ 'card1-DSI-1': ['connected', 'enabled'] }, () => 2);
  await plug({ 'card1-HDMI-A-1': ['connected', 'enabled'] });
  await until(() => screens.count === 2);
  await plug({ 'card1-HDMI-A-1': ['connected', 'disabled'] });
  await until(() => screens.count === 1);
  expect(told).toEqual([2, 1]);
});

it('notices a cable that falls out, and one that is put in', async () => {
  const { screens, plug, told } = await setup({
    'card1-DSI-1': ['connected', 'enabled'],
    'card1-HDMI-A-1': ['connected', 'enabled'],
  });
  expect(screens.count).toBe(2);
  await plug({ 'card1-HDMI-A-1': ['disconnected', 'disabled'] });
  await until(() => screens.count === 1);
  await plug({ 'card1-HDMI-A-1': ['connected', 'enabled'] });
  await until(() => screens.count === 2);
  expect(told).toEqual([1, 2]);
});

it('asks the desktop where the kernel knows of no connector, and takes one for there where nobody can say', async () => {
  const asked = await setup({}, () => 3);
  expect(asked.screens.count).toBe(3);

  const { screens, told } = await setup({});
  expect(screens.count).toBe(1);
  expect(told).toEqual([]);
});

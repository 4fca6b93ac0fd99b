import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { IioLightSensor } from '#car/adapters/iio-light-sensor';
import { silentLogger } from '#kernel/logger';
import { startService } from '#test/support/service';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

async function tempFolder(): Promise<string> {
  const folder = await makeTempFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  return folder.path;
}

/** What the sensor of this file says, without repetitions. */
function listenTo(path: string) {
  const said: (number | undefined)[] = [];
  const sensor = new IioLightSensor({ path, logger: silentLogger, everyMs: 20 });
  sensor.start((lux) => {
    if (said.length === 0 || said.at(-1) !== lux) said.push(lux);
  });
  onTestFinished(() => sensor.stop());
  return said;
}

it('a light sensor gives lux, by its scale where one stands beside it, and nothing for what is no number', async () => {
  const folder = await tempFolder();
  const path = join(folder, 'in_illuminance_raw');
  const said = listenTo(path);
  await until(() => said.length === 1 && said[0] === undefined);

  await writeFile(path, '1200\n');
  await until(() => said.at(-1) === 1_200);
  await writeFile(join(folder, 'in_illuminance_scale'), '0.25\n');
  await until(() => said.at(-1) === 300);
  await writeFile(path, 'rubbish');
  await until(() => said.at(-1) === undefined);
  await writeFile(path, '40');
  await until(() => said.at(-1) === 10);
  await rm(path);
  await until(() => said.at(-1) === undefined);
});

it('the screens hear of headlights and darkness from the files that the settings name', async () => {
  const folder = await tempFolder();
  const [headlights, sensor, config] = ['headlights', 'in_illuminance_input', 'settings.json'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const light = { headlights: { kind: 'file', path: headlights }, sensor: { path: sensor } };
  await writeFile(config, JSON.stringify({ light }));
  const service = await startService({ flags: ['--config', config] });
  onTestFinished(() => service[Symbol.asyncDispose]());
  const now = () => service.client.call('getLight', {});
  expect(await now()).toEqual({ areHeadlightsOn: null, isDark: null });

  await writeFile(headlights, '1');
  await writeFile(sensor, '20');
  await until(async () => JSON.stringify(await now()) === '{"areHeadlightsOn":true,"isDark":true}');
  await writeFile(headlights, '0');
  await writeFile(sensor, '5000');
  await until(async () => JSON.stringify(await now()) === '{"areHeadlightsOn":false,"isDark":false}');
  await expect(service.client.call('reportHeadlights', { isOn: true })).rejects.toMatchObject({
    code: 'headlights_not_by_route',
  });
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { startService } from '#test/support/service';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

async function setup(sources?: readonly string[]) {
  const folder = await makeTempFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const config = join(folder.path, 'settings.json');
  await writeFile(config, JSON.stringify(sources ? { driving: { sources } } : {}));
  const service = await startService({ flags: ['--config', config] });
  onTestFinished(() => service[Symbol.asyncDispose]());
  const put = (source: string, body: object, token = service.token) =>
    fetch(`${service.baseUrl}/api/v1/driving/sources/${source}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', ...(token !== '' && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
  return { put, state: () => service.client.call('getDriving', {}) };
}

it('takes over what the source of the settings file says, and notices its silence', async () => {
  const { put, state } = await setup(['gps']);
  expect(await state()).toMatchObject({ state: 'unknown', isRestricted: true, isFilmAllowed: false });

  await put('gps', { speedKmh: 0, isHandbrakeOn: true });
  expect(await state()).toMatchObject({ state: 'parked', isRestricted: false, isFilmAllowed: true });
  await put('gps', { speedKmh: 60 });
  expect(await state()).toMatchObject({ state: 'moving', isRestricted: true, isFilmAllowed: false });
  await until(async () => (await state()).state === 'unknown');
});

it('hears nobody without the token, nor a source that it does not know, nor rubbish', async () => {
  const { put, state } = await setup(['gps']);
  const answers = await Promise.all([
    put('gps', { speedKmh: 0 }, ''),
    put('stranger', { speedKmh: 0 }),
    put('gps', { speedKmh: -1 }),
    put('gps', { speedKmh: 'fast' }),
    put('gps', { isParked: true }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([401, 409, 400, 400, 400]);
  expect(await state()).toMatchObject({ state: 'unknown' });
});

it('without a source restricts nothing, and allows no film in front', async () => {
  const { state } = await setup();
  expect(await state()).toEqual({ state: 'unknown', hasSource: false, isRestricted: false, isFilmAllowed: false });
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';

import { firstOf } from '#test/support/first-of';
import { playedMs } from '#test/support/played-ms';
import { startService, type ServicePlan } from '#test/support/service';
import { makeStick } from '#test/support/stick';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

/** What the bar asks for, and what a busy machine may take on top. */
const REST_LIMIT_MS = 500;
const LOAD_FACTOR = 5;

/** The real service with one stick that plays, and an ignition that is a file. */
async function setup(ignition: { readonly graceSeconds: number; readonly powerOffScript?: string }) {
  const folder = await makeTempFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const at = (name: string) => join(folder.path, name);
  const { powerOffScript = `echo off >> '${at('power')}'` } = ignition;
  await writeFile(
    at('settings.json'),
    JSON.stringify({
      ignition: {
        input: { kind: 'file', path: at('ignition') },
        graceSeconds: ignition.graceSeconds,
        powerOffCommand: ['sh', '-c', powerOffScript.replaceAll('POWER', at('power'))],
      },
    }),
  );
  await writeFile(at('ignition'), '1');
  const stick = await makeStick(at('SUNDAY'), { tracks: 3, seconds: 60 });
  const plan: ServicePlan = { media: [stick.dir], data: at('data'), flags: ['--config', at('settings.json')] };
  const start = async () => {
    const service = await startService(plan);
    onTestFinished(() => service[Symbol.asyncDispose]());
    return service;
  };
  const service = await start();
  const { id } = firstOf(await service.client.call('listZones', {}));
  // Shown while it is still being read.
  const album = await until(async () => {
    const [first] = (await service.client.call('listAlbums', { limit: 1 })).items;
    return first?.trackCount === 3 ? first : undefined;
  });
  await service.client.call('play', { id, albumId: album.id, startAt: 1 });
  await until(async () => (await playedMs(service.client, id)) > 300);
  return {
    ...{ service, id, start },
    turn: (level: '0' | '1') => writeFile(at('ignition'), level),
    status: async () => (await service.client.call('getZone', { id })).status,
    noticeCodes: async () => (await service.client.call('listNotices', {})).map(({ code }) => code),
    powerOffs: async () => (await readFile(at('power'), 'utf8').catch(() => '')).split('\n').filter(Boolean).length,
    stored: () => storedPosition(service.data, id),
  };
}

interface PositionRow {
  readonly position_ms: number;
  readonly entry_index: number;
  readonly is_playing: number;
}

function storedPosition(data: string, zoneId: string): PositionRow | undefined {
  const db = new Database(join(data, 'state.db'), { readonly: true });
  try {
    return db.prepare<[string], PositionRow>('SELECT * FROM zone_position WHERE zone_id = ?').get(zoneId);
  } finally {
    db.close();
  }
}

describe('the ignition goes off', () => {
  it('pauses and writes the position in time, and plays on when it comes back', async () => {
    const { turn, status, stored, powerOffs, noticeCodes, id, service } = await setup({ graceSeconds: 60 });
    const before = stored()?.position_ms ?? 0;
    const startedMs = performance.now();
    await turn('0');
    await until(async () => (await status()) === 'paused', { everyMs: 10 });
    const paused = await service.client.call('getZone', { id });
    await until(() => Math.abs((stored()?.position_ms ?? 0) - paused.positionMs) < 300, { everyMs: 10 });
    const restAfterMs = performance.now() - startedMs;

    expect(restAfterMs).toBeLessThan(REST_LIMIT_MS * LOAD_FACTOR);
    expect(stored()).toMatchObject({ entry_index: 1, is_playing: 1 });
    expect(stored()?.position_ms).toBeGreaterThan(before);
    expect(await noticeCodes()).toContain('ignition_off');

    await turn('1');
    await until(async () => (await status()) === 'playing');
    expect(await noticeCodes()).not.toContain('ignition_off');
    expect(await powerOffs()).toBe(0);
  });

  it('powers off once after the grace time, and the next start plays on', async () => {
    const { turn, powerOffs, service, start, id, stored } = await setup({ graceSeconds: 1 });
    await turn('0');
    await until(async () => (await powerOffs()) > 0);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await powerOffs()).toBe(1);
    const { position_ms: leftAtMs = 0 } = stored() ?? {};
    expect(await service.stop('SIGTERM')).toBe(0);

    await turn('1');
    const next = await start();
    const zone = await until(async () => {
      const now = await next.client.call('getZone', { id });
      return now.status === 'playing' && now.speed > 0 ? now : undefined;
    });
    expect(zone).toMatchObject({ queueIndex: 1, queueLength: 3 });
    expect(zone.positionMs).toBeGreaterThanOrEqual(leftAtMs - 500);
  });

  it('stays up and says why when the power-off fails, and plays on when the ignition comes back', async () => {
    const powerOffScript = "echo off >> 'POWER'; exit 7";
    const { turn, status, powerOffs, service } = await setup({ graceSeconds: 0, powerOffScript });
    await turn('0');
    const notice = await until(async () =>
      (await service.client.call('listNotices', {})).find(({ level }) => level === 'error'),
    );
    expect(notice).toMatchObject({ code: 'ignition_off', message: expect.stringContaining('ended with 7') as string });
    expect(await powerOffs()).toBe(1);

    await turn('1');
    await until(async () => (await status()) === 'playing');
  });
});

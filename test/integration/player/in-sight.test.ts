import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';

import type { EngineStep } from '#test/integration/player/support/engine-worker';
import { ffmpeg, picture, tone } from '#test/support/sounds';
import { until } from '#test/support/until';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const WORKER = fileURLToPath(new URL('support/engine-worker.ts', import.meta.url));
const FREE = { do: 'picture', picture: { isOn: true, isInSight: false } } as const;
const IN_SIGHT = { do: 'picture', picture: { isOn: true, isInSight: true } } as const;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carputer-sight-'));
  await ffmpeg(...picture(120), '-c:v', 'mpeg4', join(folder, 'film.mkv'));
  await ffmpeg(...picture(2), ...tone(440, 2), '-c:v', 'mpeg4', join(folder, 'short.mkv'));
  await ffmpeg(...tone(440, 120), join(folder, 'song.flac'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A service with a real player that has done these steps; gives the pid of the player, and kills the service alone. */
async function startService(...steps: readonly EngineStep[]) {
  const runtimeDir = await mkdtemp(join(folder, 'run-'));
  const args = ['--no-warnings', WORKER, runtimeDir, JSON.stringify(steps)];
  const service = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void service.kill('SIGKILL'));
  const [said] = (await once(service.stdout, 'data', { signal: AbortSignal.timeout(60_000) })) as [Buffer];
  const pid = Number(said.toString());
  onTestFinished(() => {
    if (isThere(pid)) process.kill(pid, 'SIGKILL');
  });
  const kill = async () => {
    const gone = once(service, 'exit');
    service.kill('SIGKILL');
    await gone;
  };
  return { pid, kill };
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const film = (loadId: number, name = 'film.mkv') => ({ loadId, isFilm: true, path: join(folder, name) });
const song = (loadId: number) => ({ loadId, isFilm: false, path: join(folder, 'song.flac') });

it('ends a film with the service that came into the sight of whoever drives only after it was put on', async () => {
  const steps: EngineStep[] = [FREE, { do: 'load', ...film(1) }, { do: 'wait', loadId: 1, type: 'position' }, IN_SIGHT];
  const { pid, kill } = await startService(...steps);
  expect(isThere(pid)).toBe(true);
  await kill();
  await until(() => !isThere(pid));
});

it('lets the song play on that has followed a film in front', async () => {
  const [other, { pid, kill }] = await Promise.all([
    startService(IN_SIGHT, { do: 'load', ...film(1) }, { do: 'wait', loadId: 1, type: 'position' }),
    startService(
      ...[
        IN_SIGHT,
        { do: 'load', ...film(1, 'short.mkv') } as const,
        { do: 'wait', loadId: 1, type: 'position' } as const,
      ],
      ...[{ do: 'prepare', ...song(2) } as const, { do: 'wait', loadId: 2, type: 'position' } as const],
    ),
  ]);
  await kill();
  await other.kill();
  // Killed after it, the other is gone: so this one would be.
  await until(() => !isThere(other.pid));
  expect(isThere(pid)).toBe(true);
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

import { until } from '#test/support/until';

const PACT = fileURLToPath(new URL('../../../src/player/adapters/mpv/death-pact.ts', import.meta.url));

/** A process that stands for a player, of a group of its own as one. */
function startPlayer(): number {
  const player = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
  const { pid = 0 } = player;
  onTestFinished(() => void player.kill('SIGKILL'));
  return pid;
}

/** A service that holds them one after the other, and the last one for good. */
async function startService(...pids: readonly (number | undefined)[]): Promise<() => void> {
  const words = `import { DeathPact } from ${JSON.stringify(PACT)};
    const pact = new DeathPact();
    for (const pid of ${JSON.stringify(pids.map((pid) => pid ?? null))}) pact.hold(pid ?? undefined);
    console.log('held');
    setInterval(() => undefined, 1_000);`;
  const service = spawn(process.execPath, ['--no-warnings', '--input-type=module', '--eval', words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const kill = () => void service.kill('SIGKILL');
  onTestFinished(kill);
  await once(service.stdout, 'data', { signal: AbortSignal.timeout(30_000) });
  return kill;
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('ends the player that is held when the service is killed, and no other', async () => {
  const [before, held] = [startPlayer(), startPlayer()];
  const kill = await startService(before, held);
  expect([isThere(before), isThere(held)]).toEqual([true, true]);

  kill();
  await until(() => !isThere(held));
  expect(isThere(before)).toBe(true);
});

it('lets a player play on that was given up', async () => {
  const [given, held] = [startPlayer(), startPlayer()];
  const killFirst = await startService(given, undefined);
  const killSecond = await startService(held);

  killFirst();
  killSecond();
  await until(() => !isThere(held));
  expect(isThere(given)).toBe(true);
});

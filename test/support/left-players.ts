import { readdir, readFile } from 'node:fs/promises';

import { MpvClient } from '#player/adapters/mpv/mpv-client';
import { until } from '#test/support/until';

export interface LeftPlayer {
  readonly pid: number;
  readonly socketPath: string;
}

const SOCKET = '--input-ipc-server=';

/** The mpv of one zone of the service on this data folder, whether that service lives or not. */
export async function playersOf(data: string, zoneId = 'front'): Promise<LeftPlayer[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
  const players = await Promise.all(
    names.map(async (name) => {
      const line = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
      const flag = line.split('\0').find((part) => part.startsWith(SOCKET));
      return flag === undefined ? [] : [{ pid: Number(name), socketPath: flag.slice(SOCKET.length) }];
    }),
  );
  return players
    .flat()
    .filter(({ socketPath }) => socketPath.startsWith(`${data}-home/`) && socketPath.endsWith(`mpv-${zoneId}.sock`));
}

/** Ends what a test has left, whatever became of its service. */
export async function endPlayersOf(data: string, zoneIds: readonly string[] = ['front', 'rear']): Promise<void> {
  for (const zoneId of zoneIds) {
    for (const { pid } of await playersOf(data, zoneId)) process.kill(pid, 'SIGKILL');
  }
}

export async function onlyPlayerOf(data: string): Promise<LeftPlayer> {
  const [player, ...others] = await until(async () => {
    const players = await playersOf(data);
    return players.length > 0 ? players : undefined;
  });
  if (!player || others.length > 0) throw new Error(`${String(others.length + 1)} players in one zone`);
  return player;
}

export interface PlayerSample {
  readonly atMs: number;
  readonly path: string;
  readonly positionMs: number;
  readonly volumePercent: number;
}

/** Watches a player over a connection of its own, many times a second. */
export async function watchPlayer({ socketPath }: LeftPlayer) {
  const closed = { is: false };
  const handlers = { onEvent: () => undefined, onClose: () => (closed.is = true) };
  const client = await MpvClient.connect(socketPath, handlers, AbortSignal.timeout(5_000));
  const samples: PlayerSample[] = [];
  const ask = async () => {
    const [playlist, seconds, volume] = await Promise.all([
      client.request(['get_property', 'playlist']),
      client.request(['get_property', 'time-pos']),
      client.request(['get_property', 'volume']),
    ]);
    if (!Array.isArray(playlist) || typeof seconds !== 'number') return;
    const entries = playlist as readonly { readonly filename: string; readonly current?: boolean }[];
    const path = entries.find(({ current }) => current === true)?.filename ?? '';
    samples.push({ atMs: performance.now(), path, positionMs: seconds * 1_000, volumePercent: Number(volume) });
  };
  const timer = setInterval(() => void ask().catch(() => undefined), 40);
  return {
    samples,
    isClosed: () => closed.is,
    stop(): void {
      clearInterval(timer);
      client.close();
    },
  };
}

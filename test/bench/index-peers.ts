import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { kodiPeer } from '#test/bench/kodi';
import type { Peer } from '#test/bench/peer';

const LIMIT_MS = 900_000;
const LOOK_EVERY_MS = 30;
const STOP_LIMIT_MS = 20_000;

const isInstalled = (program: string) =>
  ['/usr/bin', '/usr/sbin', '/usr/local/bin'].some((folder) => existsSync(join(folder, program)));

/** Those that are installed here. */
export function installedPeers(): readonly Peer[] {
  const kodi = kodiPeer();
  return [
    ...(kodi ? [kodi] : []),
    ...(isInstalled('mpd') ? [{ name: 'mpd', index: indexWithMpd }] : []),
    ...(isInstalled('minidlnad') ? [{ name: 'minidlna', index: indexWithMinidlna }] : []),
  ];
}

async function indexWithMpd(stick: string, scratch: string): Promise<number> {
  const folder = await emptyFolder(scratch, 'mpd');
  const socketPath = join(folder, 'socket');
  const settings = [
    ...[`music_directory "${stick}"`, `playlist_directory "${folder}"`, `db_file "${folder}/db"`],
    ...[`log_file "${folder}/log"`, `state_file "${folder}/state"`, `bind_to_address "${socketPath}"`],
    ...['auto_update "no"', 'zeroconf_enabled "no"', 'audio_output {', ' type "null"', ' name "null"', '}'],
  ];
  await writeFile(join(folder, 'conf'), `${settings.join('\n')}\n`);
  const startedMs = performance.now();
  const child = start('mpd', ['--no-daemon', join(folder, 'conf')]);
  try {
    const socket = await connected(socketPath);
    // It indexes what it has no database of as soon as it starts.
    while ((await status(socket)).includes('updating_db')) await sleep(LOOK_EVERY_MS);
    const seconds = (performance.now() - startedMs) / 1_000;
    socket.destroy();
    return seconds;
  } finally {
    await stop(child);
  }
}

async function connected(path: string): Promise<Socket> {
  for (let tries = 0; ; tries += 1) {
    const socket = connect(path);
    try {
      await once(socket, 'data', { signal: AbortSignal.timeout(5_000) });
      return socket;
    } catch (error) {
      socket.destroy();
      if (tries > 300) throw error;
      await sleep(LOOK_EVERY_MS);
    }
  }
}

async function status(socket: Socket): Promise<string> {
  socket.write('status\n');
  const [answer] = (await once(socket, 'data', { signal: AbortSignal.timeout(LIMIT_MS) })) as [Buffer];
  return answer.toString();
}

async function indexWithMinidlna(stick: string, scratch: string): Promise<number> {
  const folder = await emptyFolder(scratch, 'minidlna');
  const settings = [
    ...[`media_dir=${stick}`, `db_dir=${folder}`, `log_dir=${folder}`, 'port=18200', 'network_interface=lo'],
    ...['inotify=no', 'log_level=general,artwork,database,inotify,scanner,metadata,http,ssdp,tivo=info'],
  ];
  await writeFile(join(folder, 'conf'), `${settings.join('\n')}\n`);
  const startedMs = performance.now();
  const child = start('minidlnad', ['-d', '-R', '-f', join(folder, 'conf'), '-P', join(folder, 'pid')]);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (output += text.toString()));
  try {
    while (
      !/scanning .* finished/iu.test(output + (await readFile(join(folder, 'minidlna.log'), 'utf8').catch(() => '')))
    ) {
      if (performance.now() - startedMs > LIMIT_MS) throw new Error('minidlna did not end');
      await sleep(LOOK_EVERY_MS);
    }
    return (performance.now() - startedMs) / 1_000;
  } finally {
    await stop(child);
  }
}

function start(command: string, args: readonly string[]): ChildProcess {
  return spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await ended;
  clearTimeout(timer);
}

async function emptyFolder(scratch: string, name: string): Promise<string> {
  const folder = join(scratch, name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

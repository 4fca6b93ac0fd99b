import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { silentLogger } from '#kernel/logger';
import { KnownFlags } from '#player/adapters/mpv/known-flags';
import { MpvClient } from '#player/adapters/mpv/mpv-client';
import { mpvFlags } from '#player/adapters/mpv/mpv-flags';
import type { NullSink } from '#test/support/null-sink';

const knownFlags = new KnownFlags({ binary: 'mpv', cacheFile: undefined, searchPath: '', logger: silentLogger });

/** The floor: the same player with the same flags on the same output, told by nobody but us. */
export async function startMpvAlone(sink: NullSink, folder: string) {
  const socket = join(folder, 'alone.sock');
  const outputs = { audioDevice: undefined, audioOutput: 'pulse', videoOutput: undefined };
  const flags = await knownFlags.of([...mpvFlags({ hasVideo: false, ...outputs }), `--input-ipc-server=${socket}`]);
  const child = spawn('mpv', flags, { stdio: 'ignore', env: { ...process.env, ...sink.env } });
  const ended = once(child, 'exit');
  const handlers = { onEvent: () => undefined, onClose: () => undefined };
  const client = await MpvClient.connect(socket, handlers, AbortSignal.timeout(10_000));
  return {
    load: (path: string) => client.request(['loadfile', Buffer.from(path), 'replace']),
    [Symbol.asyncDispose]: async () => {
      client.close();
      child.kill('SIGKILL');
      await ended;
    },
  };
}

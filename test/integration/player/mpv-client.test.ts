import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';

import { MpvClient } from '#player/adapters/mpv/mpv-client';
import type { MpvEvent } from '#player/adapters/mpv/mpv-messages';
import { until } from '#test/integration/player/support/rig';

let folder: string;
let server: Server | undefined;
let client: MpvClient | undefined;

afterEach(async () => {
  client?.close();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** A socket that says to each line what it is told to. */
async function setup(answer: (line: string, socket: Socket) => void, listensAfterMs = 0) {
  folder = await mkdtemp(join(tmpdir(), 'carputer-ipc-'));
  const path = join(folder, 's.sock');
  const listening = createServer((socket) => {
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\n').filter(Boolean)) answer(line, socket);
    });
    socket.on('error', () => undefined);
  });
  server = listening;
  setTimeout(() => listening.listen(path), listensAfterMs);
  const events: MpvEvent[] = [];
  const closes: true[] = [];
  const handlers = { onEvent: (event: MpvEvent) => events.push(event), onClose: () => closes.push(true) };
  client = await MpvClient.connect(path, handlers, AbortSignal.timeout(10_000));
  return { client, events, closes };
}

function idOf(line: string): number {
  return (JSON.parse(line) as { request_id: number }).request_id;
}

function ok(line: string, data: unknown): string {
  return `${JSON.stringify({ request_id: idOf(line), error: 'success', data })}\n`;
}

it('waits for a player that opens its socket late', async () => {
  const { client: late } = await setup((line, socket) => socket.write(ok(line, 1)), 700);
  await expect(late.request(['get_property', 'duration'])).resolves.toBe(1);
});

it('matches answers that come in another order', async () => {
  const lines: string[] = [];
  const { client: made } = await setup((line, socket) => {
    lines.push(line);
    if (lines.length === 2) for (const one of lines.toReversed()) socket.write(ok(one, idOf(one)));
  });
  await expect(
    Promise.all([made.request(['get_property', 'duration']), made.request(['get_property', 'time-pos'])]),
  ).resolves.toEqual([1, 2]);
});

it('reads on through garbage, endless lines and bytes that are not UTF-8', async () => {
  const garbage = Buffer.concat([Buffer.alloc(3_000_000, 0xfe), Buffer.from('\n{]\n\n"x"\n{"event":"seek"}\n')]);
  const { client: made, events } = await setup((line, socket) => {
    socket.write(garbage);
    socket.write(ok(line, 'fine'));
  });

  await expect(made.request(['get_property', 'duration'])).resolves.toBe('fine');
  expect(events).toEqual([{ event: 'seek' }]);
});

it('gives up on a request after a second, and hears the next one', async () => {
  let isSilent = true;
  const { client: made } = await setup((line, socket) => {
    if (!isSilent) socket.write(ok(line, 'now'));
  });

  await expect(made.request(['stop'])).rejects.toMatchObject({ reason: 'timeout' });
  isSilent = false;
  await expect(made.request(['get_property', 'duration'])).resolves.toBe('now');
});

it('ends all requests when the player goes away', async () => {
  const { client: made, closes } = await setup((_line, socket) => socket.destroy());

  await expect(made.request(['stop'])).rejects.toMatchObject({ reason: 'closed' });
  await until(
    () => closes.length,
    (count) => count === 1,
  );
  await expect(made.request(['stop'])).rejects.toMatchObject({ reason: 'closed' });
});

it('stops trying when it is told to', async () => {
  folder = await mkdtemp(join(tmpdir(), 'carputer-ipc-'));
  const handlers = { onEvent: () => undefined, onClose: () => undefined };
  await expect(MpvClient.connect(join(folder, 'none.sock'), handlers, AbortSignal.timeout(100))).rejects.toThrow();
});

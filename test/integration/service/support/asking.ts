import WebSocket from 'ws';

import type { Notice } from '#contract/entities/notice';
import type { Track } from '#contract/entities/track';
import type { Zone } from '#contract/entities/zone';
import { zoneId } from '#contract/entities/ids';
import type { ServerMessage } from '#contract/events';
import { untilLookedThrough } from '#test/support/looked-through';
import { playedMs } from '#test/support/played-ms';
import type { RunningService } from '#test/support/service';
import { until } from '#test/support/until';

export const FRONT = zoneId.parse('front');

/** Waits until every stick that is in has been looked through. */
export function scanned({ client }: RunningService, count = 1): Promise<void> {
  return untilLookedThrough(client, count);
}

export async function tracksOf({ client }: RunningService): Promise<readonly Track[]> {
  return (await client.call('listTracks', { limit: 200 })).items;
}

export function front({ client }: RunningService): Promise<Zone> {
  return client.call('getZone', { id: FRONT });
}

/** Waits until the front zone is heard at a later place than `fromMs`. */
export async function isHeard({ client }: RunningService, fromMs = 0): Promise<void> {
  await until(async () => (await playedMs(client, FRONT)) > fromMs);
}

/** What a screen that opens now would tell the driver. */
export async function noticesOf({ baseUrl, token }: RunningService): Promise<readonly Notice[]> {
  const socket = new WebSocket(`${baseUrl.replace('http', 'ws')}/api/v1/events`, {
    headers: { authorization: `Bearer ${token}` },
    handshakeTimeout: 5_000,
  });
  try {
    const message = await new Promise<ServerMessage>((resolve, reject) => {
      socket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString()) as ServerMessage));
      socket.once('error', reject);
    });
    return message.type === 'hello' ? message.snapshot.notices : [];
  } finally {
    socket.close();
  }
}

import { onTestFinished } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';

import { serverMessage, type ServerMessage } from '#contract/events';
import { bearer } from '#test/contract/support/requests';
import type { RunningServers } from '#test/contract/support/running-servers';

export interface EventListener {
  readonly socket: WebSocket;
  /** What has come so far, the hello first. */
  readonly messages: readonly ServerMessage[];
  /** The status with which the service closes it. */
  readonly closed: Promise<number>;
}

/** The event socket of the phones' listener, for whoever has this token, after its hello. */
export function listen({ phonesUrl }: RunningServers, token: string): Promise<EventListener> {
  return listenAt(`${phonesUrl.replace('http', 'ws')}/api/v1/events`, { headers: bearer(token) });
}

/** Connects there and waits for the hello. */
export async function listenAt(address: string, options: ClientOptions): Promise<EventListener> {
  const socket = new WebSocket(address, options);
  onTestFinished(() => {
    socket.terminate();
  });
  const messages: ServerMessage[] = [];
  socket.on('message', (data: Buffer) => messages.push(serverMessage.parse(JSON.parse(data.toString()))));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve, reject) => socket.once('message', resolve).once('error', reject));
  return { socket, messages, closed };
}

export function sequenceOf(message: ServerMessage | undefined): number {
  return message && 'sequence' in message ? message.sequence : NaN;
}

import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';

/** What the player on this socket itself says of a property; undefined where it has none. */
export async function askMpv(socketPath: string, property: string): Promise<unknown> {
  const socket = createConnection(socketPath);
  try {
    socket.write(`${JSON.stringify({ command: ['get_property', property], request_id: 1 })}\n`);
    for await (const line of createInterface({ input: socket, signal: AbortSignal.timeout(10_000) })) {
      const reply = JSON.parse(line) as { request_id?: number; data?: unknown };
      if (reply.request_id === 1) return reply.data;
    }
    return undefined;
  } finally {
    socket.destroy();
  }
}

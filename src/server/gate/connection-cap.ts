import type { Server } from 'node:http';
import type { Socket } from 'node:net';

import { clientAddress } from '#server/gate/client-address';

/** Cuts connections beyond `perAddress` from one address at once: half-open ones cost nobody else a place. */
export function capConnections(server: Server, perAddress: number): void {
  const open = new Map<string, number>();
  // Instead of Node's own listeners, which would make a parser for a connection that is not wanted.
  const accept = server.listeners('connection');
  server.removeAllListeners('connection');

  server.on('connection', (socket: Socket) => {
    const address = clientAddress(socket.remoteAddress);
    const count = open.get(address) ?? 0;
    if (count >= perAddress) {
      socket.resetAndDestroy();
      return;
    }
    open.set(address, count + 1);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
    for (const listener of accept) listener.call(server, socket);
  });
}

import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const LIMIT_MS = 5000;

/** One order to a control socket, and its answer. */
export function ask(path: string, order: object): Promise<Record<string, unknown>> {
  return new Promise((done, fail) => {
    const socket = connect(path);
    socket.setTimeout(LIMIT_MS, () => socket.destroy(new Error(`${path} does not answer`)));
    socket.on('error', fail);
    const lines = createInterface({ input: socket });
    // It passes the socket's on, as an error of its own.
    lines.on('error', fail);
    lines.once('line', (line) => {
      done(JSON.parse(line) as Record<string, unknown>);
      socket.destroy();
    });
    socket.write(`${JSON.stringify(order)}\n`);
  });
}

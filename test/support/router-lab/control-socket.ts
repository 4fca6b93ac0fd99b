import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

/** One JSON object per line in, one per line out: how tests and people play the network and break the modem. */
export function listenForControl(path: string, obey: (order: Readonly<Record<string, unknown>>) => unknown): void {
  rmSync(path, { force: true });
  createServer((connection) => {
    connection.on('error', () => connection.destroy());
    createInterface({ input: connection }).on('line', (line) => {
      connection.write(`${JSON.stringify(answer(line, obey))}\n`);
    });
  }).listen(path);
}

function answer(line: string, obey: (order: Readonly<Record<string, unknown>>) => unknown): unknown {
  try {
    return obey(JSON.parse(line) as Record<string, unknown>);
  } catch (error) {
    return { error: String(error) };
  }
}

import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';

import { PortInUse } from '#server/listen-errors';
import { runServers } from '#test/contract/support/running-servers';

async function takenPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

describe('a port in use', () => {
  it('of the touchscreen is named, with the flag that changes it', async () => {
    const port = await takenPort();

    const start = runServers({ options: { port } });

    await expect(start).rejects.toBeInstanceOf(PortInUse);
    await expect(start).rejects.toMatchObject({ place: { host: '127.0.0.1', port, flag: '--port' } });
    await expect(start).rejects.toThrow(`Port ${String(port)} on 127.0.0.1 is in use`);
  });

  it('of the phones is named too', async () => {
    const remotePort = await takenPort();

    await expect(runServers({ options: { remotePort } })).rejects.toMatchObject({
      place: { port: remotePort, flag: '--remote-port' },
    });
  });
});

describe('the phones’ listener', () => {
  it('is not there when it is off', async () => {
    const { servers } = await runServers({ options: { remoteHost: undefined } });

    expect(servers.remotePort).toBeUndefined();
  });

  it('is waited for where its address is not there yet, while the touchscreen is served', async () => {
    // An address for documentation: no machine has it.
    const running = await runServers({ options: { remoteHost: '192.0.2.1' } });

    await expect(fetch(`${running.kioskUrl}/api/v1/health`)).resolves.toMatchObject({ status: 200 });
  });
});

it('answers again on the same port after a stop and a start', async () => {
  const first = await runServers();
  const { port } = first.servers;
  await first.stop();

  const second = await runServers({ options: { port } });

  await expect(fetch(`${second.kioskUrl}/api/v1/health`)).resolves.toMatchObject({ status: 200 });
});

import { networkInterfaces } from 'node:os';

const HTTP_PORT = 80;
const ANY = new Set(['0.0.0.0', '::']);

/** What a phone can open, best first; none while the phones' listener is off. */
export function phoneAddresses(options: {
  readonly remoteHost: string | undefined;
  readonly remotePort: number;
}): string[] {
  const { remoteHost, remotePort } = options;
  if (remoteHost === undefined) return [];
  const hosts = ANY.has(remoteHost) ? ownAddresses() : [remoteHost];
  return hosts.map((host) => {
    const name = host.includes(':') ? `[${host}]` : host;
    return remotePort === HTTP_PORT ? `http://${name}/` : `http://${name}:${String(remotePort)}/`;
  });
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}

import { hostname, networkInterfaces } from 'node:os';

/** What the Host header may say, in lower case and without a port; IPv6 in brackets. */
export type HostNames = () => ReadonlySet<string>;

const HTTP_PORT = 80;
const ANY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);
/** The name under which the car's router knows the media Pi. */
const CAR_NAME = 'car.local';
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost']);

export const kioskHostNames: HostNames = () => LOOPBACK;

/** A page that has another name point at this machine (DNS rebinding) still sends that name as Host. */
export function isAllowedHost(host: string | undefined, names: ReadonlySet<string>, port: number): boolean {
  const match = /^(\[[\da-f:.]+\]|[^:[\]]+)(?::(\d{1,5}))?$/u.exec(host?.toLowerCase() ?? '');
  if (match?.[1] === undefined || !names.has(match[1])) return false;
  return Number(match[2] ?? HTTP_PORT) === port;
}

/** The names of the phones' listener; where it listens on every address, all that the machine has just now. */
export function phoneHostNames(remoteHost: string): HostNames {
  if (!ANY_ADDRESS.has(remoteHost)) {
    const names = new Set([bracketed(remoteHost), ...machineNames()]);
    return () => names;
  }
  return () => new Set([...addresses(), ...machineNames(), 'localhost']);
}

function machineNames(): string[] {
  const name = hostname().toLowerCase();
  return [name, `${name}.local`, CAR_NAME];
}

function addresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => bracketed(address)));
}

function bracketed(address: string): string {
  const bare = address.toLowerCase();
  return bare.includes(':') ? `[${bare}]` : bare;
}

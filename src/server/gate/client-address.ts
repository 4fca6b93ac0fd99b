import { isIPv6 } from 'node:net';

/**
 * What limits count by: the IPv4 address, or the first half of an IPv6 address, since one phone has as many of
 * the second half as it likes.
 */
export function clientAddress(remoteAddress: string | undefined): string {
  if (remoteAddress === undefined) return '';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/u.exec(remoteAddress);
  if (mapped?.[1] !== undefined) return mapped[1];
  return isIPv6(remoteAddress) ? firstHalf(remoteAddress) : remoteAddress;
}

function firstHalf(address: string): string {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail === undefined) return groups.slice(0, 4).join(':');
  const tailGroups = tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - tailGroups.length) }, () => '0');
  return [...groups, ...zeros, ...tailGroups].slice(0, 4).join(':');
}

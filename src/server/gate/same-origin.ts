import type { IncomingHttpHeaders } from 'node:http';

const OWN_SITES: ReadonlySet<string> = new Set(['same-origin', 'none']);

/**
 * Whether a request comes from our own page, from a script or from the address line. Another port of this machine is
 * another origin: cookies do not tell ports apart, so this does. Host must have been checked before.
 */
export function isSameOrigin({ origin, host = '', 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
  if (origin !== undefined && origin !== `http://${host}`) return false;
  return site === undefined || (typeof site === 'string' && OWN_SITES.has(site));
}

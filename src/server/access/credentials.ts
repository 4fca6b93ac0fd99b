import type { IncomingHttpHeaders } from 'node:http';

import type { ListenerName } from '#server/listener-name';

/** The token of `Authorization: Bearer`; undefined without the header, '' where it holds something else. */
export function bearerOf({ authorization }: IncomingHttpHeaders): string | undefined {
  if (authorization === undefined) return undefined;
  return /^Bearer ([\w-]{1,200})$/iu.exec(authorization)?.[1] ?? '';
}

export function cookieOf({ cookie }: IncomingHttpHeaders, name: string): string | undefined {
  const prefix = `${name}=`;
  return cookie
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(prefix))
    ?.slice(prefix.length);
}

/** Cookies do not tell ports apart, so their names do. */
export function cookieName(listener: ListenerName, port: number): string {
  return `carputer_${listener}_${String(port)}`;
}

/** Without `maxAgeS` the cookie ends with the browser. No `Secure`: there is no TLS in the car. */
export function setCookieHeader(name: string, value: string, maxAgeS?: number): string {
  const age = maxAgeS === undefined ? '' : `; Max-Age=${String(maxAgeS)}`;
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Strict${age}`;
}

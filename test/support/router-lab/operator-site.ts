/**
 * The internet, as far as the lab has one: node operator-site.ts ADDRESS; `/` says hello, `/bytes/N` gives N bytes that may be cached,
 * `/ip` says who asks, `/nic/update` takes dynamic names (dyndns2) from `car` with the password `secret`, `/nic/last` tells the last one.
 */
import { createServer, type IncomingMessage } from 'node:http';

let last = '';

createServer((request, response) => {
  const bytes = /^\/bytes\/(\d+)$/.exec(request.url ?? '')?.[1];
  const body = bytes === undefined ? answer(request) : Buffer.alloc(Number(bytes), 'x');
  response.writeHead(200, {
    'content-length': body.length,
    'content-type': 'text/plain',
    'cache-control': bytes === undefined ? 'no-store' : 'public, max-age=3600',
  });
  response.end(body);
}).listen(80, process.argv[2]);

function answer({ url = '', socket, headers }: IncomingMessage): string {
  const { pathname, searchParams } = new URL(url, 'http://site.test');
  const from = socket.remoteAddress ?? '';
  if (pathname === '/ip') return `${from}\n`;
  if (pathname === '/nic/last') return `${last}\n`;
  if (pathname !== '/nic/update') return 'hello from the internet\n';
  const login = `Basic ${Buffer.from('car:secret').toString('base64')}`;
  if (headers.authorization !== login) return 'badauth\n';
  last = `${searchParams.get('hostname') ?? ''} ${searchParams.get('myip') ?? ''} from ${from}`;
  return `good ${searchParams.get('myip') ?? ''}\n`;
}

/** The internet, as far as the lab has one: node operator-site.ts ADDRESS; `/` says hello, `/bytes/N` gives N bytes that may be cached. */
import { createServer } from 'node:http';

createServer((request, response) => {
  const bytes = /^\/bytes\/(\d+)$/.exec(request.url ?? '')?.[1];
  const body = bytes === undefined ? 'hello from the internet\n' : Buffer.alloc(Number(bytes), 'x');
  response.writeHead(200, { 'content-type': 'text/plain', 'cache-control': 'public, max-age=3600' });
  response.end(body);
}).listen(80, process.argv[2]);

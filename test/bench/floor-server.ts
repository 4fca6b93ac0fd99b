import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';

// The floor of the API: node:http alone, answering the same bytes. Standard input is { "/path": "body" }; the port is
// told on standard output.
const bodies = (await json(process.stdin)) as Record<string, string>;

const server = createServer((request, response) => {
  const body = bodies[request.url ?? ''];
  response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json; charset=utf-8' });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' && address ? address.port : 0);
});
process.once('SIGTERM', () => process.exit(0));

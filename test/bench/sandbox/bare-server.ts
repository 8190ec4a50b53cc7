// The yardstick of the bench: a server that does nothing but parse a request's JSON and answer with the JSON of its
// first argument. Prints its port.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';

const reply: unknown = JSON.parse(process.argv[2]);
const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const asked: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
    response.statusCode = asked === null ? 400 : 200;
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end(JSON.stringify(reply));
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(JSON.stringify({ port: (server.address() as AddressInfo).port }) + '\n');
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RecordedAnswer } from './children/record.js';

/** The least a Node program can do: the bytes and headers of a recorded page, whatever is asked. */
let recorded: RecordedAnswer = { status: 503, headers: {}, body: Buffer.alloc(0) };
const server = createServer((request, response) => {
  request.resume();
  response.writeHead(recorded.status, recorded.headers);
  response.end(recorded.body);
});
server.listen(0, '127.0.0.1', () => process.send!('ready'));
process.on('message', (answer: RecordedAnswer) => {
  recorded = { ...answer, body: Buffer.from(answer.body) };
  process.send!((server.address() as AddressInfo).port);
});
process.on('SIGTERM', () => process.exit(0));

import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import fastify from 'fastify';
import { closeConnectionsWhenAnswered } from './drain.js';

it('says to whoever is still answered that the connection ends', async () => {
  const server = fastify();
  closeConnectionsWhenAnswered(server);
  let answer: (text: string) => void = () => undefined;
  const begun = new Promise<void>((seen) => {
    server.get('/slow', () => (seen(), new Promise<string>((done) => (answer = done))));
  });
  server.get('/quick', () => 'quick');
  await server.listen({ port: 0 });
  const { port } = server.server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  const ask = async (path: string) => {
    const [response] = (await once(get({ port, path, agent }), 'response')) as [IncomingMessage];
    response.resume();
    return response.headers.connection;
  };
  expect(await ask('/quick')).toBe('keep-alive');
  const slow = ask('/slow');
  await begun;
  const closed = server.close();
  // The hook before the close has run when the server no longer listens.
  while (server.server.listening) await new Promise((done) => setImmediate(done));
  answer('at last');
  expect(await slow).toBe('close');
  await closed;
  agent.destroy();
});

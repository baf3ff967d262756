import type { ServerResponse } from 'node:http';
import { Server, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

const EVERY_MS = 100;

/** The answer a connection is at, or was last. Kept on the connection: to watch every answer end costs a visitor's page a quarter more. */
const ANSWER = Symbol('answer');
type Connection = Socket & { [ANSWER]?: ServerResponse };

/**
 * While the server closes, what has been begun is answered; then its connection is closed too, and the answer says so:
 * on a connection that seems kept a browser or proxy would send its next request into the void. Without this a proxy's
 * kept connection would also hold the process for as long as connections are kept. For `lingerMs` connections without a
 * request are left alone: one may be on its way, and a closed connection would lose it.
 */
export function closeConnectionsWhenAnswered(fastify: FastifyInstance, lingerMs = 0): void {
  const connections = new Set<Connection>();
  fastify.server.on('connection', (connection: Connection) => {
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
  });
  fastify.server.on('request', (request, response: ServerResponse) => {
    (request.socket as Connection)[ANSWER] = response;
  });
  fastify.addHook('preClose', async () => {
    for (const { [ANSWER]: answer } of connections)
      if (answer && !answer.headersSent) answer.setHeader('connection', 'close');
    if (lingerMs > 0) {
      // Takes no new connection; the server's own close would at once end those that seem idle.
      Server.prototype.close.call(fastify.server);
      await setTimeout(lingerMs);
    }
    const timer = setInterval(() => fastify.server.closeIdleConnections(), EVERY_MS);
    fastify.server.once('close', () => clearInterval(timer));
    timer.unref();
  });
}

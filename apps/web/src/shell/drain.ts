import type { FastifyInstance } from 'fastify';

const EVERY_MS = 100;

/**
 * While the server closes, what has been begun is answered; then its connection is closed too. Without this a proxy's
 * kept connection would hold the process for as long as connections are kept.
 */
export function closeConnectionsWhenAnswered(fastify: FastifyInstance): void {
  fastify.addHook('preClose', (done) => {
    const timer = setInterval(() => fastify.server.closeIdleConnections(), EVERY_MS);
    fastify.server.once('close', () => clearInterval(timer));
    timer.unref();
    done();
  });
}

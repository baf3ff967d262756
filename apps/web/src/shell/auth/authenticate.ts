import passport from 'passport';
import type { FastifyRequest } from 'fastify';

/**
 * Runs a passport strategy on a request and gives its user, or null when it refuses. Passport's own sessions stay off:
 * the site keeps its sessions itself. Called from a use of a route rather than as a guard, so that a refusal reaches
 * the form it belongs to.
 */
export function authenticate<U>(strategy: string, request: FastifyRequest): Promise<U | null> {
  return new Promise((done, fail) => {
    const decide = (error: unknown, user: U | false | null) => (error ? fail(error) : done(user || null));
    passport.authenticate(strategy, { session: false }, decide)(request, {}, (error: unknown) =>
      error ? fail(error) : done(null),
    );
  });
}

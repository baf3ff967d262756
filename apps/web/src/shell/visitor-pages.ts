import type { OutgoingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { BestPacking } from './best-packing.js';
import { namesCopy } from './kept-copy.js';
import { savesData } from './save-data.js';

/** Pages that are the same for every visitor and change only with a publication. */
const ROUTES = new Set(['/hoc/:course/:module/trang/:page']);
/** Shorter than the catalogue itself remembers which version is the newest; even so, one rendering serves a second's crowd. */
const FRESH_MS = 1_000;
const KEPT = 300;

interface KeptPage {
  until: number;
  headers: OutgoingHttpHeaders;
  body: Buffer;
}

/**
 * Keeps the finished, compressed bytes of lesson pages for visitors, so that a village reading one page together costs
 * one rendering. A request with any cookie or a bearer token is never answered from here, nor is its answer kept.
 */
export class VisitorPages {
  private readonly kept = new Map<string, KeptPage>();
  private readonly packing = new BestPacking();

  constructor(private readonly now: () => number = Date.now) {}

  /** Before all other plugins: what is kept already carries the headers they would add. */
  answer(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, reply, next) => {
      const page = anonymous(request) ? this.kept.get(keyOf(request)) : undefined;
      if (!page || page.until <= this.now()) return next();
      reply.hijack();
      if (namesCopy(request, String(page.headers.etag))) {
        const { 'content-length': _, ...headers } = page.headers;
        reply.raw.writeHead(304, headers).end();
      } else reply.raw.writeHead(200, page.headers).end(page.body);
    });
  }

  /** After the compression, which puts itself on each route: a route's hooks run in the order they were put there. */
  keep(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', (route) => {
      if (!ROUTES.has(route.url) || route.method !== 'GET') return;
      route.onSend = [route.onSend ?? []].flat().concat(async (request, reply, payload) => {
        const headers = reply.getHeaders() as OutgoingHttpHeaders;
        const whole = typeof payload === 'string' || Buffer.isBuffer(payload);
        if (whole && reply.statusCode === 200 && anonymous(request) && !headers['set-cookie']) {
          this.store(keyOf(request), headers, Buffer.from(payload as Buffer));
        }
        return payload;
      });
    });
  }

  private store(key: string, headers: OutgoingHttpHeaders, quick: Buffer): void {
    const packed = headers['content-encoding'] === 'br' && this.packing.of(String(headers.etag), quick);
    const body = packed || quick;
    this.kept.delete(key);
    if (this.kept.size >= KEPT) this.kept.delete(this.kept.keys().next().value!);
    this.kept.set(key, {
      until: this.now() + FRESH_MS,
      headers: { ...headers, 'content-length': body.length },
      body,
    });
  }
}

function anonymous({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && !headers.cookie && !headers.authorization && !headers['x-no-compression'];
}

/** A page's bytes depend on its address, on the compressions the browser takes, and on its saving of data. */
function keyOf({ raw, headers }: FastifyRequest): string {
  return `${headers['accept-encoding'] ?? ''} ${savesData({ headers })} ${raw.url}`;
}

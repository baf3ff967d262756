import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createWebContext, type WebContext } from './web-context.js';

describe('health', () => {
  let context: WebContext;
  beforeAll(async () => {
    context = await createWebContext();
  });
  afterAll(() => context.close());

  it('is ready when the database answers and every migration is applied', async () => {
    const answer = await request(context.app.getHttpServer()).get('/readyz');
    expect(answer.body).toEqual({ status: 'ready', database: true, migrations: true });
  });

  it('answers a program with problem+json and a person with a page, both in Vietnamese', async () => {
    const server = request(context.app.getHttpServer());
    const program = await server.get('/khong-co').set('accept', 'application/json');
    expect(program.status).toBe(404);
    expect(program.type).toBe('application/problem+json');
    expect(program.body).toMatchObject({ status: 404, code: 'page.not-found', title: 'Không tìm thấy trang' });
    const person = await server.get('/khong-co').set('accept', 'text/html');
    expect(person.status).toBe(404);
    expect(person.text).toContain('Trang bạn tìm không có ở đây.');
  });

  it('forbids inline script and any other host, and being framed', async () => {
    const { headers } = await request(context.app.getHttpServer()).get('/dang-nhap').set('accept', 'text/html');
    const policy = headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe-inline|https?:/);
  });

  it('says 503 while the database is away, and recovers by itself', async () => {
    const server = request(context.app.getHttpServer());
    const name = new URL(context.config.databaseUrl!).pathname.slice(1);
    const admin = context.config.databaseUrl!.replace(`/${name}`, '/postgres');
    const { default: pg } = await import('pg');
    const client = new pg.Client(admin);
    await client.connect();
    try {
      await client.query(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS false`);
      await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
      expect((await server.get('/readyz')).status).toBe(503);
      const page = await server.get('/dang-ky').set('accept', 'text/html');
      expect(page.status).toBe(503);
      expect(page.text).toContain('Hệ thống sẽ tự trở lại');
    } finally {
      await client.query(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS true`);
      await client.end();
    }
    expect((await server.get('/readyz')).status).toBe(200);
  });
});

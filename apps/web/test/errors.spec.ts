import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { QueryFailedError } from 'typeorm';
import { MyCourses } from '#libs/learning';
import {
  DomainError,
  EmbeddedPostgres,
  conflict,
  forbidden,
  invalid,
  migrate,
  notFound,
  throttled,
} from '#libs/platform';
import { eventually, freePort } from '#libs/testing';
import { createWebContext, type WebContext } from './web-context.js';

const full = Object.assign(new Error('could not extend file'), { code: '53100' });

/** What may go wrong in a use case, and what a person and a program are told. */
const FAULTS: [number, string, string, Error][] = [
  [403, 'access.denied', 'Bạn không có quyền xem trang này', forbidden('access.denied')],
  [404, 'page.not-found', 'Không tìm thấy trang', notFound('page.not-found')],
  [409, 'draft.stale', 'Nội dung vừa thay đổi', conflict('draft.stale')],
  [413, 'request.too-large', 'Tệp hoặc nội dung quá lớn', new DomainError('too-large', 'request.too-large')],
  [422, 'form.invalid', 'Thông tin chưa đúng', invalid('form.invalid', { phone: 'phone.invalid' })],
  [429, 'throttled', 'Bạn bấm hơi nhanh', throttled('throttled', 30)],
  [500, 'internal', 'Hệ thống gặp lỗi', new TypeError('secret of SELECT * FROM person')],
  [503, 'service.unavailable', 'Hệ thống đang tạm nghỉ', Object.assign(new Error('away'), { code: 'ECONNREFUSED' })],
  [503, 'service.unavailable', 'Hệ thống đang tạm nghỉ', Object.assign(new Error('full'), { code: 'ENOSPC' })],
  [503, 'service.unavailable', 'Hệ thống đang tạm nghỉ', new QueryFailedError('', [], full)],
];

describe('an error', () => {
  let context: WebContext;
  beforeAll(async () => {
    context = await createWebContext();
  });
  afterAll(() => context.close());
  afterEach(() => {
    Reflect.deleteProperty(context.get(MyCourses), 'all');
  });

  const get = (accept: string) => request(context.app.getHttpServer()).get('/').set('accept', accept);
  const fail = (error: Error) => {
    context.get(MyCourses).all = () => Promise.reject(error);
  };

  it.each(FAULTS)(
    'of status %i is a page in the look of the site, without a word of what happened inside',
    async (status, _, title, error) => {
      fail(error);
      const { status: answered, text, headers } = await get('text/html');
      expect({ answered, type: headers['content-type'] }).toEqual({
        answered: status,
        type: 'text/html; charset=utf-8',
      });
      expect(text).toContain(`<h1>${title}</h1>`);
      for (const part of ['<header class="site-head">', 'Về trang đầu', `Mã lỗi ${status}`, 'href="/tinh/app'])
        expect(text).toContain(part);
      expect(text).toMatch(/<code>[0-9a-f]{8}<\/code>/);
      expect(text).not.toMatch(/secret|SELECT|at .*\.js|Error:|undefined|\{\{/);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers.etag).toBeUndefined();
      if (status !== 422) expect(text).not.toContain('Có chỗ chưa đúng');
    },
  );

  it.each(FAULTS)('of status %i is problem+json (%s) for a program', async (status, code, title, error) => {
    fail(error);
    const answer = await get('application/json');
    expect({ status: answer.status, type: answer.type }).toEqual({ status, type: 'application/problem+json' });
    expect(answer.body).toMatchObject({ status, code, title, type: `/loi/${code}`, correlationId: expect.any(String) });
    expect(answer.body.detail).not.toMatch(/secret|SELECT/);
    expect(answer.body.errors).toEqual(
      status === 422
        ? [{ field: 'phone', code: 'phone.invalid', detail: expect.stringMatching(/điện thoại/) }]
        : undefined,
    );
    expect(answer.headers['retry-after']).toBe({ 429: '30', 503: '5' }[status]);
  });

  it('of a request that the framework itself refuses looks the same', async () => {
    const server = request(context.app.getHttpServer());
    const large = await server
      .post('/dang-nhap')
      .type('form')
      .set('accept', 'text/html')
      .send(`a=${'x'.repeat(1_100_000)}`);
    expect({ status: large.status, page: large.text.includes('<h1>Tệp hoặc nội dung quá lớn</h1>') }).toEqual({
      status: 413,
      page: true,
    });
    const broken = await server.post('/api/v1/me/tokens').type('json').send('{"a":');
    expect({ status: broken.status, type: broken.type, code: broken.body.code }).toEqual({
      status: 422,
      type: 'application/problem+json',
      code: 'request.malformed',
    });
  });
});

describe('a PostgreSQL that really stops', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hvs-away-'));
  let port: number;
  let postgres: EmbeddedPostgres;
  let context: WebContext;
  const start = async () => {
    postgres = new EmbeddedPostgres({ folder, volatile: true, port });
    await postgres.start();
  };
  beforeAll(async () => {
    port = await freePort();
    await start();
    await postgres.ensureDatabase('hoc_vu_so');
    await migrate(postgres.url());
    context = await createWebContext({ databaseUrl: postgres.url(), folder });
  });
  afterAll(async () => {
    await context.close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('makes pages say 503, and they come back by themselves', async () => {
    const server = request(context.app.getHttpServer());
    const page = () => server.get('/dang-ky').set('accept', 'text/html');
    expect((await page()).status).toBe(200);
    await postgres.stop();
    for (let times = 0; times < 3; times += 1) {
      const { status, headers, text } = await page();
      expect({ status, retry: headers['retry-after'] }).toEqual({ status: 503, retry: '5' });
      expect(text).toContain('Hệ thống sẽ tự trở lại');
    }
    expect((await server.get('/healthz')).status).toBe(200);
    expect((await server.get('/readyz')).status).toBe(503);
    await start();
    await eventually(async () => expect((await page()).status).toBe(200));
    expect((await server.get('/readyz')).status).toBe(200);
  });
});

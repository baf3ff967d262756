import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { ImportCourse } from '#libs/catalogue';
import { Visitor } from './browserless.js';
import { createWebContext, type WebContext } from './web-context.js';

describe('posters', () => {
  let context: WebContext;
  beforeAll(async () => {
    context = await createWebContext();
    await context.get(ImportCourse).fromFolder('seed/courses/b-an-toan-thong-tin');
  });
  afterAll(() => context.close());

  const pdf = (path: string) => request(context.app.getHttpServer()).get(path).buffer(true);

  it('hang for a course and for a module, in two sizes', async () => {
    const course = '/chuyen-de/an-toan-thong-tin';
    const module = '/hoc/an-toan-thong-tin/mat-khau-va-ma-otp';
    for (const page of [course, module]) {
      const { body } = await new Visitor(context.app).get(page);
      for (const size of ['a4', 'a3']) expect(body).toContain(`href="${page}/ap-phich.pdf?kho=${size}"`);
      const answer = await pdf(`${page}/ap-phich.pdf?kho=a3`).expect(200);
      expect(answer.headers['content-type']).toBe('application/pdf');
      expect(answer.headers['content-disposition']).toMatch(/ap-phich-[a-z-]+-a3\.pdf/);
      expect(answer.body.subarray(0, 5).toString()).toBe('%PDF-');
      expect((await pdf(`${page}/ap-phich.pdf`)).status).toBe(200);
      expect((await pdf(`${page}/ap-phich.pdf?kho=a0`)).status).toBe(404);
    }
    expect((await pdf('/hoc/an-toan-thong-tin/khong-co/ap-phich.pdf')).status).toBe(404);
  });
});

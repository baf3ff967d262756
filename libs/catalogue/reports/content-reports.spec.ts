import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Actor } from '#libs/identity';
import { createTestContext, type TestContext } from '#libs/testing';
import { newActor, publish, publishedModule, withLesson } from '../catalogue.fixtures.js';
import { CatalogueModule } from '../catalogue.module.js';
import { ContentReports } from './content-reports.service.js';
import { ReportContent, type NewReport } from './report-content.service.js';

describe('a report of wrong content', () => {
  let context: TestContext;
  let author: Actor;
  let module: Awaited<ReturnType<typeof publishedModule>>;
  beforeAll(async () => {
    context = await createTestContext({ imports: [CatalogueModule] });
    author = await newActor(context, 'author');
  });
  beforeEach(async () => {
    module = await publishedModule(context);
  });
  afterAll(() => context.close());

  const report = (change: Partial<NewReport> = {}) =>
    context.get(ReportContent).send({
      clientKey: randomUUID(),
      version: { moduleId: module.moduleId, moduleVersionId: module.versionId },
      page: 1,
      questionVersionId: null,
      kind: 'wrong',
      message: 'Số điện thoại này không đúng.',
      reporterId: null,
      device: randomUUID(),
      origin: { ip: randomUUID() },
      ...change,
    });
  const listed = (state: 'new' | 'answered' | 'done') =>
    context.get(ContentReports).list(author, { state, moduleId: module.moduleId });

  it('names the version that was read, also when a newer one is out', async () => {
    await publish(context, module.moduleId, withLesson('Bản hai'));
    const sent = context.get(ReportContent);
    const old = await sent.version(module.courseSlug, module.slug, '1');
    expect(old).toMatchObject({ moduleVersionId: module.versionId, number: 1 });
    expect(await sent.version(module.courseSlug, module.slug, module.versionId)).toEqual(old);
    expect(await sent.version(module.courseSlug, module.slug, '')).toMatchObject({ number: 2 });
    await expect(sent.version(module.courseSlug, module.slug, '3')).rejects.toMatchObject({ code: 'module.unknown' });
    await expect(sent.pageTitle(module.versionId, 3)).rejects.toMatchObject({ code: 'lesson.unknown' });
    const id = await report({ page: 2 });
    expect(await listed('new')).toMatchObject([
      { id, number: 1, newest: 2, page: 2, pageTitle: 'Đặt thế nào', message: 'Số điện thoại này không đúng.' },
    ]);
  });

  it('is one when its form is sent twice at once', async () => {
    const clientKey = randomUUID();
    await Promise.all([1, 2].map(() => report({ clientKey })));
    await report({ clientKey, message: 'Khác' });
    expect(await listed('new')).toHaveLength(1);
  });

  it('needs words, and not too many', async () => {
    await expect(report({ message: ' \n ' })).rejects.toMatchObject({
      fields: { message: 'content-report.message-missing' },
    });
    await expect(report({ message: 'x'.repeat(1001) })).rejects.toMatchObject({
      fields: { message: 'content-report.message-too-long' },
    });
    await report({ message: 'x'.repeat(1000) });
  });

  it('knows who reported only when signed in', async () => {
    const [by] = [await newActor(context)];
    const ids = [await report(), await report({ reporterId: by!.personId })];
    const rows = await context.db.query(
      'SELECT reporter_id FROM content_report WHERE id = ANY($1) ORDER BY reporter_id',
      [ids],
    );
    expect(rows).toEqual([{ reporter_id: by!.personId }, { reporter_id: null }]);
  });

  it('is slowed by device, and by address as a whole village never needs', async () => {
    const device = randomUUID();
    for (let sent = 0; sent < 10; sent += 1) await report({ device });
    await expect(report({ device })).rejects.toMatchObject({ kind: 'throttled' });
    const origin = { ip: randomUUID() };
    for (let sent = 0; sent < 60; sent += 1) await report({ origin });
    await expect(report({ origin })).rejects.toMatchObject({ kind: 'throttled' });
  });

  it('is answered, then done; its reader sees the answer and never the words', async () => {
    const id = await report();
    const reports = context.get(ContentReports);
    const silent = reports.handle(author, id, { state: 'answered', answer: ' ' });
    await expect(silent).rejects.toMatchObject({ fields: { answer: 'content-report.answer-missing' } });
    await reports.handle(author, id, { state: 'answered', answer: 'Chúng tôi sẽ sửa trong bản sau.' });
    expect([await listed('new'), await listed('answered')]).toMatchObject([[], [{ id, handledBy: author.personId }]]);
    expect(await reports.counts(author, module.moduleId)).toEqual({ new: 0, answered: 1 });
    await reports.handle(author, id, { state: 'done', answer: 'Đã sửa ở bản 2.' });
    const receipt = await reports.receipt(id);
    expect(receipt).toMatchObject({ state: 'done', answer: 'Đã sửa ở bản 2.', page: 1 });
    expect(JSON.stringify(receipt)).not.toContain('không đúng');
    const trail = await context.db.query('SELECT action FROM audit WHERE subject_id = $1 ORDER BY at, id', [id]);
    expect(trail).toEqual([{ action: 'content-report.answer' }, { action: 'content-report.close' }]);
  });

  it('is for authors, and unknown when it is none', async () => {
    const reviewer = await newActor(context, 'reviewer');
    const reports = context.get(ContentReports);
    const denied = { code: 'access.denied' };
    await expect(reports.list(reviewer, { state: 'new' })).rejects.toMatchObject(denied);
    await expect(reports.handle(reviewer, await report(), { state: 'done', answer: '' })).rejects.toMatchObject(denied);
    await expect(reports.receipt(randomUUID())).rejects.toMatchObject({ code: 'content-report.unknown' });
    const unknown = reports.handle(author, randomUUID(), { state: 'done', answer: '' });
    await expect(unknown).rejects.toMatchObject({ code: 'content-report.unknown' });
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestContext, type TestContext } from '#libs/testing';
import { Adjustments } from './adjustments.service.js';
import { CompletionListeners } from './completion-listeners.js';
import { Heard, learnerActions, newPerson, openConnections, publishCourse } from './learning.fixtures.js';
import { LearningModule } from './learning.module.js';
import { ModuleOverview } from './module-overview.service.js';

let context: TestContext;
const { complete, completionsOf } = learnerActions(() => context);
const heard = new Heard();
beforeAll(async () => {
  context = await createTestContext({ imports: [LearningModule] });
  await openConnections(context);
  context.get(CompletionListeners).register(heard);
});
afterEach(() => heard.forget());
afterAll(() => context.close());

describe('an adjustment', () => {
  it('voids and restores, with a reason and a paper, in the audit', async () => {
    const course = await publishCourse(context, [1]);
    const [person, author] = [await newPerson(context.db), await newPerson(context.db)];
    const { id } = await complete(person, course, 1);
    const input = {
      completionId: id,
      reason: 'Làm hộ',
      documentNumber: '05-BB/ĐU',
      documentDate: '2026-11-01',
      authorId: author,
    };
    const completed = async () => (await context.get(ModuleOverview).of(person, course.slug, 'bai-1')).place.completed;

    await context.get(Adjustments).void(input);
    expect(await completed()).toBe(false);
    await expect(context.get(Adjustments).void(input)).rejects.toMatchObject({ code: 'adjustment.already-void' });
    context.clock.advance(1);
    await context.get(Adjustments).restore(input);
    expect(await completed()).toBe(true);
    await expect(context.get(Adjustments).restore(input)).rejects.toMatchObject({ code: 'adjustment.not-void' });

    expect(heard.adjusted).toEqual([`void ${id}`, `restore ${id}`]);
    const audit = await context.db.query(
      'SELECT action, actor_id, details FROM audit WHERE subject_id = $1 ORDER BY id',
      [id],
    );
    expect(audit).toMatchObject([
      {
        action: 'completion.void',
        actor_id: author,
        details: { documentNumber: '05-BB/ĐU', documentDate: '2026-11-01' },
      },
      { action: 'completion.restore', actor_id: author },
    ]);
    await expect(context.db.query('DELETE FROM adjustment')).rejects.toThrow(/permission denied/);
    expect(await completionsOf(person)).toHaveLength(1);
  });

  it('is one however often its form is sent', async () => {
    const course = await publishCourse(context, [1]);
    const [person, author] = [await newPerson(context.db), await newPerson(context.db)];
    const { id } = await complete(person, course, 1);
    const paper = { reason: 'Làm hộ', documentNumber: '05-BB/ĐU', documentDate: '2026-11-01' };
    const input = { completionId: id, ...paper, authorId: author, clientKey: randomUUID() };
    const first = await context.get(Adjustments).void(input);
    expect(first).toMatchObject({ id: input.clientKey, documentDate: '2026-11-01' });
    expect(await context.get(Adjustments).void(input)).toEqual(first);
    expect(heard.adjusted).toEqual([`void ${id}`]);
    const another = context.get(Adjustments).void({ ...input, authorId: person });
    await expect(another).rejects.toMatchObject({ code: 'adjustment.key-taken' });
    await expect(context.get(Adjustments).restore(input)).rejects.toMatchObject({ code: 'adjustment.key-taken' });
  });

  it('lets one of two voids through', async () => {
    const course = await publishCourse(context, [1]);
    const [person, author] = [await newPerson(context.db), await newPerson(context.db)];
    const { id } = await complete(person, course, 1);
    const input = {
      completionId: id,
      reason: 'Làm hộ',
      documentNumber: '05-BB/ĐU',
      documentDate: '2026-11-01',
      authorId: author,
    };
    const results = await Promise.allSettled([1, 2, 3].map(() => context.get(Adjustments).void(input)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('needs its reason and its paper', async () => {
    const input = {
      completionId: randomUUID(),
      reason: ' ',
      documentNumber: '',
      documentDate: '2026-11-01',
      authorId: randomUUID(),
    };
    await expect(context.get(Adjustments).void(input)).rejects.toMatchObject({
      fields: {
        reason: 'adjustment.reason-missing',
        documentNumber: 'adjustment.document-missing',
      },
    });
    for (const [documentDate, code] of [
      ['2026-02-30', 'adjustment.document-date-missing'],
      ['2026-11-21', 'adjustment.document-date-future'],
    ])
      await expect(context.get(Adjustments).void({ ...input, documentDate })).rejects.toMatchObject({
        fields: { documentDate: code },
      });
    await expect(
      context.get(Adjustments).void({ ...input, reason: 'x', documentNumber: 'y', documentDate: '2026-11-01' }),
    ).rejects.toMatchObject({
      code: 'completion.unknown',
    });
  });
});

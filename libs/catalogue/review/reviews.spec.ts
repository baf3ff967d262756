import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Actor } from '#libs/identity';
import { createTestContext, type TestContext } from '#libs/testing';
import { moduleContent, newActor, publishedModule, withLesson } from '../catalogue.fixtures.js';
import { CatalogueModule } from '../catalogue.module.js';
import { Drafts } from '../drafts.service.js';
import { contentHash } from '../module-content.js';
import { Modules } from '../modules.service.js';
import { StudioModules } from '../studio-modules.service.js';
import { Reviews } from './reviews.service.js';
import { Submissions } from './submissions.service.js';

describe('a second person', () => {
  let context: TestContext;
  let drafts: Drafts;
  let submissions: Submissions;
  let reviews: Reviews;
  let author: Actor;
  let reviewer: Actor;
  let module: Awaited<ReturnType<typeof publishedModule>>;
  beforeAll(async () => {
    context = await createTestContext({ imports: [CatalogueModule] });
    [drafts, submissions, reviews] = [context.get(Drafts), context.get(Submissions), context.get(Reviews)];
    // Both roles, so that only the rule of four eyes can stop them.
    author = await newActor(context, 'author', 'reviewer');
    reviewer = await newActor(context, 'author', 'reviewer');
  });
  beforeEach(async () => {
    module = await publishedModule(context);
  });
  afterAll(() => context.close());

  const current = async () => (await context.get(Modules).bySlug(module.courseSlug, module.slug)).version;
  const approval = (content: Parameters<typeof contentHash>[0]) =>
    ({ decision: 'approved', contentHash: contentHash(content), note: '' }) as const;
  async function submit(text: string, by = author, note = '') {
    const { revision } = await drafts.get(by, module.moduleId);
    const saved = await drafts.save(by, module.moduleId, withLesson(text), revision);
    return submissions.submit(by, module.moduleId, { ...saved, note });
  }

  it('sees exactly what was handed in and what learners read now', async () => {
    const id = await submit('mới', author, ' Sửa câu đầu ');
    await drafts.save(author, module.moduleId, withLesson('viết tiếp'), 1);
    expect(await reviews.look(reviewer, id)).toMatchObject({
      content: withLesson('mới'),
      contentHash: contentHash(withLesson('mới')),
      published: { number: 1, content: moduleContent() },
      note: 'Sửa câu đầu',
      ownWork: false,
      review: null,
    });
  });

  it('publishes exactly that by approving, for learners at once, and ends the draft', async () => {
    await current();
    const id = await submit('mới');
    const versionId = await reviews.decide(reviewer, id, approval(withLesson('mới')));
    expect(await current()).toMatchObject({ versionId, number: 2, lessons: [{ html: '<p>mới</p>' }] });
    const [version] = await context.db.query('SELECT * FROM module_version WHERE id = $1', [versionId]);
    expect(version).toMatchObject({
      content_hash: contentHash(withLesson('mới')),
      submission_id: id,
      authors: [author.personId],
      approver_id: reviewer.personId,
    });
    expect(await drafts.get(author, module.moduleId)).toMatchObject({ revision: 0, authors: [] });
  });

  it('is never one of the authors', async () => {
    const colleague = await newActor(context, 'author', 'reviewer');
    await drafts.save(colleague, module.moduleId, withLesson('của bạn'), 0);
    const id = await submit('mới');
    for (const writer of [author, colleague]) {
      expect((await reviews.look(writer, id)).ownWork).toBe(true);
      const own = reviews.decide(writer, id, approval(withLesson('mới')));
      await expect(own).rejects.toMatchObject({ kind: 'forbidden', code: 'review.own-work' });
    }
    expect((await current()).number).toBe(1);
  });

  it('is never who handed it in, though they wrote nothing', async () => {
    await drafts.save(author, module.moduleId, withLesson('mới'), 0);
    const id = await submissions.submit(reviewer, module.moduleId, { revision: 1, note: '' });
    await expect(reviews.decide(reviewer, id, approval(withLesson('mới')))).rejects.toMatchObject({
      code: 'review.own-work',
    });
  });

  it('stays barred after a return, though somebody else goes on writing', async () => {
    const first = await submit('một');
    await reviews.decide(reviewer, first, {
      ...approval(withLesson('một')),
      decision: 'returned',
      note: 'Thiếu nguồn',
    });
    const colleague = await newActor(context, 'author');
    const second = await submit('hai', colleague);
    await expect(reviews.decide(author, second, approval(withLesson('hai')))).rejects.toMatchObject({
      code: 'review.own-work',
    });
  });

  it('approves only the text named by its hash', async () => {
    const id = await submit('mới');
    for (const seen of [contentHash(withLesson('khác')), '']) {
      const wrong = reviews.decide(reviewer, id, { decision: 'approved', contentHash: seen, note: '' });
      await expect(wrong).rejects.toMatchObject({ kind: 'conflict', code: 'review.content-changed' });
    }
    expect((await current()).number).toBe(1);
  });

  it('cannot approve what a newer submission has replaced', async () => {
    const first = await submit('một');
    const second = await submit('hai');
    await expect(reviews.decide(reviewer, first, approval(withLesson('một')))).rejects.toMatchObject({
      code: 'review.content-changed',
    });
    expect((await submissions.waiting(reviewer)).filter(({ moduleId }) => moduleId === module.moduleId)).toMatchObject([
      { id: second },
    ]);
  });

  it('decides once: the same again changes nothing, another decision is refused', async () => {
    const id = await submit('mới');
    const twice = await Promise.all([1, 2].map(() => reviews.decide(reviewer, id, approval(withLesson('mới')))));
    expect(new Set(twice).size).toBe(1);
    expect((await current()).number).toBe(2);
    const other = await newActor(context, 'reviewer');
    for (const [who, decision] of [
      [reviewer, 'returned'],
      [other, 'approved'],
    ] as const) {
      const late = reviews.decide(who, id, { ...approval(withLesson('mới')), decision, note: 'x' });
      await expect(late).rejects.toMatchObject({ code: 'review.already-decided' });
    }
  });

  it('returns with a note, which the author sees', async () => {
    const id = await submit('mới');
    const returned = { ...approval(withLesson('mới')), decision: 'returned' as const };
    await expect(reviews.decide(reviewer, id, { ...returned, note: ' ' })).rejects.toMatchObject({
      fields: { note: 'review.note-required' },
    });
    await reviews.decide(reviewer, id, { ...returned, note: 'Thiếu nguồn' });
    expect(await submissions.of(author, module.moduleId)).toMatchObject([
      { id, review: { decision: 'returned', note: 'Thiếu nguồn', reviewerId: reviewer.personId } },
    ]);
    const listed = (await context.get(StudioModules).list(author)).find(({ moduleId }) => moduleId === module.moduleId);
    expect(listed).toMatchObject({ returned: true, waitingSince: null, draft: { revision: 1 } });
    expect((await current()).number).toBe(1);
  });

  it('leaves a draft that was written on', async () => {
    const id = await submit('mới');
    await drafts.save(author, module.moduleId, withLesson('viết tiếp'), 1);
    await reviews.decide(reviewer, id, approval(withLesson('mới')));
    expect((await drafts.get(author, module.moduleId)).content).toEqual(withLesson('viết tiếp'));
  });

  it('is not asked twice about one text, nor about what is published, nor about what is not whole', async () => {
    const id = await submit('mới');
    expect(await submissions.submit(author, module.moduleId, { revision: 1, note: '' })).toBe(id);
    await reviews.decide(reviewer, id, approval(withLesson('mới')));
    await expect(submissions.submit(author, module.moduleId, { revision: 0, note: '' })).rejects.toMatchObject({
      code: 'submission.unchanged',
    });
    await drafts.save(author, module.moduleId, moduleContent({ sources: [] }), 0);
    await expect(submissions.submit(author, module.moduleId, { revision: 1, note: '' })).rejects.toMatchObject({
      code: 'module.content-invalid',
      data: { problems: [{ path: 'sources', code: 'module.sources-missing' }] },
    });
  });

  it('is asked about the draft its author has seen', async () => {
    await drafts.save(author, module.moduleId, withLesson('mới'), 0);
    await expect(submissions.submit(author, module.moduleId, { revision: 0, note: '' })).rejects.toMatchObject({
      code: 'draft.stale',
    });
  });

  it('is not asked any more when the author takes it back', async () => {
    const id = await submit('mới');
    await submissions.withdraw(author, id);
    await expect(submissions.withdraw(author, id)).rejects.toMatchObject({ code: 'review.already-decided' });
    await expect(reviews.decide(reviewer, id, approval(withLesson('mới')))).rejects.toMatchObject({
      code: 'review.content-changed',
    });
  });

  it('holds the role', async () => {
    const id = await submit('mới');
    const learner = await newActor(context, 'author', 'administrator');
    const denied = { kind: 'forbidden', code: 'access.denied' };
    await expect(reviews.look(learner, id)).rejects.toMatchObject(denied);
    await expect(reviews.decide(learner, id, approval(withLesson('mới')))).rejects.toMatchObject(denied);
    await expect(submissions.waiting(learner)).rejects.toMatchObject(denied);
    const onlyReviewer = await newActor(context, 'reviewer');
    await expect(submissions.submit(onlyReviewer, module.moduleId, { revision: 1, note: '' })).rejects.toMatchObject(
      denied,
    );
  });

  it('leaves traces that hold ids only', async () => {
    const id = await submit('mới');
    await reviews.decide(reviewer, id, approval(withLesson('mới')));
    const entries = await context.db.query(
      `SELECT action, actor_id FROM audit WHERE subject_id IN ($1, $2) AND action <> 'course.publish' ORDER BY at, id`,
      [id, module.moduleId],
    );
    expect(entries).toEqual([
      { action: 'module.publish', actor_id: null },
      { action: 'submission.make', actor_id: author.personId },
      { action: 'submission.approve', actor_id: reviewer.personId },
      { action: 'module.publish', actor_id: reviewer.personId },
    ]);
  });
});

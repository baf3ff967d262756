import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ImportCourse } from '#libs/catalogue';
import { Program } from './program.js';
import { createWebContext, type WebContext } from './web-context.js';

describe('authoring by a program', () => {
  let context: WebContext;
  let author: Program;
  let reviewer: Program;
  let moduleId: string;
  beforeAll(async () => {
    context = await createWebContext();
    await context.get(ImportCourse).fromFolder('seed/courses/b-an-toan-thong-tin');
    author = await Program.of(context, 'Lò Văn Soạn', ['author', 'reviewer']);
    reviewer = await Program.of(context, 'Tòng Thị Duyệt', ['reviewer']);
    [{ moduleId }] = await author.get('/modules');
  });
  afterAll(() => context.close());

  it('saves a draft over the very revision that was read', async () => {
    const draft = await author.get(`/modules/${moduleId}/draft`);
    const change = { revision: draft.revision, content: { ...draft.content, title: 'Tên mới' } };
    const { revision } = await author.put(`/modules/${moduleId}/draft`, change);
    expect(revision).toBe(draft.revision + 1);
    const late = { ...change, content: { ...draft.content, title: 'Tên khác' } };
    expect(await author.put(`/modules/${moduleId}/draft`, late, 409)).toMatchObject({ code: 'draft.stale' });
    // What was read can be sent as it is: nothing of the content is lost on the way.
    const { content } = await author.get(`/modules/${moduleId}/draft`);
    expect(content).toEqual(change.content);
  });

  it('refuses a content of the wrong shape, beside each field', async () => {
    const { content, revision } = await author.get(`/modules/${moduleId}/draft`);
    const lessons = [{ ...content.lessons[0], markdown: 7, extra: 1 }];
    const wrong = { revision, content: { ...content, lessons, competence: { domain: 'x', level: 1 } } };
    const problem = await author.put(`/modules/${moduleId}/draft`, wrong, 422);
    expect(problem.errors.map(({ field, code }: any) => [field, code])).toEqual(
      expect.arrayContaining([
        ['content.lessons.0.markdown', 'lesson.markdown'],
        ['content.lessons.0.extra', 'field.unknown'],
        ['content.competence.domain', 'module.competence'],
      ]),
    );
    expect(await author.put(`/modules/${moduleId}/draft`, { revision, content: null }, 422)).toMatchObject({
      errors: [{ field: 'content' }],
    });
    expect(await reviewer.get(`/modules/${moduleId}/draft`, 403)).toMatchObject({ code: 'access.denied' });
  });

  it('publishes exactly what a second person approved', async () => {
    const { revision } = await author.get(`/modules/${moduleId}/draft`);
    const { id } = await author.post(`/modules/${moduleId}/submissions`, { revision, note: 'Đổi tên' }, 201);
    expect((await reviewer.get('/submissions')).map((submission: any) => submission.id)).toEqual([id]);
    const { contentHash, content } = await reviewer.get(`/submissions/${id}`);
    expect(content.title).toBe('Tên mới');
    const approval = { decision: 'approved', contentHash };
    expect(await author.post(`/submissions/${id}/review`, approval, 403)).toMatchObject({ code: 'review.own-work' });
    const other = { decision: 'approved', contentHash: '0'.repeat(64) };
    expect(await reviewer.post(`/submissions/${id}/review`, other, 409)).toMatchObject({
      code: 'review.content-changed',
    });
    const { versionId } = await reviewer.post(`/submissions/${id}/review`, approval);
    expect(await reviewer.post(`/submissions/${id}/review`, approval)).toEqual({ versionId });
    const draft = await author.get(`/modules/${moduleId}/draft`);
    expect(draft).toMatchObject({ revision: 0, published: { versionId, contentHash } });
  });

  it('says why a submission is returned', async () => {
    const { content } = await author.get(`/modules/${moduleId}/draft`);
    const change = { revision: 0, content: { ...content, title: 'Tên thứ ba' } };
    const { revision } = await author.put(`/modules/${moduleId}/draft`, change);
    const { id } = await author.post(`/modules/${moduleId}/submissions`, { revision }, 201);
    const { contentHash } = await reviewer.get(`/submissions/${id}`);
    const silent = { decision: 'returned', contentHash };
    expect(await reviewer.post(`/submissions/${id}/review`, silent, 422)).toMatchObject({
      errors: [{ field: 'note', code: 'review.note-required' }],
    });
    expect(await reviewer.post(`/submissions/${id}/review`, { ...silent, note: 'Tên cũ hay hơn.' })).toEqual({
      versionId: null,
    });
  });
});

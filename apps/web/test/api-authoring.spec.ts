import { randomUUID } from 'node:crypto';
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

  it('throws a draft away, but none that was not read', async () => {
    const path = `/modules/${moduleId}/draft`;
    const { content } = await author.get(path);
    expect(await author.delete(path, 422)).toMatchObject({ errors: [{ field: 'revision' }] });
    expect(await author.delete(`${path}?revision=7`, 409)).toMatchObject({ code: 'draft.stale' });
    expect(await reviewer.delete(`${path}?revision=1`, 403)).toMatchObject({ code: 'access.denied' });
    await author.delete(`${path}?revision=1`);
    expect((await author.get(path)).content.title).not.toBe('Tên mới');
    await author.put(path, { revision: 0, content });
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

  it('shows what was typed before it is saved, and what is still to be mended', async () => {
    const path = `/modules/${moduleId}`;
    const { content, revision } = await author.get(`${path}/draft`);
    const fresh = { title: ' ', minutes: 2, markdown: '# Mục\n\n**đậm** <script>x</script>', gist: ['', 'Một câu.'] };
    const { lessons, problems } = await author.post(`${path}/preview`, { content: { ...content, lessons: [fresh] } });
    expect(lessons).toEqual([
      {
        position: 1,
        title: '',
        minutes: 2,
        html: '<h2>Mục</h2>\n<p><strong>đậm</strong> &lt;script&gt;x&lt;/script&gt;</p>',
        gist: ['Một câu.'],
        narrationStale: false,
      },
    ]);
    expect(problems).toEqual([
      { path: 'lessons.0.title', code: 'lesson.title', detail: expect.stringContaining('tên trang') },
    ]);
    expect((await author.post(`${path}/preview`, { content })).problems).toEqual([]);
    expect(await author.get(`${path}/draft`)).toMatchObject({ content, revision });
    expect(await author.post(`${path}/preview`, { content: { ...content, lessons: 1 } }, 422)).toMatchObject({
      errors: [{ field: 'content.lessons' }],
    });
    expect(await author.post(`/modules/${randomUUID()}/preview`, { content }, 404)).toMatchObject({
      code: 'module.unknown',
    });
    expect(await reviewer.post(`${path}/preview`, { content }, 403)).toMatchObject({ code: 'access.denied' });
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

  it('makes a course with a module, and publishes exactly the list that a second person approved', async () => {
    const clientKey = '01934b5e-1111-7000-8000-000000000001';
    const words = { title: 'Mua bán trên mạng', summary: 'Mua đúng hàng.' };
    expect(await author.post('/course-drafts', { clientKey, ...words, slug: 'Có' }, 422)).toMatchObject({
      errors: [{ field: 'slug', code: 'slug.invalid' }],
    });
    for (const _ of [1, 2])
      expect(await author.post('/course-drafts', { clientKey, ...words }, 201)).toEqual({ id: clientKey });
    const course = `/course-drafts/${clientKey}`;
    await author.put(`${course}/address`, { slug: 'cho-tren-mang' }, 204);
    const key = '01934b5e-1111-7000-8000-000000000002';
    const { id } = await author.post(`${course}/modules`, { clientKey: key, title: 'Chọn người bán' }, 201);
    await author.put(`/modules/${id}/address`, { slug: 'nguoi-ban' }, 204);
    const { content } = await author.get(`/modules/${moduleId}/draft`);
    const { revision } = await author.put(`/modules/${id}/draft`, { revision: 1, content });
    const submission = await author.post(`/modules/${id}/submissions`, { revision }, 201);
    const approve = async (path: string) => {
      const { contentHash } = await reviewer.get(path);
      return reviewer.post(`${path}/review`, { decision: 'approved', contentHash });
    };
    await approve(`/submissions/${submission.id}`);
    const draft = await author.get(course);
    expect(draft).toMatchObject({ slug: 'cho-tren-mang', published: null, modules: [{ moduleId: id, number: 1 }] });
    const saved = await author.put(course, { revision: 1, content: { ...draft.content, moduleIds: [id] } });
    const early = await author.post(`${course}/proposals`, saved, 201);
    expect(await reviewer.delete(`/proposals/${early.id}`, 403)).toMatchObject({ code: 'access.denied' });
    await author.delete(`/proposals/${early.id}`);
    expect(await reviewer.get('/proposals')).toEqual([]);
    const proposal = await author.post(`${course}/proposals`, saved, 201);
    expect(await reviewer.get('/proposals')).toMatchObject([{ id: proposal.id, courseId: clientKey }]);
    expect(await reviewer.get(`/proposals/${proposal.id}`)).toMatchObject({
      modules: [{ moduleId: id }],
      ownWork: false,
    });
    const { versionId } = await approve(`/proposals/${proposal.id}`);
    expect(await reviewer.get('/courses/cho-tren-mang')).toMatchObject({ courseVersionId: versionId });
    expect((await author.get('/course-drafts')).find(({ code }: any) => code === 'CD1')).toMatchObject({ number: 1 });
    await author.put(course, { revision: 0, content: { ...draft.content, title: 'Chợ', moduleIds: [id] } });
    expect(await author.delete(`${course}?revision=0`, 409)).toMatchObject({ code: 'course-draft.stale' });
    await author.delete(`${course}?revision=1`);
    expect((await author.get(course)).content.title).toBe('Mua bán trên mạng');
  });
});

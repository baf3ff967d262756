import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Actor } from '#libs/identity';
import { newId } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { moduleContent, newActor, publish } from '../catalogue.fixtures.js';
import { CatalogueModule } from '../catalogue.module.js';
import { Courses } from '../courses.service.js';
import { Drafts } from '../drafts.service.js';
import { Modules } from '../modules.service.js';
import { StudioModules } from '../studio-modules.service.js';
import { ChangeAddress } from './change-address.service.js';
import { courseHash } from './course-content.js';
import { CourseDrafts } from './course-drafts.service.js';
import { addModule, dropModule, moveModule } from './course-edits.policy.js';
import { CourseProposals } from './course-proposals.service.js';
import { CourseReviews } from './course-reviews.service.js';
import { CreateCourse } from './create-course.service.js';
import { isSlug, slugOf } from './slug.policy.js';
import { StudioCourses } from './studio-courses.service.js';

describe('a course made by its authors', () => {
  let context: TestContext;
  let author: Actor;
  let reviewer: Actor;
  let courseId: string;
  let slug: string;
  let count = 0;
  beforeAll(async () => {
    context = await createTestContext({ imports: [CatalogueModule] });
    author = await newActor(context, 'author', 'reviewer');
    reviewer = await newActor(context, 'reviewer');
  });
  beforeEach(async () => {
    count += 1;
    courseId = await newCourse({ title: `Mua bán trên mạng ${count}` });
    slug = `mua-ban-tren-mang-${count}`;
  });
  afterAll(() => context.close());

  const newCourse = (change: object = {}) =>
    context.get(CreateCourse).course(author, {
      clientKey: newId(),
      title: 'Mua bán trên mạng',
      summary: 'Mua đúng hàng, trả đúng tiền.',
      audience: '',
      slug: '',
      ...change,
    });
  const newModule = (title: string, change: object = {}) =>
    context.get(CreateCourse).module(author, courseId, { clientKey: newId(), title, slug: '', ...change });
  const publishedModule = async (title: string) => {
    const id = await newModule(title);
    await publish(context, id, moduleContent({ title }));
    return id;
  };
  const drafts = () => context.get(CourseDrafts);
  const list = async (...moduleIds: string[]) => {
    const { revision } = await drafts().get(author, courseId);
    await drafts().edit(author, courseId, revision, (content) => ({ ...content, moduleIds }));
  };
  const propose = async (who = author) => {
    const { revision } = await drafts().get(who, courseId);
    return context.get(CourseProposals).propose(who, courseId, { revision, note: '' });
  };
  const approve = async (proposalId: string, who = reviewer) => {
    const { contentHash } = await context.get(CourseReviews).look(who, proposalId);
    return context.get(CourseReviews).decide(who, proposalId, { decision: 'approved', contentHash, note: '' });
  };
  const shown = async () => (await context.get(Courses).list()).find((course) => course.slug === slug);

  it('gets its address from the title, and is shown to authors only', async () => {
    expect(await drafts().get(author, courseId)).toMatchObject({ slug, revision: 1, published: null, modules: [] });
    expect(await shown()).toBeUndefined();
    const listed = (await context.get(StudioCourses).list(author)).find((course) => course.courseId === courseId);
    expect(listed).toMatchObject({ title: `Mua bán trên mạng ${count}`, number: null, hasDraft: true });
  });

  it('is made once by one form sent twice at once', async () => {
    const clientKey = newId();
    const ids = await Promise.all([1, 2].map(() => newCourse({ clientKey, slug: `mot-lan-${count}` })));
    expect(ids).toEqual([clientKey, clientKey]);
  });

  it('refuses an address that is taken or is none, and words that are missing', async () => {
    await expect(newCourse({ slug })).rejects.toMatchObject({ kind: 'invalid', fields: { slug: 'slug.taken' } });
    for (const bad of ['Có Dấu', 'hai--gach', '-dau', 'a'.repeat(81)]) {
      await expect(newCourse({ slug: bad })).rejects.toMatchObject({ fields: { slug: 'slug.invalid' } });
    }
    await expect(newCourse({ title: ' ', summary: '' })).rejects.toMatchObject({
      fields: { title: 'course.title', summary: 'course.summary' },
    });
  });

  it('keeps its address once published', async () => {
    const moduleId = await publishedModule('Chọn người bán');
    await context.get(ChangeAddress).ofCourse(author, courseId, `cho-tren-mang-${count}`);
    slug = `cho-tren-mang-${count}`;
    await list(moduleId);
    await approve(await propose());
    const late = context.get(ChangeAddress).ofCourse(author, courseId, `khac-${count}`);
    await expect(late).rejects.toMatchObject({ fields: { slug: 'slug.fixed' } });
    await expect(context.get(ChangeAddress).ofModule(author, moduleId, 'khac')).rejects.toMatchObject({
      fields: { slug: 'slug.fixed' },
    });
    expect(await shown()).toBeDefined();
  });

  it('begins modules that only authors see until a list with them is approved', async () => {
    const moduleId = await newModule('Chọn người bán');
    const draft = await context.get(Drafts).get(author, moduleId);
    expect(draft).toMatchObject({ slug: 'chon-nguoi-ban', published: null, content: { title: 'Chọn người bán' } });
    await context.get(ChangeAddress).ofModule(author, moduleId, 'nguoi-ban');
    const unknown = { code: 'module.unknown' };
    const read = () => context.get(Modules).bySlug(slug, 'nguoi-ban');
    await expect(read()).rejects.toMatchObject(unknown);
    const other = await publishedModule('Trả tiền');
    await list(other);
    await approve(await propose());
    await publish(context, moduleId, moduleContent({ title: 'Chọn người bán' }));
    await expect(read()).rejects.toMatchObject(unknown);
    await list(moduleId, other);
    await approve(await propose());
    expect(await read()).toMatchObject({ moduleId, version: { number: 1 } });
    await list(other);
    await approve(await propose());
    expect((await shown())?.modules.map((module) => module.moduleId)).toEqual([other]);
    expect(await read()).toMatchObject({ moduleId });
  });

  it('numbers its modules, and refuses an address used in the course', async () => {
    const ids = [await newModule('Một'), await newModule('Hai')];
    const codes = (await context.get(StudioModules).list(author))
      .filter(({ moduleId }) => ids.includes(moduleId))
      .map(({ code, courseTitle }) => [code.split('-')[1], courseTitle]);
    expect(codes).toEqual(['1', '2'].map((number) => [number, `Mua bán trên mạng ${count}`]));
    await expect(newModule('Một')).rejects.toMatchObject({ fields: { slug: 'slug.taken' } });
  });

  it('publishes exactly the approved list, in its order', async () => {
    const [a, b] = [await publishedModule('Một'), await publishedModule('Hai')];
    await list(a!, b!);
    const { revision } = await drafts().get(author, courseId);
    await drafts().edit(author, courseId, revision, (content) => moveModule(content, b!, -1));
    const proposal = await propose();
    const versionId = await approve(proposal);
    expect(await shown()).toMatchObject({ number: 1, courseVersionId: versionId });
    expect((await shown())!.modules.map(({ moduleId }) => moduleId)).toEqual([b, a]);
    expect(await drafts().get(author, courseId)).toMatchObject({ revision: 0, published: { number: 1 } });
    expect(await approve(proposal)).toBe(versionId);
    expect((await shown())!.number).toBe(1);
  });

  it('is approved by a second person only, and only as it was read', async () => {
    await list(await publishedModule('Một'));
    const proposal = await propose();
    const reviews = context.get(CourseReviews);
    await expect(approve(proposal, author)).rejects.toMatchObject({ code: 'review.own-work' });
    const otherHash = courseHash(newId(), (await reviews.look(reviewer, proposal)).content);
    const wrong = reviews.decide(reviewer, proposal, { decision: 'approved', contentHash: otherHash, note: '' });
    await expect(wrong).rejects.toMatchObject({ code: 'review.content-changed' });
    const onlyAuthor = await newActor(context, 'author', 'administrator');
    await expect(reviews.look(onlyAuthor, proposal)).rejects.toMatchObject({ code: 'access.denied' });
    expect(await shown()).toBeUndefined();
  });

  it('goes back with a note, and a newer proposal takes the place of one that waits', async () => {
    const [a, b] = [await publishedModule('Một'), await publishedModule('Hai')];
    await list(a!);
    const first = await propose();
    await list(a!, b!);
    const second = await propose();
    expect(await propose()).toBe(second);
    await expect(approve(first)).rejects.toMatchObject({ code: 'review.content-changed' });
    const { contentHash } = await context.get(CourseReviews).look(reviewer, second);
    const returned = { decision: 'returned' as const, contentHash };
    const decide = (note: string) => context.get(CourseReviews).decide(reviewer, second, { ...returned, note });
    await expect(decide(' ')).rejects.toMatchObject({ fields: { note: 'review.note-required' } });
    expect(await decide('Bài một để cuối')).toBeNull();
    expect((await context.get(CourseProposals).of(author, courseId))[0]).toMatchObject({
      id: second,
      review: { decision: 'returned', note: 'Bài một để cuối' },
    });
    expect(await shown()).toBeUndefined();
  });

  it('is not proposed empty, unchanged, stale or with a module that is not published', async () => {
    await expect(propose()).rejects.toMatchObject({ code: 'course.content-invalid' });
    await list(await newModule('Chưa đăng'));
    await expect(propose()).rejects.toMatchObject({ code: 'course.module-unpublished' });
    const moduleId = await publishedModule('Một');
    await list(moduleId);
    const stale = context.get(CourseProposals).propose(author, courseId, { revision: 1, note: '' });
    await expect(stale).rejects.toMatchObject({ code: 'course-draft.stale' });
    await approve(await propose());
    await expect(propose()).rejects.toMatchObject({ code: 'course.unchanged' });
  });

  it('takes edits of its list one place at a time', () => {
    const content = { title: '', summary: '', audience: '', moduleIds: ['a', 'b'] };
    expect(addModule(content, 'a').moduleIds).toEqual(['a', 'b']);
    expect(addModule(content, 'c').moduleIds).toEqual(['a', 'b', 'c']);
    expect(moveModule(content, 'a', 1).moduleIds).toEqual(['b', 'a']);
    expect(moveModule(content, 'a', -1).moduleIds).toEqual(['a', 'b']);
    expect(dropModule(content, 'a').moduleIds).toEqual(['b']);
    expect(() => dropModule(content, 'c')).toThrow('module.unknown');
  });
});

describe('an address made from a title', () => {
  it('has no tones', () => {
    expect(slugOf('Đặt mật khẩu: khó đoán, dễ nhớ!')).toBe('dat-mat-khau-kho-doan-de-nho');
    expect(slugOf('Giữ tài khoản VNeID (mức 2)')).toBe('giu-tai-khoan-vneid-muc-2');
    expect(slugOf('???')).toBe('');
  });

  it('is one for any title with a letter or digit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (title) => {
        const slug = slugOf(`${title} ấy`);
        return isSlug(slug);
      }),
    );
  });
});

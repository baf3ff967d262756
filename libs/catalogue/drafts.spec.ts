import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Actor } from '#libs/identity';
import { createTestContext, type TestContext } from '#libs/testing';
import { moduleContent, newActor, newModule, publishedModule, withLesson } from './catalogue.fixtures.js';
import { CatalogueModule } from './catalogue.module.js';
import { moveLesson, putLesson, removeLesson } from './content-edits.policy.js';
import { Drafts } from './drafts.service.js';
import { StudioModules } from './studio-modules.service.js';

describe('a draft', () => {
  let context: TestContext;
  let drafts: Drafts;
  let author: Actor;
  let moduleId: string;
  beforeAll(async () => {
    context = await createTestContext({ imports: [CatalogueModule] });
    drafts = context.get(Drafts);
    author = await newActor(context, 'author');
  });
  beforeEach(async () => {
    ({ moduleId } = await publishedModule(context));
  });
  afterAll(() => context.close());

  it('begins as what is published', async () => {
    expect(await drafts.get(author, moduleId)).toMatchObject({
      revision: 0,
      authors: [],
      content: moduleContent(),
      published: { number: 1 },
    });
  });

  it('begins empty for a new module', async () => {
    const fresh = await newModule(context);
    expect(await drafts.get(author, fresh.moduleId)).toMatchObject({ published: null, content: { lessons: [] } });
  });

  it('keeps each save under a new revision and everyone who saved', async () => {
    const second = await newActor(context, 'author');
    expect(await drafts.save(author, moduleId, withLesson('một'), 0)).toEqual({ revision: 1 });
    expect(await drafts.save(second, moduleId, withLesson('hai'), 1)).toEqual({ revision: 2 });
    const { content, authors, updatedBy } = await drafts.get(author, moduleId);
    expect(content).toEqual(withLesson('hai'));
    expect([authors, updatedBy]).toEqual([[author.personId, second.personId], second.personId]);
  });

  it('refuses a save over a text the author has not seen, and changes nothing', async () => {
    await drafts.save(author, moduleId, withLesson('một'), 0);
    const stale = drafts.save(await newActor(context, 'author'), moduleId, withLesson('hai'), 0);
    await expect(stale).rejects.toMatchObject({ kind: 'conflict', code: 'draft.stale', data: { revision: 1 } });
    expect((await drafts.get(author, moduleId)).content).toEqual(withLesson('một'));
  });

  it('lets one of two saves at once through', async () => {
    const saves = ['một', 'hai'].map((text) => drafts.save(author, moduleId, withLesson(text), 0));
    const outcomes = await Promise.allSettled(saves);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('takes the same save twice, and makes nobody an author who changed nothing', async () => {
    await drafts.save(author, moduleId, withLesson('một'), 0);
    const reader = await newActor(context, 'author');
    expect(await drafts.save(reader, moduleId, withLesson('một\r\n'), 0)).toEqual({ revision: 1 });
    expect((await drafts.get(author, moduleId)).authors).toEqual([author.personId]);
  });

  it('is thrown away only by who has seen it', async () => {
    await drafts.save(author, moduleId, withLesson('một'), 0);
    await expect(drafts.discard(author, moduleId, 0)).rejects.toMatchObject({ code: 'draft.stale' });
    await drafts.discard(author, moduleId, 1);
    expect(await drafts.get(author, moduleId)).toMatchObject({ revision: 0, authors: [], content: moduleContent() });
  });

  it('takes a change of one place, and calls one that no longer fits stale', async () => {
    await drafts.edit(author, moduleId, 0, (content) => moveLesson(content, 2, -1));
    await drafts.edit(author, moduleId, 1, (content) => removeLesson(content, 2));
    expect((await drafts.get(author, moduleId)).content.lessons.map(({ title }) => title)).toEqual(['Đặt thế nào']);
    const second = (revision: number) =>
      drafts.edit(author, moduleId, revision, (content) => putLesson(content, 2, content.lessons[0]));
    await expect(second(1)).rejects.toMatchObject({ code: 'draft.stale' });
    await expect(second(2)).rejects.toMatchObject({ code: 'lesson.unknown' });
  });

  it('may be unfinished', async () => {
    const unfinished = moduleContent({ title: '', lessons: [], sources: [] });
    await drafts.save(author, moduleId, unfinished, 0);
    expect((await drafts.get(author, moduleId)).content).toEqual(unfinished);
  });

  it('is for authors', async () => {
    const reviewer = await newActor(context, 'reviewer', 'administrator');
    const denied = { kind: 'forbidden', code: 'access.denied' };
    await expect(drafts.get(reviewer, moduleId)).rejects.toMatchObject(denied);
    await expect(drafts.save(reviewer, moduleId, moduleContent(), 0)).rejects.toMatchObject(denied);
    await expect(drafts.discard(reviewer, moduleId, 0)).rejects.toMatchObject(denied);
    await expect(context.get(StudioModules).list(reviewer)).rejects.toMatchObject(denied);
  });

  it('shows in the list of modules', async () => {
    await drafts.save(author, moduleId, { ...withLesson('một'), title: 'Tên mới' }, 0);
    const listed = (await context.get(StudioModules).list(author)).find((module) => module.moduleId === moduleId);
    expect(listed).toMatchObject({
      title: 'Tên mới',
      published: { number: 1 },
      draft: { revision: 1, updatedBy: author.personId },
      waitingSince: null,
      returned: false,
    });
  });
});

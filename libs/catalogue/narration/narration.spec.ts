import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Actor } from '#libs/identity';
import { canonicalJson, Storage, UnitOfWork } from '#libs/platform';
import { createTestContext, m4aFile, mp3File, type TestContext } from '#libs/testing';
import { moduleContent, newActor, publish, publishedModule } from '../catalogue.fixtures.js';
import { CatalogueModule } from '../catalogue.module.js';
import { putLesson } from '../content-edits.policy.js';
import { Drafts } from '../drafts.service.js';
import { Lessons } from '../lessons.service.js';
import { contentHash, type ModuleContent } from '../module-content.js';
import { diffContent } from '../review/content-diff.policy.js';
import { Reviews } from '../review/reviews.service.js';
import { Submissions } from '../review/submissions.service.js';
import { CleanRecordings } from './clean-recordings.service.js';
import { narrationIsStale, withNarration } from './narration.policy.js';
import { recordingKey } from './recording.entity.js';
import { Recordings, type RecordingFacts } from './recordings.service.js';
import { RemoveRecordings } from './remove-recordings.service.js';

describe('a recording of a lesson', () => {
  let context: TestContext;
  let author: Actor;
  let reviewer: Actor;
  let moduleId: string;
  let files = 0;
  beforeAll(async () => {
    context = await createTestContext({ imports: [CatalogueModule] });
    author = await newActor(context, 'author');
    reviewer = await newActor(context, 'reviewer');
  });
  beforeEach(async () => {
    ({ moduleId } = await publishedModule(context));
  });
  afterAll(() => context.close());

  const record = (by = author) => context.get(Recordings).add(by, mp3File(130, { mark: ++files }), true);
  /** As an author's program sends it: the server fills in what it has read itself. */
  const told = ({ sha256 }: RecordingFacts, more = {}) =>
    ({ sha256, format: 'mp3', seconds: 1, bytes: 1, textHash: '', ...more }) as const;
  const draft = () => context.get(Drafts).get(author, moduleId);
  const put = async (facts: RecordingFacts, more = {}) => {
    const { content, revision } = await draft();
    return context.get(Drafts).save(author, moduleId, withNarration(content, 1, told(facts, more)), revision);
  };
  const there = async ({ sha256, format }: RecordingFacts) =>
    (await context.get(Storage).size(recordingKey(sha256, format))) !== null;
  const rows = ({ sha256 }: RecordingFacts) => context.db.query('SELECT FROM recording WHERE sha256 = $1', [sha256]);

  it('is kept under its hash, once, and its facts are the server’s own', async () => {
    const file = m4aFile(130, { words: 'Bản Nậm Loỏng' });
    const first = await context.get(Recordings).add(author, file, true);
    expect(await context.get(Recordings).add(author, file, true)).toEqual(first);
    expect(first).toMatchObject({ format: 'm4a', seconds: 130 });
    await put(first);
    const { narration } = (await draft()).content.lessons[0]!;
    expect(narration).toEqual({ ...first, textHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const audit = await context.db.query(`SELECT action FROM audit WHERE subject_id = $1`, [first.sha256]);
    expect(audit).toEqual([{ action: 'recording.add' }, { action: 'recording.add' }]);
  });

  it('is refused without the speaker’s agreement, from who writes no lessons, and when nobody uploaded it', async () => {
    const add = (actor: Actor, agrees: boolean) => context.get(Recordings).add(actor, mp3File(3), agrees);
    await expect(add(author, false)).rejects.toMatchObject({ fields: { speakerAgrees: 'narration.speaker' } });
    await expect(add(reviewer, true)).rejects.toMatchObject({ code: 'access.denied' });
    await expect(put({ sha256: 'a'.repeat(64) } as RecordingFacts)).rejects.toMatchObject({
      code: 'narration.unknown',
    });
    expect((await draft()).revision).toBe(0);
  });

  it('changes the hash that is approved: another sound, length or transcript is another content', async () => {
    const [one, two] = [await record(), await record()];
    const hashes = [contentHash(moduleContent())];
    for (const change of [() => put(one), () => put(two), () => put(two, { transcript: 'Chào bạn.' })]) {
      await change();
      hashes.push(contentHash((await draft()).content));
    }
    expect(new Set(hashes).size).toBe(4);
    const { content } = await draft();
    const longer = structuredClone(content);
    longer.lessons[0]!.narration!.seconds += 1;
    expect(contentHash(longer)).not.toBe(hashes[3]);
  });

  it('is published with exactly the text and sound that a second person approved', async () => {
    const facts = await record();
    const { revision } = await put(facts);
    const id = await context.get(Submissions).submit(author, moduleId, { revision, note: '' });
    const { content, contentHash: hash } = await context.get(Reviews).look(reviewer, id);
    await put(await record());
    const versionId = await context
      .get(Reviews)
      .decide(reviewer, id, { decision: 'approved', contentHash: hash, note: '' });
    const { narration } = await context.get(Lessons).page(versionId!, 1);
    expect(narration).toEqual(content.lessons[0]!.narration);
    expect(narration!.sha256).toBe(facts.sha256);
    expect((await context.get(Lessons).page(versionId!, 2)).narration).toBeNull();
  });

  it('stays with its page when text is edited, and is then no longer known to fit', async () => {
    await put(await record());
    const { content, revision } = await draft();
    expect(narrationIsStale(content.lessons[0]!)).toBe(false);
    const text = { title: 'Vì sao cần', minutes: 3, markdown: 'Đã viết lại.' };
    await context.get(Drafts).edit(author, moduleId, revision, (old) => putLesson(old, 1, text));
    const [lesson] = (await draft()).content.lessons;
    expect(lesson).toMatchObject({ markdown: 'Đã viết lại.', narration: content.lessons[0]!.narration });
    expect(narrationIsStale(lesson!)).toBe(true);
    const unsaid = { ...lesson!.narration!, textHash: '' };
    const saved = await draft();
    await context.get(Drafts).save(author, moduleId, withNarration(saved.content, 1, unsaid), saved.revision);
    expect(narrationIsStale((await draft()).content.lessons[0]!)).toBe(false);
  });

  it('stands in what a reviewer sees changed', async () => {
    const before = moduleContent();
    await put(await record());
    const after = (await draft()).content;
    const changed = (was: ModuleContent, is: ModuleContent) =>
      diffContent(was, is).lessons.map(({ kind, from, narration }) => [kind, from, narration]);
    expect(changed(before, after)).toEqual([['changed', 1, 'added']]);
    expect(changed(after, before)).toEqual([['changed', 1, 'removed']]);
    expect(changed(after, after)).toEqual([]);
    await put(await record());
    expect(changed(after, (await draft()).content)).toEqual([['changed', 1, 'changed']]);
  });

  it('leaves a content without one as it was, byte for byte', async () => {
    await context.get(Drafts).edit(author, moduleId, 0, (content) => ({ ...content, title: 'Khác' }));
    expect(canonicalJson((await draft()).content)).toBe(canonicalJson(moduleContent({ title: 'Khác' })));
  });

  describe('that nobody uses', () => {
    const clean = async () => {
      await context.get(CleanRecordings).run();
      const jobs = await context.db.query(`DELETE FROM job WHERE kind = 'recording.remove' RETURNING payload`);
      for (const { payload } of jobs[0]) await context.get(RemoveRecordings).run(payload);
    };
    const later = (days: number) => context.clock.set(new Date(context.clock.now().getTime() + days * 86_400_000));

    it('goes after seven days, file and row; drafts, what waits and what is published keep theirs', async () => {
      const loose = await record();
      const inDraft = await record();
      const other = await publishedModule(context);
      const inVersion = await record();
      await publish(context, other.moduleId, {
        ...moduleContent(),
        lessons: [{ ...moduleContent().lessons[0]!, narration: { ...told(inVersion), textHash: 'b'.repeat(64) } }],
      });
      const waits = await record();
      const { revision } = await put(waits);
      const id = await context.get(Submissions).submit(author, moduleId, { revision, note: '' });
      await put(inDraft);
      await later(6);
      await clean();
      expect(await Promise.all([loose, inDraft, inVersion, waits].map(there))).toEqual([true, true, true, true]);
      await later(2);
      await clean();
      expect(await Promise.all([loose, inDraft, inVersion, waits].map(there))).toEqual([false, true, true, true]);
      expect(await rows(loose)).toEqual([]);
      await context.get(Submissions).withdraw(author, id);
      await context.get(Drafts).discard(author, moduleId, (await draft()).revision);
      await later(8);
      await clean();
      expect(await Promise.all([inDraft, inVersion, waits].map(there))).toEqual([false, true, false]);
    });

    it('stays when it was uploaded again before its file went', async () => {
      const file = mp3File(20, { mark: ++files });
      const facts = await context.get(Recordings).add(author, file, true);
      await later(8);
      await context.get(CleanRecordings).run();
      await context.get(Recordings).add(author, file, true);
      await context.get(RemoveRecordings).run({ recordings: [facts] });
      expect(await there(facts)).toBe(true);
    });

    it('stays when a draft takes it while the cleaning runs', async () => {
      const facts = await record();
      await later(8);
      const { content, revision } = await draft();
      let cleaning: Promise<void>;
      await context.get(UnitOfWork).run(async (tx) => {
        await context.get(Drafts).save(author, moduleId, withNarration(content, 1, told(facts)), revision, tx);
        cleaning = clean();
        await waitsForLock(context);
      });
      await cleaning!;
      expect([(await rows(facts)).length, await there(facts)]).toEqual([1, true]);
    });
  });

  describe('that its speaker takes back', () => {
    it('goes from published pages and drafts at once, and its file with the next job', async () => {
      const facts = await record();
      const { revision } = await put(facts);
      const id = await context.get(Submissions).submit(author, moduleId, { revision, note: '' });
      const { contentHash: hash } = await context.get(Reviews).look(reviewer, id);
      const given = { decision: 'approved', contentHash: hash, note: '' } as const;
      const versionId = (await context.get(Reviews).decide(reviewer, id, given))!;
      expect((await context.get(Lessons).page(versionId, 1)).narration).not.toBeNull();

      await context.get(Recordings).withdraw(author, facts.sha256);
      await context.get(Recordings).withdraw(author, facts.sha256);
      expect((await context.get(Lessons).page(versionId, 1)).narration).toBeNull();
      const [{ payload }] = await context.db.query(`SELECT payload FROM job WHERE kind = 'recording.remove'`);
      await context.get(RemoveRecordings).run(payload);
      expect(await there(facts)).toBe(false);

      await context.get(Drafts).edit(author, moduleId, 0, (content) => ({ ...content, minutes: 7 }));
      expect((await draft()).content.lessons[0]!.narration).toBeUndefined();
      const [version] = await context.db.query('SELECT content, content_hash FROM module_version WHERE id = $1', [
        versionId,
      ]);
      expect(contentHash(version.content)).toBe(version.content_hash);
      await expect(context.get(Recordings).withdraw(reviewer, facts.sha256)).rejects.toMatchObject({
        code: 'access.denied',
      });
      await expect(context.get(Recordings).withdraw(author, 'c'.repeat(64))).rejects.toMatchObject({
        code: 'narration.unknown',
      });
    });
  });
});

/** Until some statement stands before a row that another transaction holds. */
async function waitsForLock({ db }: TestContext): Promise<void> {
  for (let tries = 0; tries < 2000; tries += 1) {
    const [{ waiting }] = await db.query('SELECT count(*)::int AS waiting FROM pg_locks WHERE NOT granted');
    if (waiting > 0) return;
  }
  throw new Error('nothing waits');
}

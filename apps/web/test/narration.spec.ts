import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { ImportCourse, Modules, type ModuleContent } from '#libs/catalogue';
import { Grants, People, Sessions, type Role } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { m4aFile, mp3File } from '#libs/testing';
import { Visitor } from './browserless.js';
import { Program } from './program.js';
import { createWebContext, type WebContext } from './web-context.js';

const COURSE = 'an-toan-thong-tin';

interface Sent {
  file?: Buffer;
  fileName?: string;
  fields?: Record<string, string>;
}

describe('a recording of a page', () => {
  let context: WebContext;
  let author: Visitor & { session: string };
  let reviewer: Visitor;
  let module: { id: string; slug: string };
  let narration: string;
  let marks = 0;

  beforeAll(async () => {
    context = await createWebContext();
    await context.get(ImportCourse).fromFolder('seed/courses/b-an-toan-thong-tin');
    author = await person('Lò Thị Mai', 'author');
    reviewer = await person('Tẩn Thị Ín', 'reviewer');
  });
  beforeEach(async () => {
    const { moduleId } = await context.get(Modules).bySlug(COURSE, 'mat-khau-va-ma-otp');
    module = { id: moduleId, slug: 'mat-khau-va-ma-otp' };
    narration = `/bien-soan/${moduleId}/bai/1/ghi-am`;
    await context.db.query('DELETE FROM module_draft');
  });
  afterAll(() => context.close());

  async function person(fullName: string, ...roles: Role[]) {
    const session = await context.get(UnitOfWork).run(async (tx) => {
      const personId = await context.get(People).create(tx, { fullName, birthYear: 1980 });
      for (const role of roles)
        await context.get(Grants).grant(tx, { personId, role, unitIds: [], from: '2026-01-01', by: null });
      return (await context.get(Sessions).start(tx, personId, {}, 'test')).token;
    });
    return Object.assign(new Visitor(context.app, { hvs_session: session }), { session });
  }

  const text = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  const draft = async (): Promise<ModuleContent | undefined> =>
    (await context.db.query('SELECT content FROM module_draft WHERE module_id = $1', [module.id]))[0]?.content;
  const sound = () => mp3File(130, { kilobits: 48, mark: ++marks });

  /** The form of the page, sent as a browser sends it. */
  async function send({ file, fileName = 'tieng.mp3', fields = {} }: Sent) {
    const { body } = await author.get(narration);
    const action = body
      .match(/action="([^"]*_csrf=[^"]*)"/)![1]!
      .replace(/&amp;/g, '&')
      .replace(/&#x3D;/g, '=');
    const call = request(context.app.getHttpServer())
      .post(action)
      .redirects(0)
      .set('accept', 'text/html')
      .set('cookie', `hvs_session=${author.session}`)
      .field('revision', body.match(/name="revision" value="(\d+)"/)![1]!);
    for (const [name, value] of Object.entries(fields)) void call.field(name, value);
    const answer = await (file ? call.attach('file', file, fileName) : call.attach('file', Buffer.alloc(0), ''));
    return { status: answer.status, body: answer.text ?? '', location: answer.headers.location as string };
  }
  const agreed = { speakerAgrees: 'yes' };

  it('is uploaded by an author, whatever the file is called, and heard there', async () => {
    const { status, location } = await send({ file: m4aFile(75), fileName: 'giọng.txt', fields: agreed });
    expect([status, location]).toEqual([303, `${narration}?thong-bao=draft-saved`]);
    const [lesson] = (await draft())!.lessons;
    expect(lesson!.narration).toMatchObject({ format: 'm4a', seconds: 75 });
    const { body } = await author.get(narration);
    expect(text(body)).toMatch(/Đang có trong bản nháp \(1 phút 15 giây, 19 KB\)/);
    const href = body.match(/<audio[^>]*src="([^"]*)"/)![1]!;
    const heard = await request(context.app.getHttpServer()).get(href).set('range', 'bytes=4-7');
    expect([heard.status, heard.body.toString()]).toEqual([206, 'ftyp']);
    expect(text((await author.get(`/bien-soan/${module.id}`)).body)).toContain('có ghi âm');
  });

  it.each<[string, Sent, string, RegExp]>([
    ['no file', { fields: agreed }, 'file', /Bạn chọn tệp ghi âm/],
    ['a text named MP3', { file: Buffer.from('chữ'.repeat(900)), fields: agreed }, 'file', /không phải MP3 hay M4A/],
    ['a film', { file: m4aFile(9, { handler: 'vide' }), fields: agreed }, 'file', /có hình/],
    ['a heavy file', { file: mp3File(5, { kilobits: 320 }), fields: agreed }, 'file', /nặng hơn 200 kbit/],
    ['a long one', { file: mp3File(901, { kilobits: 32 }), fields: agreed }, 'file', /dài hơn 15 phút/],
    ['a large one', { file: Buffer.alloc(10_485_761), fields: agreed }, 'file', /lớn hơn 10 MB/],
    ['no agreement of the speaker', { file: mp3File(5) }, 'speakerAgrees', /Bạn hỏi người đọc/],
  ])('refuses %s beside the field and keeps what was typed', async (_, sent, field, sentence) => {
    const fields = { ...sent.fields, transcript: 'Chào bà con.' };
    const { status, body } = await send({ ...sent, fields });
    expect(status).toBe(422);
    const beside = body.match(new RegExp(`id="e-${field}">([^<]*)<`))![1];
    expect(beside).toMatch(sentence);
    expect(body).toContain('Chào bà con.</textarea>');
    expect(body.includes('name="speakerAgrees" value="yes" checked')).toBe('speakerAgrees' in fields);
    expect(await draft()).toBeUndefined();
  });

  it('is told apart from a text that was changed after it, to author and reviewer', async () => {
    await send({ file: sound(), fields: agreed });
    const lesson = narration.replace('/ghi-am', '');
    const form = await author.get(lesson);
    const revision = form.body.match(/name="revision" value="(\d+)"/)![1]!;
    await author.post(lesson, { revision, title: 'Mật khẩu', minutes: '2', markdown: 'Chữ mới.', gist: '' });
    for (const path of [lesson, narration]) expect((await author.get(path)).body).toMatch(/đã đổi sau khi ghi âm/);
    expect((await author.get(`/bien-soan/${module.id}`)).body).toContain('Chữ đã đổi sau khi ghi âm');
    const id = await submit();
    const review = (await reviewer.get(`/kiem-duyet/${id}`)).body;
    expect(text(review)).toMatch(/Có bản ghi âm mới\..*Bản ghi âm đọc trang này \(2 phút 10 giây, 758 KB\)/);
    expect(review).toMatch(/có thể không còn khớp/);
    expect(review).toMatch(/<audio[^>]*preload="none"[^>]*src="\/am-thanh\/[0-9a-f]{64}\.mp3"/);
    await send({ fields: { stillFits: 'yes', transcript: 'Lời khác.' } });
    const { body } = await author.get(narration);
    expect(body).not.toMatch(/đã đổi sau khi ghi âm/);
    expect((await draft())!.lessons[0]!.narration).toMatchObject({ seconds: 130, transcript: 'Lời khác.' });
  });

  async function submit(): Promise<string> {
    const desk = await author.get(`/bien-soan/${module.id}`);
    const revision = desk.body.match(/name="revision" value="(\d+)"/)![1]!;
    await author.post(`/bien-soan/${module.id}/gui-duyet`, { revision, note: '' });
    const [{ id }] = await context.db.query('SELECT id FROM module_submission ORDER BY submitted_at DESC LIMIT 1');
    return id;
  }

  async function publish(): Promise<void> {
    const id = await submit();
    const { body } = await reviewer.get(`/kiem-duyet/${id}`);
    const contentHash = body.match(/name="contentHash" value="([^"]*)"/)![1]!;
    await reviewer.post(`/kiem-duyet/${id}/quyet-dinh`, { contentHash, decision: 'approved', note: '' });
  }

  const page = `/hoc/${COURSE}/mat-khau-va-ma-otp/trang`;

  it('is offered to learners with its length and weight, and without JavaScript', async () => {
    await send({ file: sound(), fields: { ...agreed, transcript: 'Chào bà con.\n\nĐây là bài một.' } });
    await publish();
    for (const reader of [new Visitor(context.app), await person('Vàng A Páo')])
      for (const _ of ['rendered', 'kept']) {
        const { body } = await reader.get(`${page}/1`);
        expect(text(body)).toMatch(/Nghe đọc bài \(2 phút 10 giây, 758 KB\)/);
        expect(body).toMatch(/<audio controls preload="none" src="\/am-thanh\/[0-9a-f]{64}\.mp3"/);
        expect(body).toMatch(/<summary>Lời đọc<\/summary><p>Chào bà con\.<\/p><p>Đây là bài một\.<\/p>/);
        expect([/listen-[0-9a-f]+\.js|listen\.js/.test(body), body.includes('read-aloud.js')]).toEqual([true, false]);
      }
    const { body } = await new Visitor(context.app).get(`${page}/2`);
    expect([body.includes('<audio'), body.includes('data-no-voice')]).toEqual([false, true]);
  });

  it('goes from the page at once when the speaker takes it back, also from a kept frame', async () => {
    await send({ file: sound(), fields: agreed });
    const { sha256 } = (await draft())!.lessons[0]!.narration!;
    await publish();
    const learner = await person('Vàng A Páo');
    for (const _ of ['rendered', 'kept']) expect((await learner.get(`${page}/1`)).body).toContain(sha256);
    expect((await learner.get(`${page}/1`)).body).toContain('<a href="#loi-doc">');
    const ask = `/bien-soan/${module.id}/ban-ghi/${sha256}/go`;
    expect((await author.get(narration)).body).toContain(ask);
    await author.get(ask);
    expect((await author.post(ask, {})).body).toContain('Đã gỡ bản ghi âm khỏi mọi bài.');
    const after = await learner.get(`${page}/1`);
    expect([after.body.includes('<audio'), after.body.includes('data-no-voice')]).toEqual([false, true]);
    expect((await person('Xem', 'author').then((one) => one.get(ask))).status).toBe(200);
  });

  it('is taken off the draft after asking once more', async () => {
    await send({ file: sound(), fields: agreed });
    const ask = await author.get(`${narration}/bo`);
    expect(text(ask.body)).toContain('Bỏ bản ghi âm của trang');
    const revision = ask.body.match(/name="revision" value="(\d+)"/)![1]!;
    expect((await author.post(`${narration}/bo`, { revision })).body).toContain('chưa có bản ghi âm');
    expect((await draft())!.lessons[0]!.narration).toBeUndefined();
  });

  it('is given, placed, read and taken back by a program too', async () => {
    const program = await Program.of(context, 'Lò Văn Soạn', ['author']);
    const file = sound();
    expect(await program.upload('/recordings', file, 'audio/mpeg', 422)).toMatchObject({
      errors: [{ field: 'speakerAgrees', code: 'narration.speaker' }],
    });
    const path = '/recordings?speakerAgrees=true';
    expect(await program.upload(path, Buffer.from('x'), 'audio/mpeg', 422)).toMatchObject({
      errors: [{ field: 'file', code: 'narration.not-audio' }],
    });
    const facts = await program.upload(path, file, 'audio/mpeg', 201);
    expect(await program.attach(path, 'file', file, 'a.mp3', 201)).toEqual(facts);
    const { content, revision } = await program.get(`/modules/${module.id}/draft`);
    const put = (narration: object, at: number, status = 200) => {
      const lessons = content.lessons.with(0, { ...content.lessons[0], narration });
      return program.put(`/modules/${module.id}/draft`, { revision: at, content: { ...content, lessons } }, status);
    };
    expect(await put({ sha256: 'a'.repeat(64) }, revision, 422)).toMatchObject({ code: 'narration.unknown' });
    expect(await put({ sha256: facts.sha256, seconds: 9, more: 1 }, revision, 422)).toMatchObject({ status: 422 });
    await put({ sha256: facts.sha256, seconds: 9, transcript: 'Lời.' }, revision);
    const saved = await program.get(`/modules/${module.id}/draft`);
    expect(saved.content.lessons[0].narration).toMatchObject({ ...facts, transcript: 'Lời.' });
    expect(await put(saved.content.lessons[0].narration, saved.revision)).toEqual({ revision: saved.revision });
    await publish();
    const lesson = await program.get(`/courses/${COURSE}/modules/${module.slug}/lessons/1`);
    const href = `/am-thanh/${facts.sha256}.mp3`;
    expect(lesson.narration).toEqual({ href, seconds: facts.seconds, bytes: facts.bytes, transcript: 'Lời.' });
    await program.delete(`/recordings/${facts.sha256}`);
    const after = await program.get(`/courses/${COURSE}/modules/${module.slug}/lessons/1`);
    expect(after.narration).toBeNull();
    await program.delete(`/recordings/${'d'.repeat(64)}`, 404);
  });
});

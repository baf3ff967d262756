import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { QuizContent } from '#libs/assessment';
import { ImportCourse, Modules } from '#libs/catalogue';
import type { Visitor } from '../browserless.js';
import { COURSE, StudioDesk, fieldsOf, fill, hidden, text, unescape } from './studio-desk.js';

describe('reviewing without JavaScript', () => {
  let studio: StudioDesk;
  let author: Visitor;
  let colleague: Visitor;
  let reviewer: Visitor;

  beforeAll(async () => {
    studio = await StudioDesk.open();
    ({ author, colleague, reviewer } = studio);
  });
  beforeEach(() => studio.use('mot-cua-so'));
  afterAll(() => studio.close());

  it('publishes every course that is shipped, and a second start changes nothing', async () => {
    const folders = readdirSync('seed/courses').map((name) => `seed/courses/${name}`);
    for (const outcome of ['created', 'unchanged']) {
      for (const folder of folders.slice(1)) {
        const course = await studio.context.get(ImportCourse).fromFolder(folder);
        expect(course).toMatchObject({ outcome });
        expect(course.modules.length).toBeGreaterThanOrEqual(3);
        expect(new Set(course.modules.map((imported) => imported.outcome))).toEqual(new Set([outcome]));
      }
    }
  });

  it('throws a draft away after asking', async () => {
    await fill(author, studio.lesson(), { markdown: 'Sửa', viec: 'luu' });
    const ask = await author.get(`${studio.module.desk}/bo-nhap`);
    await author.post(`${studio.module.desk}/bo-nhap`, { revision: hidden(ask.body, 'revision') });
    expect(await studio.draft()).toBeUndefined();
  });

  it('goes from author to reviewer to learner', async () => {
    await studio.use('nho-giup-dung-noi');
    const learner = () => studio.context.get(Modules).bySlug(COURSE, studio.module.slug);
    const before = await learner();
    const [{ markdown }] = (
      await studio.context.db.query('SELECT content FROM module_version WHERE id = $1', [before.version.versionId])
    )[0].content.lessons;
    await fill(author, studio.lesson(), { markdown: `${markdown}\n\nCâu thêm của Mai.`, viec: 'luu' });
    const sent = await fill(
      author,
      `${studio.module.desk}/gui-duyet`,
      { note: 'Thêm một câu' },
      (await author.get(studio.module.desk)).body,
    );
    expect(sent.location).toBe(`${studio.module.desk}?thong-bao=submission-made`);

    const list = await reviewer.get('/kiem-duyet');
    expect(text(list.body)).toContain('Thêm một câu');
    const path = list.body.match(/href="(\/kiem-duyet\/[^"]+)"/)![1]!;
    const shown = await reviewer.get(path);
    expect(shown.body).toContain('<ins>Câu thêm của Mai.</ins>');
    expect(shown.body).toContain('<p>Câu thêm của Mai.</p>');
    expect(text(shown.body)).toContain('Người viết: Lò Thị Mai.');
    const { questions } = (
      await studio.context.db.query('SELECT content FROM module_submission ORDER BY submitted_at DESC LIMIT 1')
    )[0].content.parts.assessment as QuizContent;
    for (const question of questions) expect(unescape(shown.body)).toContain(question.explanation);

    const own = await author.get(path);
    expect(own.body).not.toContain('name="decision"');
    const contentHash = hidden(shown.body, 'contentHash');
    const forced = await author.post(`${path}/quyet-dinh`, { decision: 'approved', contentHash, note: '' });
    expect(forced.status).toBe(403);
    const other = await reviewer.post(`${path}/quyet-dinh`, {
      decision: 'approved',
      contentHash: 'a'.repeat(64),
      note: 'đã gõ',
    });
    expect([other.status, fieldsOf(other.body).note]).toEqual([409, ['đã gõ']]);
    const blank = await reviewer.post(`${path}/quyet-dinh`, { decision: 'returned', contentHash, note: '' });
    expect([blank.status, text(blank.body).includes('Bạn ghi chỗ phải sửa')]).toEqual([422, true]);
    expect((await learner()).version.number).toBe(1);

    const approved = await reviewer.post(`${path}/quyet-dinh`, { decision: 'approved', contentHash, note: '' });
    expect(text(approved.body)).toContain('Đã duyệt.');
    const after = await learner();
    expect(after.version.number).toBe(2);
    expect(after.version.lessons[0]?.html).toContain('<p>Câu thêm của Mai.</p>');
    expect(text((await reviewer.get(path)).body)).toMatch(/Đã duyệt, .*Tẩn Thị Ín/);
    expect(text((await author.get(studio.module.desk)).body)).toContain('Người học đang đọc bản 2');
  });

  it('returns with a note that the author reads, who takes another try back', async () => {
    await studio.use('theo-doi-nop-phi-phan-anh');
    await fill(author, studio.lesson(), { markdown: 'Bản chưa tốt', viec: 'luu' });
    const send = async () =>
      fill(author, `${studio.module.desk}/gui-duyet`, { note: '' }, (await author.get(studio.module.desk)).body);
    await send();
    const path = (await reviewer.get('/kiem-duyet')).body.match(/href="(\/kiem-duyet\/[^"]+)"/)![1]!;
    const contentHash = hidden((await reviewer.get(path)).body, 'contentHash');
    await reviewer.post(`${path}/quyet-dinh`, { decision: 'returned', contentHash, note: 'Thiếu nguồn' });
    expect(text((await author.get(studio.module.desk)).body)).toMatch(/Trả lại .*Tẩn Thị Ín.*Thiếu nguồn/);
    await send();
    const desk = (await author.get(studio.module.desk)).body;
    await author.post(desk.match(/action="([^"]+\/rut)"/)![1]!, {});
    expect(text((await reviewer.get('/kiem-duyet')).body)).toContain('Không có bản nào đang chờ.');
  });

  it('refuses to submit what is not whole, and says where', async () => {
    const desk = await author.get(studio.module.desk);
    await fill(author, studio.lesson(), { title: '', viec: 'luu' });
    const refused = await author.post(`${studio.module.desk}/gui-duyet`, { revision: '1', note: 'Lời nhắn' });
    expect(refused.status).toBe(422);
    expect(text(refused.body)).toContain('Bạn viết tên trang');
    expect(desk.body).not.toContain('name="note"');
  });

  it('is closed to others and knows no other ids', async () => {
    expect((await reviewer.get('/bien-soan')).status).toBe(403);
    expect((await colleague.get('/kiem-duyet')).status).toBe(403);
    for (const path of [
      '/bien-soan/x',
      `${studio.module.desk}/bai/9`,
      `${studio.module.desk}/cau-hoi/khong-co`,
      `${studio.module.desk}/cau-hoi-moi/x`,
      '/bien-soan/01934b5e-0000-7000-8000-000000000000',
    ]) {
      expect([path, (await author.get(path)).status]).toEqual([path, 404]);
    }
    expect((await reviewer.get('/kiem-duyet/01934b5e-0000-7000-8000-000000000000')).status).toBe(404);
    const unknown = await fill(author, studio.lesson(), { markdown: 'x', chuKy: 'lạ' });
    expect(unknown.status).toBe(422);
  });
});

import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { QuizContent } from '#libs/assessment';
import { ImportCourse, Modules, type ModuleContent } from '#libs/catalogue';
import { Grants, People, Sessions, type Role } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { Visitor } from './browserless.js';
import { createWebContext, type WebContext } from './web-context.js';

const COURSE = 'dich-vu-cong-truc-tuyen';

describe('writing and reviewing without JavaScript', () => {
  let context: WebContext;
  let author: Visitor;
  let colleague: Visitor;
  let reviewer: Visitor;
  let module: { id: string; slug: string; desk: string };

  beforeAll(async () => {
    context = await createWebContext();
    await context.get(ImportCourse).fromFolder('seed/courses/a-dich-vu-cong-truc-tuyen');
    author = await person('Lò Thị Mai', 'author', 'reviewer');
    colleague = await person('Vàng A Páo', 'author');
    reviewer = await person('Tẩn Thị Ín', 'reviewer');
  });
  beforeEach(() => use('mot-cua-so'));
  afterAll(() => context.close());

  async function use(slug: string) {
    const { moduleId } = await context.get(Modules).bySlug(COURSE, slug);
    module = { id: moduleId, slug, desk: `/bien-soan/${moduleId}` };
    await context.db.query('DELETE FROM module_draft');
  }

  async function person(fullName: string, ...roles: Role[]) {
    const token = await context.get(UnitOfWork).run(async (tx) => {
      const personId = await context.get(People).create(tx, { fullName, birthYear: 1980 });
      for (const role of roles) {
        await context.get(Grants).grant(tx, { personId, role, unitIds: [], from: '2026-01-01', by: null });
      }
      return (await context.get(Sessions).start(tx, personId, {}, 'test')).token;
    });
    const visitor = new Visitor(context.app);
    (visitor as unknown as { cookies: Map<string, string> }).cookies.set('hvs_session', token);
    return visitor;
  }

  const text = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  const hidden = (html: string, name: string) => html.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? '';
  const draft = async (): Promise<ModuleContent | undefined> =>
    (await context.db.query('SELECT content FROM module_draft WHERE module_id = $1', [module.id]))[0]?.content;
  const quiz = async () => (await draft())?.parts.assessment as QuizContent;

  /** Opens a form and sends it with some fields typed over; `from` is the page to fill in, when it is already open. */
  async function fill(who: Visitor, path: string, fields: Record<string, string | string[]>, from?: string) {
    const html = from ?? (await who.get(path)).body;
    return who.post(path, { ...fieldsOf(html), ...fields }, { follow: false });
  }

  /** What a browser would send of the page's largest form. */
  function fieldsOf(html: string): Record<string, string | string[]> {
    const forms = html.match(/<form[^>]*>[\s\S]*?<\/form>/g) ?? [];
    const form = forms.sort((a, b) => b.length - a.length)[0] ?? '';
    const fields: Record<string, string[]> = {};
    const add = (name: string | undefined, value: string) =>
      name && name !== '_csrf' && (fields[name] ??= []).push(value);
    for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
      if (/type="(radio|checkbox)"/.test(tag) && !/ checked/.test(tag)) continue;
      add(tag.match(/name="([^"]*)"/)?.[1], unescape(tag.match(/ value="([^"]*)"/)?.[1] ?? ''));
    }
    for (const [, name, value] of form.matchAll(/<textarea[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/textarea>/g)) {
      add(name, unescape(value!));
    }
    for (const [, name, options] of form.matchAll(/<select[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)) {
      add(name, options!.match(/value="([^"]*)" selected/)?.[1] ?? '');
    }
    return fields;
  }
  const unescape = (html: string) =>
    html
      .replace(/&quot;/g, '"')
      .replace(/&#x27;/g, "'")
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&#x3D;/g, '=')
      .replace(/&amp;/g, '&');

  const lesson = (position = 1) => `${module.desk}/bai/${position}`;

  it('publishes every course that is shipped, and a second start changes nothing', async () => {
    const folders = readdirSync('seed/courses').map((name) => `seed/courses/${name}`);
    for (const outcome of ['created', 'unchanged']) {
      for (const folder of folders.slice(1)) {
        const course = await context.get(ImportCourse).fromFolder(folder);
        expect(course).toMatchObject({ outcome });
        expect(course.modules.length).toBeGreaterThanOrEqual(3);
        expect(new Set(course.modules.map((imported) => imported.outcome))).toEqual(new Set([outcome]));
      }
    }
  });

  it('lists the modules with their state', async () => {
    await fill(author, lesson(), { markdown: 'Sửa', viec: 'luu' });
    const { status, body } = await author.get('/bien-soan');
    expect(status).toBe(200);
    expect(text(body)).toMatch(/A1\. Một cổng quốc gia và VNeID Đang dùng bản 1 .*Có bản nháp/);
    expect(body.match(/class="card"/g)?.length).toBeGreaterThanOrEqual(4);
  });

  it('shows how a page will look without saving it', async () => {
    const shown = await fill(author, lesson(), {
      markdown: '::: warning Dừng\nKhông **bấm**.\n:::\n<script>alert(1)</script>',
      viec: 'xem-thu',
    });
    expect(shown.status).toBe(200);
    expect(shown.body).toContain(
      '<aside class="callout callout-warning" role="note"><p class="callout-title">Dừng</p>',
    );
    expect(shown.body).toContain('&lt;script&gt;alert(1)');
    expect(shown.body).not.toContain('<script>alert');
    expect(fieldsOf(shown.body).markdown).toEqual([expect.stringContaining('Không **bấm**.')]);
    expect(await draft()).toBeUndefined();
  });

  it('saves a page', async () => {
    const typed = {
      title: 'Tên khác',
      minutes: '3',
      markdown: 'Chữ\u200b mới 👨‍👩‍👧\u200d',
      gist: 'Câu một.\r\n\r\nCâu hai.',
      viec: 'luu',
    };
    const saved = await fill(author, lesson(2), typed);
    expect(saved).toMatchObject({ status: 303, location: `${module.desk}?thong-bao=draft-saved` });
    const gist = ['Câu một.', 'Câu hai.'];
    expect((await draft())?.lessons[1]).toEqual({ title: 'Tên khác', minutes: 3, markdown: 'Chữ mới 👨‍👩‍👧', gist });
  });

  it('says beside the field what is wrong and keeps what was typed', async () => {
    const refused = await fill(author, lesson(), { minutes: 'ba', markdown: 'Chữ tôi gõ', viec: 'luu' });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatch(/aria-invalid="true"/);
    expect(fieldsOf(refused.body)).toMatchObject({ minutes: ['ba'], markdown: ['Chữ tôi gõ'] });
  });

  it('loses nothing when two authors save the same page', async () => {
    const open = (await author.get(lesson())).body;
    await fill(colleague, lesson(), { markdown: 'Bản của Páo', viec: 'luu' });
    const stale = await fill(author, lesson(), { markdown: 'Bản của Mai', viec: 'luu' }, open);
    expect(stale.status).toBe(409);
    expect(stale.body).toContain('<del>Bản của Páo</del>');
    expect(stale.body).toContain('<ins>Bản của Mai</ins>');
    expect(fieldsOf(stale.body).markdown).toEqual(['Bản của Mai']);
    expect((await draft())?.lessons[0]?.markdown).toBe('Bản của Páo');
    const again = await fill(author, lesson(), { viec: 'luu' }, stale.body);
    expect(again.status).toBe(303);
    expect((await draft())?.lessons[0]?.markdown).toBe('Bản của Mai');
  });

  it('keeps a page typed on while another author removed it', async () => {
    const open = (await author.get(lesson(3))).body;
    await fill(colleague, `${lesson(1)}/bo`, {});
    const stale = await fill(author, lesson(3), { markdown: 'Vẫn còn', viec: 'luu' }, open);
    expect(stale.status).toBe(409);
    expect(fieldsOf(stale.body).markdown).toEqual(['Vẫn còn']);
    expect(stale.body).toContain(`action="${module.desk}/bai-moi"`);
  });

  it('adds, orders and removes pages', async () => {
    const before = ['Một địa chỉ cần nhớ', 'VNeID có hai mức', 'Đăng nhập và giữ chìa khóa'];
    const titles = async () => (await draft())?.lessons.map(({ title }) => title);
    const form = (await author.get(`${module.desk}/bai-moi`)).body;
    const page = { title: 'Trang bốn', minutes: '1', markdown: 'x\r\n', viec: 'luu' };
    for (const _ of [1, 2])
      expect(await fill(author, `${module.desk}/bai-moi`, page, form)).toMatchObject({ status: 303 });
    expect(await titles()).toEqual([...before, 'Trang bốn']);
    await author.post(`${lesson(4)}/chuyen`, { revision: '1', viec: 'len' });
    expect(await titles()).toEqual([before[0], before[1], 'Trang bốn', before[2]]);
    const ask = await author.get(`${lesson(1)}/bo`);
    expect(text(ask.body)).toContain('Bỏ trang 1 “Một địa chỉ cần nhớ”?');
    await author.post(`${lesson(1)}/bo`, { revision: hidden(ask.body, 'revision') });
    expect(await titles()).toEqual([before[1], 'Trang bốn', before[2]]);
    const stale = await author.post(`${lesson(1)}/bo`, { revision: '1' });
    expect(stale.status).toBe(409);
    expect(text(stale.body)).toContain('Trang bốn');
  });

  it('edits the facts with their sources', async () => {
    const path = `${module.desk}/thong-tin`;
    const more = await fill(author, path, { viec: 'them-nguon' });
    expect(more.body.match(/name="sourceTitle"/g)).toHaveLength(5);
    expect(await draft()).toBeUndefined();
    const filled = fieldsOf(more.body);
    const sourceTitle = ['', ...(filled.sourceTitle as string[]).slice(1, 3), 'Luật mới', ''];
    const saved = await fill(
      author,
      path,
      {
        sourceTitle,
        sourceNumber: ['', '', '', '1/2026/QH', ''],
        sourceIssuer: ['', '', '', '', ''],
        title: 'Tên bài mới',
        objectives: 'Một\r\n\r\nHai',
        level: '2',
        reviewBy: '2027-01-31',
        viec: 'luu',
      },
      more.body,
    );
    expect(saved.status).toBe(303);
    expect(await draft()).toMatchObject({
      title: 'Tên bài mới',
      objectives: ['Một', 'Hai'],
      competence: { domain: 'giao-tiep', level: 2 },
      reviewBy: '2027-01-31',
      sources: [{}, {}, { title: 'Luật mới', number: '1/2026/QH' }],
    });
    const wrong = await fill(author, path, { minutes: '0', title: 'Gõ rồi', viec: 'luu' });
    expect([wrong.status, fieldsOf(wrong.body).title]).toEqual([422, ['Gõ rồi']]);
    const open = (await author.get(path)).body;
    await fill(colleague, path, { title: 'Của Páo', viec: 'luu' });
    const sourceDate = ['31/02/2027', ...(fieldsOf(open).sourceDate as string[]).slice(1)];
    const stale = await fill(author, path, { title: 'Của Mai', sourceDate, viec: 'luu' }, open);
    expect([stale.status, fieldsOf(stale.body).title]).toEqual([409, ['Của Mai']]);
    expect(stale.body).toContain('<del>Của Páo</del>');
    // What was typed wrong is shown as it was typed.
    expect(text(stale.body)).toContain('31/02/2027');
    expect(stale.body).not.toMatch(/undefined|NaN/);
  });

  it('writes a single choice, with an option more and an option less', async () => {
    const path = `${module.desk}/cau-hoi-moi/single`;
    const typed = {
      stem: 'Hỏi gì?',
      explanation: 'Nhớ.',
      optionText: ['A', 'B', '', 'D'],
      optionFeedback: ['a', 'b', '', 'd'],
      correct: '1',
    };
    const more = await fill(author, path, { ...typed, viec: 'them-lua-chon' });
    expect(more.body.match(/name="optionText"/g)).toHaveLength(5);
    expect(fieldsOf(more.body)).toMatchObject({
      optionText: ['A', 'B', 'D', '', ''],
      correct: ['1'],
      stem: ['Hỏi gì?'],
    });
    expect((await fill(author, path, { viec: 'luu' }, more.body)).status).toBe(303);
    const { questions } = await quiz();
    expect(questions.at(-1)).toEqual({
      key: 'a1-14',
      type: 'single',
      stem: 'Hỏi gì?',
      explanation: 'Nhớ.',
      options: [
        { id: 'a', text: 'A', correct: false, feedback: 'a' },
        { id: 'b', text: 'B', correct: true, feedback: 'b' },
        { id: 'c', text: 'D', correct: false, feedback: 'd' },
      ],
    });
  });

  it('writes a multiple choice and a statement, and shows what an unfinished question lacks', async () => {
    await fill(author, `${module.desk}/cau-hoi-moi/multiple`, {
      stem: 'Những gì?',
      explanation: 'Nhớ.',
      optionText: ['A', 'B', 'C'],
      optionFeedback: ['a', '', 'c'],
      correct: ['0'],
      viec: 'luu',
    });
    const key = (await quiz()).questions.at(-1)!.key;
    const editor = (await author.get(`${module.desk}/cau-hoi/${key}`)).body;
    expect(text(editor)).toContain('Bạn viết lời giải thích cho ai chọn câu này.');
    expect(text(editor)).toContain('ít nhất hai lựa chọn đúng và một lựa chọn sai');
    expect(text((await author.get(module.desk)).body)).toMatch(/Còn những chỗ này chưa xong: Câu \d+ :/);
    await fill(author, `${module.desk}/cau-hoi/${key}`, {
      optionFeedback: ['a', 'b', 'c'],
      correct: ['0', '1'],
      viec: 'luu',
    });
    await fill(author, `${module.desk}/cau-hoi-moi/true_false`, {
      stem: 'Đúng chứ?',
      explanation: 'Nhớ.',
      answer: 'false',
      feedbackTrue: 't',
      feedbackFalse: 'f',
      viec: 'luu',
    });
    expect((await quiz()).questions.at(-1)).toMatchObject({
      type: 'true_false',
      answer: false,
      feedback: { true: 't', false: 'f' },
    });
    expect(text((await author.get(module.desk)).body)).not.toContain('Còn những chỗ này chưa xong');
  });

  it('keeps every option that was typed, and says beside each what is wrong with it', async () => {
    const texts = ['A', 'A', 'dài '.repeat(126), '<b>D</b>', 'E', '', '', '', ''];
    const typed = { stem: 'Hỏi gì?', explanation: 'x'.repeat(1001), optionText: texts, optionFeedback: texts };
    const path = `${module.desk}/cau-hoi-moi/single`;
    const editor = async (answer: { location?: string }) => (await author.get(answer.location!)).body;
    const sentence = (body: string, id: string) => body.match(new RegExp(`id="${id}">([^<]*)<`))?.[1];
    const wrong = await editor(await fill(author, path, { ...typed, viec: 'luu' }));
    expect(fieldsOf(wrong)).toMatchObject({
      explanation: ['x'.repeat(1001)],
      optionText: [...texts.slice(0, 2), 'dài '.repeat(126).trim(), '<b>D</b>', 'E'],
    });
    expect(sentence(wrong, 'e-options')).toContain('đúng một lựa chọn đúng');
    expect(sentence(wrong, 'e-text-1')).toContain('giống hệt nhau');
    expect(sentence(wrong, 'e-text-2')).toContain('dài quá 500');
    expect(sentence(wrong, 'e-explanation')).toContain('dài quá 1.000');
    const many = Array.from({ length: 30 }, (_, row) => `Lựa chọn ${row}`);
    const crowd = await editor(
      await fill(author, path, { ...typed, optionText: many, optionFeedback: many, correct: '29', viec: 'luu' }),
    );
    expect(fieldsOf(crowd)).toMatchObject({ optionText: many, correct: ['29'] });
    expect(sentence(crowd, 'e-options')).toContain('từ 2 đến 8');
    expect(new Set(fieldsOf(crowd).optionId).size).toBe(30);
    const flood = Array.from({ length: 51 }, (_, row) => `Lựa chọn ${row}`);
    const refused = await fill(author, path, { ...typed, optionText: flood, optionFeedback: flood, viec: 'luu' });
    expect(refused.status).toBe(422);
    expect(fieldsOf(refused.body)).toMatchObject({ optionText: flood });
    expect(sentence(refused.body, 'e-options')).toContain('từ 2 đến 8');
  });

  it('orders and removes questions, keeps keys, and changes the rule', async () => {
    await author.get(module.desk);
    await author.post(`${module.desk}/cau-hoi/a1-02/chuyen`, { revision: '0', viec: 'len' });
    await author.post(`${module.desk}/cau-hoi/a1-03/bo`, { revision: '1' });
    expect((await quiz()).questions.slice(0, 3).map(({ key }) => key)).toEqual(['a1-02', 'a1-01', 'a1-04']);
    expect((await fill(author, `${module.desk}/quy-tac`, { draw: '0' })).status).toBe(422);
    await fill(author, `${module.desk}/quy-tac`, { draw: '6', passPercent: '80', maxAttempts: '3', waitMinutes: '10' });
    expect((await quiz()).rule).toEqual({ draw: 6, passPercent: 80, maxAttempts: 3, waitMinutes: 10 });
  });

  it('loses no question when two authors write one at once', async () => {
    const path = `${module.desk}/cau-hoi-moi/true_false`;
    const open = (await author.get(path)).body;
    const statement = { explanation: 'x', answer: 'true', feedbackTrue: 't', feedbackFalse: 'f', viec: 'luu' };
    await fill(colleague, path, { ...statement, stem: 'Của Páo' });
    const stale = await fill(author, path, { ...statement, stem: 'Của Mai' }, open);
    expect([stale.status, fieldsOf(stale.body).stem]).toEqual([409, ['Của Mai']]);
    await fill(author, path, { viec: 'luu' }, stale.body);
    expect((await quiz()).questions.slice(-2).map(({ stem }) => stem)).toEqual(['Của Páo', 'Của Mai']);
  });

  it('throws a draft away after asking', async () => {
    await fill(author, lesson(), { markdown: 'Sửa', viec: 'luu' });
    const ask = await author.get(`${module.desk}/bo-nhap`);
    await author.post(`${module.desk}/bo-nhap`, { revision: hidden(ask.body, 'revision') });
    expect(await draft()).toBeUndefined();
  });

  it('goes from author to reviewer to learner', async () => {
    await use('nho-giup-dung-noi');
    const learner = () => context.get(Modules).bySlug(COURSE, module.slug);
    const before = await learner();
    const [{ markdown }] = (
      await context.db.query('SELECT content FROM module_version WHERE id = $1', [before.version.versionId])
    )[0].content.lessons;
    await fill(author, lesson(), { markdown: `${markdown}\n\nCâu thêm của Mai.`, viec: 'luu' });
    const sent = await fill(
      author,
      `${module.desk}/gui-duyet`,
      { note: 'Thêm một câu' },
      (await author.get(module.desk)).body,
    );
    expect(sent.location).toBe(`${module.desk}?thong-bao=submission-made`);

    const list = await reviewer.get('/kiem-duyet');
    expect(text(list.body)).toContain('Thêm một câu');
    const path = list.body.match(/href="(\/kiem-duyet\/[^"]+)"/)![1]!;
    const shown = await reviewer.get(path);
    expect(shown.body).toContain('<ins>Câu thêm của Mai.</ins>');
    expect(shown.body).toContain('<p>Câu thêm của Mai.</p>');
    expect(text(shown.body)).toContain('Người viết: Lò Thị Mai.');
    const { questions } = (
      await context.db.query('SELECT content FROM module_submission ORDER BY submitted_at DESC LIMIT 1')
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
    expect(text((await author.get(module.desk)).body)).toContain('Người học đang đọc bản 2');
  });

  it('returns with a note that the author reads, who takes another try back', async () => {
    await use('theo-doi-nop-phi-phan-anh');
    await fill(author, lesson(), { markdown: 'Bản chưa tốt', viec: 'luu' });
    const send = async () =>
      fill(author, `${module.desk}/gui-duyet`, { note: '' }, (await author.get(module.desk)).body);
    await send();
    const path = (await reviewer.get('/kiem-duyet')).body.match(/href="(\/kiem-duyet\/[^"]+)"/)![1]!;
    const contentHash = hidden((await reviewer.get(path)).body, 'contentHash');
    await reviewer.post(`${path}/quyet-dinh`, { decision: 'returned', contentHash, note: 'Thiếu nguồn' });
    expect(text((await author.get(module.desk)).body)).toMatch(/Trả lại .*Tẩn Thị Ín.*Thiếu nguồn/);
    await send();
    const desk = (await author.get(module.desk)).body;
    await author.post(desk.match(/action="([^"]+\/rut)"/)![1]!, {});
    expect(text((await reviewer.get('/kiem-duyet')).body)).toContain('Không có bản nào đang chờ.');
  });

  it('refuses to submit what is not whole, and says where', async () => {
    const desk = await author.get(module.desk);
    await fill(author, lesson(), { title: '', viec: 'luu' });
    const refused = await author.post(`${module.desk}/gui-duyet`, { revision: '1', note: 'Lời nhắn' });
    expect(refused.status).toBe(422);
    expect(text(refused.body)).toContain('Bạn viết tên trang');
    expect(desk.body).not.toContain('name="note"');
  });

  it('is closed to others and knows no other ids', async () => {
    expect((await reviewer.get('/bien-soan')).status).toBe(403);
    expect((await colleague.get('/kiem-duyet')).status).toBe(403);
    for (const path of [
      '/bien-soan/x',
      `${module.desk}/bai/9`,
      `${module.desk}/cau-hoi/khong-co`,
      `${module.desk}/cau-hoi-moi/x`,
      '/bien-soan/01934b5e-0000-7000-8000-000000000000',
    ]) {
      expect([path, (await author.get(path)).status]).toEqual([path, 404]);
    }
    expect((await reviewer.get('/kiem-duyet/01934b5e-0000-7000-8000-000000000000')).status).toBe(404);
    const unknown = await fill(author, lesson(), { markdown: 'x', chuKy: 'lạ' });
    expect(unknown.status).toBe(422);
  });
});

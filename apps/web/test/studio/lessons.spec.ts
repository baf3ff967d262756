import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Visitor } from '../browserless.js';
import { StudioDesk, fieldsOf, fill, hidden, text } from './studio-desk.js';

describe('writing lessons without JavaScript', () => {
  let studio: StudioDesk;
  let author: Visitor;
  let colleague: Visitor;

  beforeAll(async () => {
    studio = await StudioDesk.open();
    ({ author, colleague } = studio);
  });
  beforeEach(() => studio.use('mot-cua-so'));
  afterAll(() => studio.close());

  it('lists the modules with their state', async () => {
    await fill(author, studio.lesson(), { markdown: 'Sửa', viec: 'luu' });
    const { status, body } = await author.get('/bien-soan');
    expect(status).toBe(200);
    expect(text(body)).toMatch(/A1\. Một cổng quốc gia và VNeID Đang dùng bản 1 .*Có bản nháp/);
    expect(body.match(/class="card"/g)?.length).toBeGreaterThanOrEqual(4);
  });

  it('shows how a page will look without saving it', async () => {
    const shown = await fill(author, studio.lesson(), {
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
    expect(await studio.draft()).toBeUndefined();
  });

  it('saves a page', async () => {
    const typed = {
      title: 'Tên khác',
      minutes: '3',
      markdown: 'Chữ\u200b mới 👨‍👩‍👧\u200d',
      gist: 'Câu một.\r\n\r\nCâu hai.',
      viec: 'luu',
    };
    const saved = await fill(author, studio.lesson(2), typed);
    expect(saved).toMatchObject({ status: 303, location: `${studio.module.desk}?thong-bao=draft-saved` });
    const gist = ['Câu một.', 'Câu hai.'];
    expect((await studio.draft())?.lessons[1]).toEqual({ title: 'Tên khác', minutes: 3, markdown: 'Chữ mới 👨‍👩‍👧', gist });
  });

  it('says beside the field what is wrong and keeps what was typed', async () => {
    const refused = await fill(author, studio.lesson(), { minutes: 'ba', markdown: 'Chữ tôi gõ', viec: 'luu' });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatch(/aria-invalid="true"/);
    expect(fieldsOf(refused.body)).toMatchObject({ minutes: ['ba'], markdown: ['Chữ tôi gõ'] });
  });

  it('loses nothing when two authors save the same page', async () => {
    const open = (await author.get(studio.lesson())).body;
    await fill(colleague, studio.lesson(), { markdown: 'Bản của Páo', viec: 'luu' });
    const stale = await fill(author, studio.lesson(), { markdown: 'Bản của Mai', viec: 'luu' }, open);
    expect(stale.status).toBe(409);
    expect(stale.body).toContain('<del>Bản của Páo</del>');
    expect(stale.body).toContain('<ins>Bản của Mai</ins>');
    expect(fieldsOf(stale.body).markdown).toEqual(['Bản của Mai']);
    expect((await studio.draft())?.lessons[0]?.markdown).toBe('Bản của Páo');
    const again = await fill(author, studio.lesson(), { viec: 'luu' }, stale.body);
    expect(again.status).toBe(303);
    expect((await studio.draft())?.lessons[0]?.markdown).toBe('Bản của Mai');
  });

  it('keeps a page typed on while another author removed it', async () => {
    const open = (await author.get(studio.lesson(3))).body;
    await fill(colleague, `${studio.lesson(1)}/bo`, {});
    const stale = await fill(author, studio.lesson(3), { markdown: 'Vẫn còn', viec: 'luu' }, open);
    expect(stale.status).toBe(409);
    expect(fieldsOf(stale.body).markdown).toEqual(['Vẫn còn']);
    expect(stale.body).toContain(`action="${studio.module.desk}/bai-moi"`);
  });

  it('adds, orders and removes pages', async () => {
    const before = ['Một địa chỉ cần nhớ', 'VNeID có hai mức', 'Đăng nhập và giữ chìa khóa'];
    const titles = async () => (await studio.draft())?.lessons.map(({ title }) => title);
    const form = (await author.get(`${studio.module.desk}/bai-moi`)).body;
    const page = { title: 'Trang bốn', minutes: '1', markdown: 'x\r\n', viec: 'luu' };
    for (const _ of [1, 2])
      expect(await fill(author, `${studio.module.desk}/bai-moi`, page, form)).toMatchObject({ status: 303 });
    expect(await titles()).toEqual([...before, 'Trang bốn']);
    await author.post(`${studio.lesson(4)}/chuyen`, { revision: '1', viec: 'len' });
    expect(await titles()).toEqual([before[0], before[1], 'Trang bốn', before[2]]);
    const ask = await author.get(`${studio.lesson(1)}/bo`);
    expect(text(ask.body)).toContain('Bỏ trang 1 “Một địa chỉ cần nhớ”?');
    await author.post(`${studio.lesson(1)}/bo`, { revision: hidden(ask.body, 'revision') });
    expect(await titles()).toEqual([before[1], 'Trang bốn', before[2]]);
    const stale = await author.post(`${studio.lesson(1)}/bo`, { revision: '1' });
    expect(stale.status).toBe(409);
    expect(text(stale.body)).toContain('Trang bốn');
  });

  it('edits the facts with their sources', async () => {
    const path = `${studio.module.desk}/thong-tin`;
    const more = await fill(author, path, { viec: 'them-nguon' });
    expect(more.body.match(/name="sourceTitle"/g)).toHaveLength(5);
    expect(await studio.draft()).toBeUndefined();
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
    expect(await studio.draft()).toMatchObject({
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
});

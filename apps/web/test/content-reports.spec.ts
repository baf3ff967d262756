import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ImportCourse, Modules } from '#libs/catalogue';
import { Visitor } from './browserless.js';
import { hiddenIn, signedIn, wordsOf } from './people.js';
import { createWebContext, type WebContext } from './web-context.js';

const MODULE = '/hoc/dich-vu-cong-truc-tuyen/mot-cua-so';

describe('reporting wrong content without JavaScript', () => {
  let context: WebContext;
  let author: Visitor;
  let learner: Visitor;
  let versionId: string;
  beforeAll(async () => {
    context = await createWebContext();
    await context.get(ImportCourse).fromFolder('seed/courses/a-dich-vu-cong-truc-tuyen');
    ({ versionId } = (await context.get(Modules).bySlug('dich-vu-cong-truc-tuyen', 'mot-cua-so')).version);
    author = await signedIn(context, 'Lò Thị Mai', 'author');
    learner = await signedIn(context, 'Vàng A Páo');
  });
  afterAll(() => context.close());

  const row = async (id: string) => (await context.db.query('SELECT * FROM content_report WHERE id = $1', [id]))[0];
  const linkIn = (html: string) =>
    html
      .match(/href="([^"]+\/bao-sai[^"]*)"/)![1]!
      .replaceAll('&amp;', '&')
      .replaceAll('&#x3D;', '=');

  it('is offered under every page, with sources, version, last and next review', async () => {
    for (const page of [1, 2, 3]) {
      const { body } = await new Visitor(context.app).get(`${MODULE}/trang/${page}`);
      expect(linkIn(body)).toBe(`${MODULE}/bao-sai?ban=1&trang=${page}`);
      expect(wordsOf(body)).toMatch(
        /Nguồn của bài .*Bản 1, rà soát ngày \d\d\/\d+\/\d{4}\. Rà soát lại trước \d\d\/\d+\/\d{4}\./,
      );
    }
  });

  it('works signed out: errors beside fields, words kept, one report, its answer read later', async () => {
    const visitor = new Visitor(context.app);
    const link = linkIn((await visitor.get(`${MODULE}/trang/2`)).body);
    const form = (await visitor.get(link)).body;
    expect(wordsOf(form)).toContain('trang 2: VNeID có hai mức');
    const fields = { clientKey: hiddenIn(form, 'clientKey'), ban: hiddenIn(form, 'ban'), trang: '2' };
    const refused = await visitor.post(`${MODULE}/bao-sai`, { ...fields, kind: 'outdated', message: ' ' });
    expect(refused.status).toBe(422);
    expect(wordsOf(refused.body)).toContain('Hãy viết chỗ nào sai.');
    expect(hiddenIn(refused.body, 'clientKey')).toBe(fields.clientKey);
    expect(refused.body).toContain('value="outdated" selected');
    const long = await visitor.post(`${MODULE}/bao-sai`, { ...fields, kind: '', message: 'x'.repeat(1001) });
    expect([long.status, long.body.includes('x'.repeat(1001))]).toEqual([422, true]);
    const whole = { ...fields, kind: '', message: 'Mức 2 nay làm ở xã.' };
    const sent = [1, 2].map(() => visitor.post(`${MODULE}/bao-sai`, whole, { follow: false }));
    const places = (await Promise.all(sent)).map(({ location }) => location);
    expect(places).toEqual([`/phan-anh/${fields.clientKey}`, `/phan-anh/${fields.clientKey}`]);
    expect(await row(fields.clientKey)).toMatchObject({
      module_version_id: versionId,
      page: 2,
      kind: 'other',
      reporter_id: null,
      state: 'new',
    });
    const list = await author.get('/bien-soan/phan-anh');
    expect(wordsOf(list.body)).toContain('Mức 2 nay làm ở xã.');
    expect(wordsOf((await author.get('/bien-soan')).body)).toContain('Phản ánh nội dung 1 mới');
    const path = `/bien-soan/phan-anh/${fields.clientKey}`;
    await author.get(path);
    const silent = await author.post(path, { state: 'answered', answer: '' });
    expect([silent.status, wordsOf(silent.body).includes('Bạn viết câu trả lời.')]).toEqual([422, true]);
    await author.post(path, { state: 'answered', answer: 'Cảm ơn bạn, bản sau sẽ sửa.' });
    const receipt = await new Visitor(context.app).get(places[0]!);
    expect(wordsOf(receipt.body)).toMatch(/Đã trả lời .*Cảm ơn bạn, bản sau sẽ sửa\./);
    expect(receipt.body).not.toContain('nay làm ở xã');
    expect(wordsOf((await author.get('/bien-soan/phan-anh?trang-thai=answered')).body)).toContain('nay làm ở xã');
  });

  it('stands at every question of a result, and names that very question', async () => {
    await learner.get(`${MODULE}/kiem-tra`);
    const intro = (await learner.get(`${MODULE}/kiem-tra`)).body;
    await learner.post(`${MODULE}/kiem-tra`, { clientKey: hiddenIn(intro, 'clientKey') });
    const [attempt] = await context.db.query('SELECT id FROM attempt');
    await learner.get(`${MODULE}/kiem-tra/cau/1`);
    await context.db.query(`UPDATE attempt SET submitted_at = now(), passed = false, correct_count = 0 WHERE id = $1`, [
      attempt.id,
    ]);
    const result = (await learner.get(`${MODULE}/ket-qua/${attempt.id}`)).body;
    const questions = result.match(/<h3 class="card-title">/g)!.length;
    expect(result.match(/\/bao-sai\?/g)).toHaveLength(questions);
    const link = linkIn(result);
    const form = (await learner.get(link)).body;
    expect(wordsOf(form)).toContain('câu hỏi: “');
    const [clientKey, ban, cau] = ['clientKey', 'ban', 'cau'].map((name) => hiddenIn(form, name));
    await learner.post(`${MODULE}/bao-sai`, {
      clientKey: clientKey!,
      ban: ban!,
      cau: cau!,
      kind: 'wrong',
      message: 'Đáp án cũ.',
    });
    const saved = await row(clientKey!);
    expect(saved).toMatchObject({ module_version_id: versionId, page: null, question_version_id: cau });
    expect(saved.reporter_id).not.toBeNull();
  });

  it('knows no page or question that the version does not have', async () => {
    const visitor = new Visitor(context.app);
    const nobody = '01934b5e-0000-7000-8000-000000000000';
    for (const query of ['?ban=9', '?ban=1&trang=9', '?ban=1&trang=x', `?ban=1&cau=${nobody}`, '?ban=1&cau=x']) {
      expect([query, (await visitor.get(`${MODULE}/bao-sai${query}`)).status]).toEqual([query, 404]);
    }
    expect((await visitor.get(`/phan-anh/${nobody}`)).status).toBe(404);
    expect((await learner.get('/bien-soan/phan-anh')).status).toBe(403);
  });

  it('asks a device that sends too many to wait, and keeps what was typed', async () => {
    const visitor = new Visitor(context.app);
    let last = { status: 0, body: '' };
    for (let count = 0; count < 11; count += 1) {
      const form = (await visitor.get(`${MODULE}/bao-sai`)).body;
      const [clientKey, ban] = [hiddenIn(form, 'clientKey'), hiddenIn(form, 'ban')];
      last = await visitor.post(`${MODULE}/bao-sai`, { clientKey, ban, message: `Lần ${count}` });
    }
    expect([last.status, last.body.includes('Lần 10')]).toEqual([429, true]);
  });
});

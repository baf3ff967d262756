import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ImportCourse, Modules, type ModuleContent } from '#libs/catalogue';
import { Visitor } from './browserless.js';
import { hiddenIn, signedIn, wordsOf } from './people.js';
import { createWebContext, type WebContext } from './web-context.js';

describe('a course made in the studio without JavaScript', () => {
  let context: WebContext;
  let author: Visitor;
  let reviewer: Visitor;
  let reader: Visitor;
  let content: ModuleContent;
  let desk: string;

  beforeAll(async () => {
    context = await createWebContext();
    await context.get(ImportCourse).fromFolder('seed/courses/a-dich-vu-cong-truc-tuyen');
    const { version } = await context.get(Modules).bySlug('dich-vu-cong-truc-tuyen', 'mot-cua-so');
    [{ content }] = await context.db.query('SELECT content FROM module_version WHERE id = $1', [version.versionId]);
    author = await signedIn(context, 'Lò Thị Mai', 'author', 'reviewer');
    reviewer = await signedIn(context, 'Tẩn Thị Ín', 'reviewer');
    reader = new Visitor(context.app);
  });
  afterAll(() => context.close());

  const pathOf = (location: string | undefined) => location!.split('?')[0]!;

  async function newModule(title: string): Promise<string> {
    const form = await author.get(`${desk}/bai-moi`);
    const clientKey = hiddenIn(form.body, 'clientKey');
    const made = await author.post(`${desk}/bai-moi`, { clientKey, title, slug: '' }, { follow: false });
    expect([made.status, made.location]).toEqual([303, expect.stringContaining('thong-bao=module-created')]);
    const id = pathOf(made.location).split('/').at(-1)!;
    await context.db.query('UPDATE module_draft SET content = $2 WHERE module_id = $1', [
      id,
      JSON.stringify({ ...content, title }),
    ]);
    return id;
  }

  async function approveModule(id: string) {
    const revision = hiddenIn((await author.get(`/bien-soan/${id}`)).body, 'revision');
    await author.post(`/bien-soan/${id}/gui-duyet`, { revision, note: '' });
    const path = (await reviewer.get('/kiem-duyet')).body.match(/href="(\/kiem-duyet\/[0-9a-f-]{36})"/)![1]!;
    await decide(path);
  }

  async function decide(path: string, decision = 'approved') {
    const contentHash = hiddenIn((await reviewer.get(path)).body, 'contentHash');
    return reviewer.post(`${path}/quyet-dinh`, { decision, contentHash, note: '' });
  }

  const arrange = async (viec: string, moduleId: string) => {
    const revision = hiddenIn((await author.get(desk)).body, 'revision');
    return author.post(`${desk}/danh-sach`, { revision, viec, moduleId });
  };
  const propose = async () => {
    const revision = hiddenIn((await author.get(desk)).body, 'revision');
    return author.post(`${desk}/de-nghi`, { revision, note: 'Bản đầu' });
  };
  const proposalPath = async () =>
    (await reviewer.get('/kiem-duyet')).body.match(/href="(\/kiem-duyet\/chuyen-de\/[^"]+)"/)?.[1];

  it('is refused beside its fields with what was typed, then made once', async () => {
    const form = await author.get('/bien-soan/chuyen-de-moi');
    const clientKey = hiddenIn(form.body, 'clientKey');
    const typed = { clientKey, title: 'Mua bán trên mạng', summary: '', audience: 'Mọi người', slug: 'Có Dấu' };
    const refused = await author.post('/bien-soan/chuyen-de-moi', typed);
    expect(refused.status).toBe(422);
    expect(wordsOf(refused.body)).toContain('Bạn viết tóm tắt');
    expect(refused.body).toContain('value="Mua bán trên mạng"');
    expect(hiddenIn(refused.body, 'clientKey')).toBe(clientKey);
    const whole = { ...typed, summary: 'Mua đúng hàng, trả đúng tiền.', slug: '' };
    const bad = await author.post('/bien-soan/chuyen-de-moi', { ...whole, slug: 'dich-vu-cong-truc-tuyen' });
    expect([bad.status, wordsOf(bad.body).includes('Địa chỉ này đã có trang khác dùng')]).toEqual([422, true]);
    const made = [1, 2].map(() => author.post('/bien-soan/chuyen-de-moi', whole, { follow: false }));
    const places = (await Promise.all(made)).map(({ location }) => pathOf(location));
    expect(new Set(places)).toEqual(new Set([`/bien-soan/chuyen-de/${clientKey}`]));
    desk = places[0]!;
    expect(wordsOf((await author.get(desk)).body)).toContain('/chuyen-de/mua-ban-tren-mang');
    expect((await reader.get('/chuyen-de/mua-ban-tren-mang')).status).toBe(404);
  });

  it('changes its address until it is published', async () => {
    const path = `${desk}/thong-tin`;
    const revision = hiddenIn((await author.get(path)).body, 'revision');
    const words = { title: 'Mua bán trên mạng', summary: 'Mua đúng hàng, trả đúng tiền.', audience: '' };
    const refused = await author.post(path, { ...words, title: 'Gõ rồi', revision, slug: 'a--b' });
    expect([refused.status, refused.body.includes('value="Gõ rồi"')]).toEqual([422, true]);
    const saved = await author.post(path, { ...words, revision, slug: 'cho-tren-mang' }, { follow: false });
    expect(saved.status).toBe(303);
    const stale = await author.post(path, { ...words, title: 'Tên cũ', revision, slug: 'cho-tren-mang' });
    expect([stale.status, stale.body.includes('value="Tên cũ"')]).toEqual([409, true]);
  });

  it('is read by learners once its modules and its list are approved by a second person', async () => {
    const [first, second] = [await newModule('Chọn người bán'), await newModule('Trả tiền')];
    expect(wordsOf((await author.get(desk)).body)).toContain('Bài được duyệt rồi mới thêm vào danh sách được.');
    for (const id of [first, second]) await approveModule(id);
    expect(wordsOf((await author.get(`/bien-soan/${first}`)).body)).toContain('chưa ở trong danh sách');
    expect((await reader.get('/hoc/cho-tren-mang/chon-nguoi-ban')).status).toBe(404);
    await arrange('them', second!);
    await arrange('them', first!);
    const shown = await arrange('len', first!);
    expect(wordsOf(shown.body)).toMatch(/Chọn người bán .*Trả tiền/);
    const sent = await propose();
    expect(wordsOf(sent.body)).toContain('Danh sách này đang chờ duyệt');
    const path = (await proposalPath())!;
    expect((await author.get(path)).body).not.toContain('name="decision"');
    const contentHash = hiddenIn((await reviewer.get(path)).body, 'contentHash');
    const own = await author.post(`${path}/quyet-dinh`, { decision: 'approved', contentHash, note: '' });
    expect(own.status).toBe(403);
    const returned = await decide(path, 'returned');
    expect([returned.status, wordsOf(returned.body).includes('Bạn ghi chỗ phải sửa')]).toEqual([422, true]);
    expect((await reader.get('/chuyen-de/cho-tren-mang')).status).toBe(404);
    const approved = await decide(path);
    expect(wordsOf(approved.body)).toContain('Người học thấy danh sách mới');
    const course = await reader.get('/chuyen-de/cho-tren-mang');
    expect(wordsOf(course.body)).toMatch(/Mua bán trên mạng.*Chọn người bán.*Trả tiền/);
    expect((await reader.get('/hoc/cho-tren-mang/chon-nguoi-ban/trang/1')).status).toBe(200);
    const facts = wordsOf((await author.get(`${desk}/thong-tin`)).body);
    expect(facts).toContain('Đã đăng rồi thì địa chỉ không đổi nữa');
  });

  it('gets another list, and shows the reviewer what it changes', async () => {
    const [{ id: second }] = await context.db.query(`SELECT id FROM module WHERE slug = 'tra-tien'`);
    await arrange('bo', second);
    await propose();
    const path = (await proposalPath())!;
    expect((await reviewer.get(path)).body).toMatch(/<del>Bài CD1-2\. Trả tiền<\/del>/);
    await decide(path);
    expect(wordsOf((await reader.get('/chuyen-de/cho-tren-mang')).body)).not.toContain('Trả tiền');
    expect((await reader.get('/hoc/cho-tren-mang/tra-tien/trang/1')).status).toBe(200);
    expect(wordsOf((await author.get('/bien-soan')).body)).toContain('Mua bán trên mạng Danh sách bài: bản 2');
  });

  it('takes a draft of a list away after asking, and a proposal back', async () => {
    const [{ id: second }] = await context.db.query(`SELECT id FROM module WHERE slug = 'tra-tien'`);
    await arrange('them', second);
    await propose();
    const body = (await author.get(desk)).body;
    await author.post(body.match(/action="([^"]+\/rut)"/)![1]!, {});
    expect(await proposalPath()).toBeUndefined();
    const ask = await author.get(`${desk}/bo-nhap`);
    await author.post(`${desk}/bo-nhap`, { revision: hiddenIn(ask.body, 'revision') });
    expect(wordsOf((await author.get(desk)).body)).toContain('Danh sách giống hệt bản đang dùng');
  });

  it('is closed to others and knows no other ids', async () => {
    const nobody = '01934b5e-0000-7000-8000-000000000000';
    expect((await reviewer.get(desk)).status).toBe(403);
    expect((await reviewer.get(`/kiem-duyet/chuyen-de/${nobody}`)).status).toBe(404);
    for (const rest of ['', '/thong-tin', '/bai-moi', '/bo-nhap']) {
      expect((await author.get(`/bien-soan/chuyen-de/${nobody}${rest}`)).status).toBe(404);
    }
  });
});

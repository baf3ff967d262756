import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Targets } from '#libs/campaigns';
import { Adjustments } from '#libs/learning';
import { Clock, JobRunner, UnitOfWork, addDays, startOfLocalDay } from '#libs/platform';
import { Memberships } from '#libs/rosters';
import { committeeDesk, finish, somebody, text, visitorAs } from './committee-desk.js';
import { createWebContext, type WebContext } from './web-context.js';

describe('two snapshots compared, without JavaScript', () => {
  let context: WebContext;
  let desk: Awaited<ReturnType<typeof committeeDesk>>;
  let committee: Awaited<ReturnType<typeof visitorAs>>;
  let today: string;
  let yesterday: string;
  let first: string;
  let second: string;
  beforeAll(async () => {
    context = await createWebContext();
    desk = await committeeDesk(context);
    committee = await visitorAs(context, 'Lê Thị Thanh', 'committee', [desk.units.province]);
    today = context.get(Clock).today();
    yesterday = addDays(today, -1);
    await liveThrough();
  });
  afterAll(() => context.close());

  const citizen = (from?: string) => [{ unitId: desk.units.commune, capacity: 'citizen', ...(from && { from }) }];
  const complete = async (personId: string, at?: Date) => {
    const made = [];
    for (const module of desk.modules) made.push(await finish(context, personId, module, at));
    return made;
  };
  const freeze = async (day: string, unitId = desk.units.province) => {
    await committee.get('/bao-cao');
    const clientKey = randomUUID();
    await committee.post('/bao-cao/chot', { unitId, day, title: `Bản ${day}`, clientKey }, { follow: false });
    return clientKey;
  };

  /** Between the two: one joins, one leaves, one moves, one completes, one's completion comes late, one's is voided. */
  async function liveThrough() {
    const before = startOfLocalDay(addDays(today, -3));
    const doubted = await complete(await somebody(context, 'Người Bị Hủy', citizen()), before);
    const leaver = await somebody(context, 'Người Rời', citizen());
    await complete(leaver, before);
    const mover = await somebody(context, 'Người Chuyển', citizen());
    const [late, learner] = [
      await somebody(context, 'Người Muộn', citizen()),
      await somebody(context, 'Người Học', citizen()),
    ];
    first = await freeze(yesterday);
    await somebody(context, 'Người Mới', citizen(today));
    await complete(late, before);
    await complete(learner);
    await context.get(UnitOfWork).run(async (tx) => {
      const of = async (id: string) => (await context.get(Memberships).of(id))[0]!.id;
      await context.get(Memberships).end(tx, await of(leaver), today);
      await context.get(Memberships).end(tx, await of(mover), today);
      const place = { personId: mover, unitId: desk.units.other, capacity: 'citizen', source: 'roster' as const };
      await context.get(Memberships).add(tx, { ...place, from: today });
      const target = {
        campaignId: desk.campaignId,
        unitId: desk.units.commune,
        line: 'citizen',
        denominator: 'roster' as const,
      };
      await context.get(Targets).put(tx, { ...target, goalPercent: 80, dueOn: '2027-06-30' }, null);
    });
    const paper = { reason: 'Làm hộ', documentNumber: '05-BB/ĐU', documentDate: '2026-01-05' };
    await context.get(Adjustments).void({ completionId: doubted[0]!.id, ...paper, authorId: committee.personId });
    second = await freeze(today);
  }

  it('tells late knowledge from what happened since, and adds up', async () => {
    expect((await committee.get(`/bao-cao/chot/${first}`)).body).toContain(`/bao-cao/chot/${first}/so-sanh`);
    const choose = await committee.get(`/bao-cao/chot/${first}/so-sanh`);
    expect(choose.body).toContain(`/bao-cao/chot/${first}/so-sanh?voi&#x3D;${second}`);
    const words = text((await committee.get(`/bao-cao/chot/${second}/so-sanh?voi=${first}`)).body);
    expect(words).toMatch(
      new RegExp(
        'Người dân Vì sao Trong danh sách Hoàn thành Bản trước 5 2 ' +
          'Biết muộn: đã hoàn thành từ trước mà nay mới ghi, hoặc được khôi phục \\+1 ' +
          'Biết muộn: nay không tính là hoàn thành −1 ' +
          'Trong kỳ: người mới vào danh sách \\+1 ' +
          'Trong kỳ: người rời danh sách −1 −1 ' +
          'Trong kỳ: hoàn thành mới \\+1 ' +
          'Bản sau 5 2',
      ),
    );
    const n = desk.modules.length;
    expect(words).toContain(`${n} lượt hoàn thành mô-đun của 1 người. 1 người đổi chỗ bên trong đơn vị.`);
    expect(words).toContain(`${n} lượt hoàn thành có từ trước ngày của bản trước mà sau mới ghi`);
    expect(words).toContain('1 lần hủy và 0 lần khôi phục');
    expect(words).toContain('Xã Bình Lư Người dân chưa có 80%, theo danh sách');
  });

  it('is taken away as a workbook, asked for with a purpose', async () => {
    const compared = `/bao-cao/chot/${second}/so-sanh`;
    const page = await committee.get(`${compared}?voi=${first}`);
    const form = Object.fromEntries(
      ['clientKey', 'otherId'].map((name) => [
        name,
        page.body.match(new RegExp(`name="${name}" value="([^"]*)"`))![1]!,
      ]),
    );
    const refused = await committee.post(`${compared}/tep`, { ...form, purpose: 'a&b' });
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('value="a&amp;b"');
    expect(refused.body).toContain(`name="otherId" value="${first}"`);
    expect(refused.body).toContain(`name="clientKey" value="${form.clientKey}"`);
    const { location } = await committee.post(
      `${compared}/tep`,
      { ...form, purpose: 'Báo cáo quý' },
      { follow: false },
    );
    await context.get(JobRunner).drain();
    const ready = await committee.get(location!);
    expect(text(ready.body)).toContain(`so-sanh-${yesterday}-va-${today}-du-thao.xlsx`);
    expect(text(ready.body)).toContain('chưa phải cả hai bản chốt đều được ký xác nhận');
    expect(ready.body).toContain(`href="${compared}?voi&#x3D;${first}"`);
    expect((await committee.get(`${location}/tai`)).headers['content-type']).toContain('spreadsheetml');
  });

  it('refuses what cannot be compared', async () => {
    const other = await freeze(today, desk.units.commune);
    const compare = (a: string, b: string) => committee.get(`/bao-cao/chot/${a}/so-sanh?voi=${b}`);
    expect((await compare(first, first)).status).toBe(409);
    const different = await compare(first, other);
    expect(different.status).toBe(409);
    expect(text(different.body)).toContain('không cùng đơn vị');
    const earlier = await freeze(addDays(today, -2));
    expect(text((await compare(earlier, second)).body)).toContain('lại được chốt trước');
    expect((await compare(first, randomUUID())).status).toBe(404);
    const elsewhere = await visitorAs(context, 'Đèo Văn Long', 'committee', [desk.units.other]);
    expect((await elsewhere.get(`/bao-cao/chot/${first}/so-sanh?voi=${second}`)).status).toBe(403);
  });
});

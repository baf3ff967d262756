import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { Actor } from '#libs/identity';
import { AdjustmentDesk, Adjustments, Completions } from '#libs/learning';
import { RostersModule, UndoMerge } from '#libs/rosters';
import { UnitOfWork, newId } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { ReportingModule } from '../reporting.module.js';
import { makeActor, makeMember, makeReportingWorld, type ReportingWorld } from '../reporting-world.fixtures.js';
import { completionTexts } from '../texts.vi.js';
import { CompletionsCsv } from './completions-csv.service.js';

const words = completionTexts.columns;
const NOVEMBER = { from: '2026-11-01', to: '2026-11-30', purpose: 'Đối chiếu với sổ của xã' };

describe('completions as CSV', () => {
  let context: TestContext;
  let world: ReportingWorld;
  let committee: Actor;
  beforeAll(async () => {
    context = await createTestContext({ imports: [ReportingModule, RostersModule] });
    world = await makeReportingWorld(context);
    committee = await makeActor(context, 'Lò Văn Páo', 'committee', [world.province, world.office]);
  });
  afterAll(() => context.close());

  const text = async (change = {}, actor = committee) => {
    const { stream } = await context.get(CompletionsCsv).open(actor, { ...NOVEMBER, ...change });
    let whole = '';
    for await (const chunk of stream) whole += String(chunk);
    return whole;
  };
  const rows = async (change = {}, actor = committee) =>
    parse(await text(change, actor), { delimiter: ';', bom: true, columns: true }) as Record<string, string>[];
  const citizen = (unitId = world.commune) => ({ unitId, capacity: 'citizen' });

  it('writes one row per completion and line, countable once, and names nobody', async () => {
    const member = await makeMember(context, world, [citizen(), { unitId: world.office, capacity: 'official' }], {
      at: '2026-11-03T17:30:00Z',
      change: { source: 'group', timeQuality: 'attested' },
    });
    const whole = await text();
    expect(whole.startsWith('\ufeff')).toBe(true);
    expect(whole).not.toContain(member.personId);
    expect(whole).not.toContain(member.completionId!);
    expect(whole).not.toContain('Lò Thị Mai');
    const read = await rows();
    expect(read.map((row) => [row[words.unitCode], row[words.counted]])).toEqual([
      ['so-khcn', '1'],
      ['03390', '0'],
    ]);
    expect(read[1]).toEqual({
      [words.unitCode]: '03390',
      [words.unitName]: 'Xã Bình Lư',
      [words.capacity]: 'Người dân',
      [words.module]: 'A1',
      [words.version]: '1',
      // 17:30 UTC is past midnight in Viet Nam.
      [words.day]: '2026-11-04',
      [words.source]: 'Buổi học cộng đồng',
      [words.timeQuality]: 'Người hướng dẫn',
      [words.state]: 'Có giá trị',
      [words.flagged]: '',
      [words.counted]: '0',
    });
  });

  it('credits the unit of the day of completion, within the asker’s units', async () => {
    const moved = { at: '2026-10-05T02:00:00Z' };
    const places = [
      { ...citizen(), to: '2026-10-10' },
      { ...citizen(world.otherCommune), from: '2026-10-10' },
    ];
    await makeMember(context, world, places, moved);
    await makeMember(context, world, [{ ...citizen(), from: '2026-10-10' }], moved);
    const october = { from: '2026-10-01', to: '2026-10-31' };
    expect((await rows(october)).map((row) => row[words.unitCode])).toEqual(['03390']);
    const other = await makeActor(context, 'Vàng A Sử', 'committee', [world.otherCommune]);
    expect(await rows(october, other)).toEqual([]);
  });

  it('takes whole local days', async () => {
    for (const at of ['2026-09-09T16:59:59Z', '2026-09-09T17:00:00Z', '2026-09-10T16:59:59Z', '2026-09-10T17:00:00Z'])
      await makeMember(context, world, [citizen()], { at });
    const day = await rows({ from: '2026-09-10', to: '2026-09-10' });
    expect(day.map((row) => row[words.day])).toEqual(['2026-09-10', '2026-09-10']);
  });

  it('shows what was voided, counts it no more, and marks what is flagged', async () => {
    const at = '2026-08-05T02:00:00Z';
    const { completionId } = await makeMember(context, world, [citizen()], { at });
    const adjustment = {
      completionId: completionId!,
      reason: 'Nhập nhầm người',
      documentNumber: '12-TB/ĐU',
      documentDate: '2026-11-01',
    };
    await context.get(Adjustments).void({ ...adjustment, authorId: committee.personId });
    const flagged = await makeMember(context, world, [citizen()], { at: '2026-08-06T02:00:00Z' });
    await context.db.query(
      `INSERT INTO completion_flag (id, completion_id, kind, recorded_at) VALUES ($1, $2, 'fast', $3)`,
      [newId(), flagged.completionId, context.clock.now()],
    );
    const august = await rows({ from: '2026-08-01', to: '2026-08-31' });
    expect(august.map((row) => [row[words.state], row[words.flagged], row[words.counted]])).toEqual([
      ['Đã hủy', '', '0'],
      ['Có giá trị', 'Có', '1'],
    ]);
  });

  it('takes merged people for one', async () => {
    const at = '2026-07-05T02:00:00Z';
    const { personId: from } = await makeMember(context, world, [], { at });
    const { personId: into } = await makeMember(context, world, [citizen()]);
    const july = { from: '2026-07-01', to: '2026-07-31' };
    expect(await rows(july)).toHaveLength(0);
    await context.db.query(
      'INSERT INTO person_merge (id, from_person_id, into_person_id, recorded_at) VALUES ($1, $2, $3, $4)',
      [newId(), from, into, context.clock.now()],
    );
    expect((await rows(july)).map((row) => row[words.unitCode])).toEqual(['03390']);
  });

  it.each([
    ['kept', '2026-05', '03390'],
    ['joined', '2026-04', '03394'],
  ] as const)(
    'leaves what the %s record earned while merged with it when the merge is undone',
    async (who, month, own) => {
      const manager = await makeActor(context, 'Vàng Thị Dợ', 'unit_manager', [world.province]);
      const { personId: kept } = await makeMember(context, world, [citizen()]);
      const { personId: joined } = await makeMember(context, world, [citizen(world.otherCommune)]);
      const mergeId = newId();
      await context.db.query(
        'INSERT INTO person_merge (id, from_person_id, into_person_id, recorded_at) VALUES ($1, $2, $3, $4)',
        [mergeId, joined, kept, context.clock.now()],
      );
      context.clock.advance(60);
      const { completion } = await context.get(UnitOfWork).run((tx) =>
        context.get(Completions).record(tx, {
          personId: who === 'kept' ? kept : joined,
          moduleId: world.moduleId,
          moduleVersionId: world.moduleVersionId,
          source: 'self',
          completedAt: new Date(`${month}-05T02:00:00Z`),
        }),
      );
      const credited = async () =>
        (await rows({ from: `${month}-01`, to: `${month}-30` })).map((row) => [
          row[words.unitCode],
          row[words.counted],
        ]);
      const shownOf = async (personId: string) =>
        (await context.get(AdjustmentDesk).person(committee, personId, 'Đối chiếu')).completions.map(({ id }) => id);
      expect(await credited()).toEqual([
        ['03390', '1'],
        ['03394', '0'],
      ]);
      expect([await shownOf(kept), await shownOf(joined)]).toEqual([[completion.id], [completion.id]]);
      context.clock.advance(60);
      await context.get(UndoMerge).undo(manager, mergeId, 'Hai chị em sinh đôi');
      expect(await credited()).toEqual([[own, '1']]);
      expect([await shownOf(kept), await shownOf(joined)]).toEqual(
        who === 'kept' ? [[completion.id], []] : [[], [completion.id]],
      );
    },
  );

  it('reads more than a batch, and lets its connection go when nobody reads on', async () => {
    await context.db.query(
      `WITH p AS (INSERT INTO person (id) SELECT gen_random_uuid() FROM generate_series(1, 2500) RETURNING id),
         m AS (INSERT INTO membership (id, person_id, unit_id, capacity, source, valid_from, recorded_at)
           SELECT gen_random_uuid(), id, $1, 'citizen', 'roster', '2026-01-01', '2026-01-01' FROM p)
       INSERT INTO completion (id, person_id, module_id, module_version_id, completed_at, recorded_at, source)
         SELECT gen_random_uuid(), id, $2, $3, '2026-06-05', '2026-06-05', 'self' FROM p`,
      [world.commune, world.moduleId, world.moduleVersionId],
    );
    const june = { from: '2026-06-01', to: '2026-06-30' };
    expect(await rows(june)).toHaveLength(2500);
    // The pool holds four connections; the fifth reader waits for ever if one is kept.
    for (let i = 0; i < 6; i += 1) {
      const { stream } = await context.get(CompletionsCsv).open(committee, { ...NOVEMBER, ...june });
      for await (const chunk of stream) if (String(chunk).includes('03390')) break;
    }
    expect(await rows(june)).toHaveLength(2500);
  });

  it('is audited with its purpose before the first byte, and refused without one', async () => {
    const count = async () =>
      (await context.db.query(`SELECT count(*) AS n FROM audit WHERE action = 'completions.export'`))[0].n;
    const before = await count();
    const opened = await context.get(CompletionsCsv).open(committee, NOVEMBER);
    expect(await count()).toBe(before + 1);
    opened.stream.destroy();
    const open = (change: object, actor = committee) =>
      context.get(CompletionsCsv).open(actor, { ...NOVEMBER, ...change });
    await expect(open({ purpose: '' })).rejects.toMatchObject({ fields: { purpose: 'purpose.required' } });
    await expect(open({ from: '2026-11-31', to: 'x' })).rejects.toMatchObject({
      fields: { from: 'day.invalid', to: 'day.invalid' },
    });
    await expect(open({ to: '2026-10-01' })).rejects.toMatchObject({ fields: { to: 'completions.to-before-from' } });
    const manager = await makeActor(context, 'Vàng Thị Dợ', 'unit_manager', [world.province]);
    await expect(open({}, manager)).rejects.toMatchObject({ code: 'access.denied' });
    expect(await count()).toBe(before + 1);
  });
});

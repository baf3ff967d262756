import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import exceljs from 'exceljs';
import { CompareSnapshots, Snapshots, Targets, ViewFlow } from '#libs/campaigns';
import type { Actor } from '#libs/identity';
import { JobRunner } from '#libs/platform';
import { RostersModule } from '#libs/rosters';
import { createTestContext, type TestContext } from '#libs/testing';
import { makeActor, makeMember, makeReportingWorld, type ReportingWorld } from './reporting-world.fixtures.js';
import { ReportingModule } from './reporting.module.js';
import { Reports } from './reports.service.js';

const PURPOSE = 'Báo cáo quý IV';
const NOVEMBER = { from: '2026-11-01', to: '2026-11-20' };

describe('files counted from the facts', () => {
  let context: TestContext;
  let world: ReportingWorld;
  let maker: Actor;
  let signer: Actor;
  let outsider: Actor;
  let reports: Reports;
  let october: string;
  let november: string;

  beforeAll(async () => {
    context = await createTestContext({ imports: [ReportingModule, RostersModule] });
    world = await makeReportingWorld(context);
    maker = await makeActor(context, 'Lò Văn Páo', 'committee', [world.province]);
    signer = await makeActor(context, 'Tẩn Thị Ín', 'committee', [world.province]);
    outsider = await makeActor(context, 'Vàng A Sử', 'committee', [world.commune]);
    reports = context.get(Reports);
    const place = { unitId: world.commune, capacity: 'citizen' };
    await makeMember(context, world, [place], { at: '2026-10-02T02:00:00Z' });
    await makeMember(context, world, [place]);
    october = await frozen('2026-10-31');
    context.clock.advance(60);
    await makeMember(context, world, [place], { at: '2026-11-02T02:00:00Z', change: { source: 'group' } });
    await makeMember(context, world, [{ ...place, unitId: world.otherCommune, from: '2026-11-05' }]);
    await makeMember(context, world, [place], { at: '2026-10-20T02:00:00Z' });
    await context.get(Targets).set(maker, {
      campaignId: world.campaignId,
      unitId: world.province,
      line: 'citizen',
      denominator: 'declared',
      declaredNumber: 5400,
      goalPercent: 97.5,
      dueOn: '2026-12-31',
      definition: 'người từ 18 tuổi trở lên',
      sourceDocument: '12-KH/ĐU',
      sourceDate: '2026-01-15',
    });
    november = await frozen('2026-11-20');
  });
  afterAll(() => context.close());

  const frozen = async (day: string) => {
    const request = { campaignId: world.campaignId, unitId: world.province, day, title: day, clientKey: randomUUID() };
    return context.get(Snapshots).freeze(maker, request);
  };
  const flow = (change = {}, actor = maker) =>
    reports.requestFlow(actor, {
      campaignId: world.campaignId,
      unitId: world.province,
      ...NOVEMBER,
      format: 'xlsx',
      purpose: PURPOSE,
      clientKey: randomUUID(),
      ...change,
    });
  const comparison = (change = {}, actor = maker) =>
    reports.requestComparison(actor, {
      snapshotId: october,
      otherSnapshotId: november,
      format: 'xlsx',
      purpose: PURPOSE,
      clientKey: randomUUID(),
      ...change,
    });
  const build = () => context.get(JobRunner).drain();
  const bookOf = async (id: string) => {
    const { stream } = await reports.open(maker, id);
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const book = new exceljs.Workbook();
    await book.xlsx.load(Buffer.concat(chunks) as never);
    return book;
  };
  const table = (sheet: exceljs.Worksheet, header: number) =>
    Array.from({ length: sheet.rowCount - header }, (_, i) =>
      Array.from({ length: sheet.columnCount }, (_cell, j) => sheet.getCell(header + 1 + i, j + 1).value),
    );
  const code = (expected: string) => expect.objectContaining({ code: expected });
  const audit = (action: string, subject: string) =>
    context.db.query(
      'SELECT actor_id AS "actorId", purpose, details FROM audit WHERE action = $1 AND subject_id = $2',
      [action, subject],
    );

  it('tells what came about in a period, as the page does', async () => {
    const id = await flow();
    expect(await reports.status(maker, id)).toMatchObject({
      kind: 'flow',
      state: 'waiting',
      snapshotId: null,
      fileName: 'phat-sinh-2026-11-01-den-2026-11-20.xlsx',
    });
    await build();
    const sheet = (await bookOf(id)).getWorksheet('Phát sinh trong kỳ')!;
    expect(table(sheet, 5)).toEqual([
      ['12', 'Tỉnh Lai Châu', 0, 'Tất cả', 1, 1, 1, 1],
      ['12', 'Tỉnh Lai Châu', 0, 'Người dân', 1, 1, 1, 1],
      ['03390', 'Xã Bình Lư', 1, 'Tất cả', 1, 1, 1, 1],
      ['03390', 'Xã Bình Lư', 1, 'Người dân', 1, 1, 1, 1],
    ]);
    const page = await context.get(ViewFlow).table(maker, world.campaignId, { unitId: world.province, ...NOVEMBER });
    expect(page.rows.find(({ level, line }) => level === 0 && line === 'all')).toMatchObject({ completions: 1 });
  });

  it('tells of a period only what was known when it was asked for', async () => {
    const id = await flow();
    context.clock.advance(60);
    const place = { unitId: world.otherCommune, capacity: 'citizen' };
    await makeMember(context, world, [place], { at: '2026-11-12T02:00:00Z' });
    const later = await flow();
    await build();
    const completions = async (of: string) => (await bookOf(of)).worksheets[0].getCell('E6').value;
    expect([await completions(id), await completions(later)]).toEqual([1, 2]);
  });

  it('bridges two snapshots, whichever is named first, and says that they are unsigned', async () => {
    const id = await comparison();
    await build();
    expect(await reports.status(maker, id)).toMatchObject({
      kind: 'comparison',
      state: 'ready',
      draft: true,
      snapshotId: november,
      otherSnapshotId: october,
      fileName: 'so-sanh-2026-10-31-va-2026-11-20-du-thao.xlsx',
    });
    const book = await bookOf(id);
    expect(book.worksheets.map(({ name }) => name)).toEqual([
      'So sánh',
      'Giữa hai bản',
      'Chỉ tiêu thay đổi',
      'Giải thích',
    ]);
    const rows = table(book.worksheets[0], 6).filter(([line]) => line === 'Người dân');
    expect(rows).toEqual([
      ['Người dân', 'Bản trước', 2, 1],
      ['Người dân', 'Biết muộn: người có tên từ trước mà nay mới ghi', 2, 1],
      ['Người dân', 'Trong kỳ: người mới vào danh sách', 1, null],
      ['Người dân', 'Trong kỳ: hoàn thành mới', null, 1],
      ['Người dân', 'Bản sau', 5, 3],
    ]);
    expect(book.worksheets[0].getCell('C7').numFmt).toBe('[$-42A]#,##0');
    expect(book.worksheets[0].getCell('C8').numFmt).toContain('+#,##0');
    expect(table(book.worksheets[2], 1)).toEqual([['Tỉnh Lai Châu', 'Người dân', 'chưa có', '97,5%, 5.400 người']]);
    expect(table(book.worksheets[1], 1)[0]).toEqual(['Tất cả', 1, 1, 1, 1, 0]);
    const facts = await context.get(CompareSnapshots).compare(maker, october, november);
    const told = new Map(table(book.worksheets[3], 0).map(([label, text]) => [label, text]));
    expect(told.get('Lượt hoàn thành có từ trước ngày của bản trước mà sau mới ghi')).toBe(`${facts.lateCompletions}`);
    expect(told.get('SHA-256 của bản sau')).toBe(facts.second.sha256);
  });

  it('drops the mark once both were signed off', async () => {
    context.clock.advance(60);
    for (const id of [october, november]) {
      const { sha256 } = await context.get(Snapshots).get(maker, id);
      await context.get(Snapshots).signOff(signer, id, sha256);
      const asked = await comparison();
      expect((await reports.status(maker, asked)).draft).toBe(id === october);
    }
  });

  it('writes down who asked for what, and why', async () => {
    const [first, second] = [await flow(), await comparison()];
    await build();
    const subjects = [
      { kind: 'flow', campaignId: world.campaignId, unitId: world.province, ...NOVEMBER },
      { kind: 'comparison', snapshotId: november, otherSnapshotId: october },
    ];
    for (const [i, id] of [first, second].entries()) {
      expect(await audit('report.request', id)).toEqual([
        { actorId: maker.personId, purpose: PURPOSE, details: { ...subjects[i], format: 'xlsx', draft: false } },
      ]);
      (await reports.open(signer, id)).stream.destroy();
      expect(await audit('report.open', id)).toEqual([
        { actorId: signer.personId, purpose: PURPOSE, details: { ...subjects[i], format: 'xlsx' } },
      ]);
    }
  });

  it('makes one file of a form sent twice, and refuses its key for another', async () => {
    const clientKey = randomUUID();
    const id = await flow({ clientKey });
    expect(await flow({ clientKey })).toBe(id);
    await expect(flow({ clientKey, to: '2026-11-19' })).rejects.toEqual(code('report.key-taken'));
    await expect(comparison({ clientKey })).rejects.toEqual(code('report.key-taken'));
  });

  it('is for those who may export the unit', async () => {
    const id = await flow();
    await expect(flow({}, outsider)).rejects.toEqual(code('scope.outside'));
    await expect(comparison({}, outsider)).rejects.toEqual(code('scope.outside'));
    await expect(reports.status(outsider, id)).rejects.toEqual(code('scope.outside'));
    const auditor = { ...outsider, grants: [{ role: 'auditor' as const, unitIds: [world.province] }] };
    await expect(flow({}, auditor)).rejects.toEqual(code('access.denied'));
    await expect(comparison({}, auditor)).rejects.toEqual(code('access.denied'));
  });

  it('says what is wrong with a request', async () => {
    await expect(flow({ format: 'docx', purpose: ' ' })).rejects.toMatchObject({
      code: 'report.invalid',
      fields: { format: 'report.format-unknown', purpose: 'purpose.required' },
    });
    await expect(flow({ to: '2026-10-01' })).rejects.toMatchObject({ fields: { to: 'period.backwards' } });
    await expect(flow({ campaignId: randomUUID() })).rejects.toEqual(code('campaign.unknown'));
    await expect(comparison({ otherSnapshotId: october })).rejects.toEqual(code('comparison.same'));
    await expect(comparison({ otherSnapshotId: randomUUID() })).rejects.toEqual(code('snapshot.unknown'));
  });
});

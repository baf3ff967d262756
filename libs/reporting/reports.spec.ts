import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import exceljs from 'exceljs';
import { Snapshots } from '#libs/campaigns';
import type { Actor } from '#libs/identity';
import { ChangeUnit } from '#libs/organisation';
import { JobRunner, Storage, UnitOfWork } from '#libs/platform';
import { RostersModule } from '#libs/rosters';
import { createTestContext, type TestContext } from '#libs/testing';
import { BuildReport } from './build-report.service.js';
import { ReportingModule } from './reporting.module.js';
import { freeze, makeActor, makeMember, makeReportingWorld, type ReportingWorld } from './reporting-world.fixtures.js';
import { Reports } from './reports.service.js';

const PURPOSE = 'Báo cáo Ban Thường vụ tháng 11';

describe('reports of frozen figures', () => {
  let context: TestContext;
  let world: ReportingWorld;
  let maker: Actor;
  let signer: Actor;
  let outsider: Actor;
  let signed: { id: string; sha256: string };
  let unsigned: { id: string; sha256: string };
  let reports: Reports;

  beforeAll(async () => {
    context = await createTestContext({ imports: [ReportingModule, RostersModule] });
    world = await makeReportingWorld(context);
    maker = await makeActor(context, 'Lò Văn Páo', 'committee', [world.province]);
    signer = await makeActor(context, 'Tẩn Thị Ín', 'committee', [world.province]);
    outsider = await makeActor(context, 'Vàng A Sử', 'committee', [world.commune]);
    const place = { unitId: world.commune, capacity: 'citizen' };
    await makeMember(context, world, [place], { at: '2026-11-02T02:00:00Z' });
    await makeMember(context, world, [place]);
    signed = await freeze(context, world, maker, signer);
    unsigned = await freeze(context, world, maker, null);
    reports = context.get(Reports);
  });
  afterAll(() => context.close());

  const ask = (change = {}, actor = maker) =>
    reports.request(actor, {
      snapshotId: signed.id,
      format: 'xlsx',
      purpose: PURPOSE,
      clientKey: randomUUID(),
      ...change,
    });
  const build = () => context.get(JobRunner).drain();
  const made = async (change = {}) => {
    const id = await ask(change);
    await build();
    return id;
  };
  const audits = (action: string, subject: string) =>
    context.db.query(
      'SELECT actor_id AS "actorId", purpose, details, ip FROM audit WHERE action = $1 AND subject_id = $2',
      [action, subject],
    );
  const bytesOf = async (id: string) => {
    const { stream } = await reports.open(maker, id);
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  };
  const code = (expected: string) => expect.objectContaining({ code: expected });

  it('makes a file by a job and shows where it stands', async () => {
    const id = await ask();
    expect(await reports.status(maker, id)).toMatchObject({
      state: 'waiting',
      draft: false,
      bytes: null,
      makerName: 'Lò Văn Páo',
      purpose: PURPOSE,
      fileName: `so-lieu-2026-11-20-${signed.sha256.slice(0, 8)}.xlsx`,
    });
    await expect(reports.open(maker, id)).rejects.toEqual(code('report.not-ready'));
    await build();
    const status = await reports.status(signer, id);
    expect(status).toMatchObject({ state: 'ready', readyAt: context.clock.now() });
    const file = await bytesOf(id);
    expect(file.length).toBe(status.bytes);
    const book = new exceljs.Workbook();
    await book.xlsx.load(file as never);
    const sheet = book.getWorksheet('Theo đơn vị')!;
    const { rows } = await context.get(Snapshots).document(signed.id);
    const below = rows.filter(({ neither }) => neither?.onRoster);
    expect(below).toHaveLength(2);
    expect(sheet.rowCount - 1).toBe(rows.length + below.length);
    expect(sheet.getCell('E2').value).toBe(2);
    expect(sheet.getCell('H2').value).toBe(1);
  });

  it.each(['docx', 'csv'])('makes a %s too', async (format) => {
    const id = await made({ format });
    expect(await reports.status(maker, id)).toMatchObject({ state: 'ready', format });
    expect((await bytesOf(id)).length).toBeGreaterThan(500);
  });

  it('gives the same numbers for ever, whatever happens to the live tables', async () => {
    const before = await bytesOf(await made({ format: 'csv' }));
    await makeMember(context, world, [{ unitId: world.commune, capacity: 'citizen' }], { at: '2026-11-10T02:00:00Z' });
    await context
      .get(UnitOfWork)
      .run((tx) => context.get(ChangeUnit).rename(tx, world.commune, { name: 'Xã Đổi Tên', on: '2026-11-01' }));
    expect(await bytesOf(await made({ format: 'csv' }))).toEqual(before);
  });

  it('refuses figures that are no longer those that were frozen', async () => {
    const id = await ask();
    const runner = context.get(Snapshots);
    const document = await runner.document(signed.id);
    const build = context.get(BuildReport) as unknown as { snapshots: Pick<Snapshots, 'document'> };
    const honest = build.snapshots;
    build.snapshots = { document: async () => ({ ...document, asOfDay: '2026-11-19' }) };
    await context.get(JobRunner).drain();
    build.snapshots = honest;
    expect(await reports.status(maker, id)).toMatchObject({ state: 'failed' });
    const [job] = await context.db.query(
      'SELECT last_error AS error FROM job WHERE id = (SELECT job_id FROM report WHERE id = $1)',
      [id],
    );
    expect(job.error).toBe('report.figures-changed');
  });

  it('marks what nobody had signed off when it was asked for, and keeps the mark', async () => {
    const id = await made({ snapshotId: unsigned.id, format: 'csv' });
    const name = `so-lieu-2026-11-20-${unsigned.sha256.slice(0, 8)}-du-thao.csv`;
    expect(await reports.status(maker, id)).toMatchObject({ draft: true, fileName: name });
    expect((await bytesOf(id)).toString('utf8')).toContain(';DỰ THẢO;');
    context.clock.advance(60);
    await context.get(Snapshots).signOff(signer, unsigned.id, unsigned.sha256);
    expect(await reports.status(maker, id)).toMatchObject({ draft: true, fileName: name });
    context.clock.advance(60);
    const after = await made({ snapshotId: unsigned.id, format: 'csv' });
    expect(await reports.status(maker, after)).toMatchObject({ draft: false });
    expect((await bytesOf(after)).toString('utf8')).not.toContain('DỰ THẢO');
    expect((await reports.list(signer, unsigned.id)).map((report) => report.id)).toEqual([after, id]);
  });

  it('makes one report of a form sent twice, and refuses its key for another', async () => {
    const clientKey = randomUUID();
    const [first, second] = await Promise.all([ask({ clientKey }), ask({ clientKey })]);
    expect(second).toBe(first);
    const [{ jobs }] = await context.db.query(`SELECT count(*) AS jobs FROM job WHERE payload ->> 'reportId' = $1`, [
      first,
    ]);
    expect(jobs).toBe(1);
    await expect(ask({ clientKey, format: 'csv' })).rejects.toEqual(code('report.key-taken'));
    await expect(ask({ clientKey }, signer)).rejects.toEqual(code('report.key-taken'));
    expect(await audits('report.request', first)).toHaveLength(1);
  });

  it('does its work again without harm', async () => {
    const id = await made({ format: 'csv' });
    const row = () => context.db.query('SELECT * FROM report WHERE id = $1', [id]);
    const before = await row();
    const writtenAt = () => statSync(join(context.config.dataPath, 'files', 'reports', `${id}.csv`)).mtimeMs;
    const written = writtenAt();
    const job = { jobId: randomUUID(), attempt: 2, progress: async () => undefined };
    context.clock.advance(60);
    await context.get(BuildReport).run({ reportId: id }, job);
    expect(await row()).toEqual(before);
    expect(writtenAt()).toBe(written);
    // The worker died after the file was in place and before the row said so.
    const first = await bytesOf(id);
    await context.db.query('UPDATE report SET file_key = NULL, file_bytes = NULL, ready_at = NULL WHERE id = $1', [id]);
    await context.get(BuildReport).run({ reportId: id }, job);
    expect(await bytesOf(id)).toEqual(first);
    const stored = readdirSync(join(context.config.dataPath, 'files', 'reports'));
    expect(stored.filter((name) => name.includes('.part'))).toEqual([]);
  });

  it('writes down who asked, who took it and why', async () => {
    const id = await made({ format: 'csv' });
    expect(await audits('report.request', id)).toEqual([
      {
        actorId: maker.personId,
        purpose: PURPOSE,
        details: { snapshotId: signed.id, format: 'csv', draft: false },
        ip: '10.1.2.3',
      },
    ]);
    const { stream } = await reports.open(signer, id);
    stream.destroy();
    expect(await audits('report.open', id)).toEqual([
      expect.objectContaining({ actorId: signer.personId, purpose: PURPOSE }),
    ]);
  });

  it('is for those who may export the unit', async () => {
    const id = await made({ format: 'csv' });
    const auditor = { ...outsider, grants: [{ role: 'auditor' as const, unitIds: [world.province] }] };
    for (const [actor, refusal] of [
      [outsider, 'scope.outside'],
      [auditor, 'access.denied'],
    ] as const) {
      await expect(ask({}, actor)).rejects.toEqual(code(refusal));
      await expect(reports.status(actor, id)).rejects.toEqual(code(refusal));
      await expect(reports.open(actor, id)).rejects.toEqual(code(refusal));
      await expect(reports.list(actor, signed.id)).rejects.toEqual(code(refusal));
    }
    expect(await audits('report.open', id)).toEqual([]);
  });

  it('says what is wrong with a request', async () => {
    await expect(ask({ format: 'pdf', purpose: ' x ' })).rejects.toMatchObject({
      code: 'report.invalid',
      fields: { format: 'report.format-unknown', purpose: 'purpose.required' },
    });
    await expect(ask({ purpose: 'x'.repeat(301) })).rejects.toMatchObject({
      fields: { purpose: 'purpose.too-long' },
    });
    await expect(ask({ snapshotId: randomUUID() })).rejects.toEqual(code('snapshot.unknown'));
    await expect(reports.status(maker, randomUUID())).rejects.toEqual(code('report.unknown'));
    await expect(reports.list(maker, randomUUID())).rejects.toEqual(code('snapshot.unknown'));
  });

  it('says when the file is gone, or its job', async () => {
    const id = await made({ format: 'csv' });
    rmSync(join(context.config.dataPath, 'files', 'reports', `${id}.csv`));
    await expect(reports.open(maker, id)).rejects.toEqual(code('report.file-gone'));
    const lost = await ask();
    await context.db.query('DELETE FROM job WHERE id = (SELECT job_id FROM report WHERE id = $1)', [lost]);
    expect(await reports.status(maker, lost)).toMatchObject({ state: 'failed' });
  });

  it('throws a half-written file away, and makes it at the next try', async () => {
    const id = await ask({ format: 'csv' });
    const storage = context.get(Storage);
    const discarded: string[] = [];
    storage.stage = async (key) => ({
      path: '/no/such/folder/file',
      commit: () => Promise.reject(new Error('nothing to commit')),
      discard: async () => void discarded.push(key),
    });
    await build();
    delete (storage as Partial<Storage>).stage;
    expect(discarded).toEqual([`reports/${id}.csv`]);
    expect(await reports.status(maker, id)).toMatchObject({ state: 'waiting', readyAt: null });
    await context.db.query('UPDATE job SET run_at = now() WHERE done_at IS NULL');
    await build();
    expect(await reports.status(maker, id)).toMatchObject({ state: 'ready' });
  });
});

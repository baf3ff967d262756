import { describe, expect, it } from '@jest/globals';
import { JobRunner, type JobContext } from '#libs/platform';
import { ImportDesk } from './import-desk.fixtures.js';
import { MapColumns } from './map-columns.service.js';
import { StageImport } from './stage-import.service.js';

const HEADINGS = 'Họ và tên;Ngày sinh;Số điện thoại;Số định danh;Mã đơn vị;Chức vụ\n';
const letters = (n: number) => [...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
const rows = (from: number, count: number) =>
  Array.from(
    { length: count },
    (_, i) =>
      `Lò Văn ${letters(from + i)};02/0${1 + (i % 9)}/1970;;0120700${String(from + i).padStart(5, '0')};03390-${1 + (i % 2)};Một chức vụ khá dài để tệp lớn`,
  );

describe('staging a file', () => {
  const desk = ImportDesk.open();
  const status = async (id: string) => (await desk.imports.preview(desk.manager, id)).status;
  const large = (lines: string[]) => desk.stage([], { file: Buffer.from(HEADINGS + lines.join('\n')) });

  it('goes on in a job when the file is large, and says how far it has come', async () => {
    const id = await large([...rows(10_000, 5000), rows(10_000, 1)[0]]);
    expect(await status(id)).toBe('reading');
    await expect(desk.imports.apply(desk.manager, id)).rejects.toMatchObject({ code: 'import.not-ready' });
    await desk.context.get(JobRunner).drain();
    const preview = await desk.imports.preview(desk.manager, id);
    expect(preview).toMatchObject({ status: 'staged', rowsDone: 5001, rowsTotal: 5001 });
    // The last row repeats the first, several pieces later.
    expect(preview.summary.counts).toEqual({ add: 5000, change: 0, skip: 1, error: 0 });
    expect(await desk.apply(id)).toMatchObject({ add: 5000, skip: 1 });
    await desk.undo(id);
  });

  it('goes on where it was interrupted, with the same result', async () => {
    const id = await large([...rows(20_000, 4500), rows(20_000, 1)[0]]);
    const stager = desk.context.get(StageImport);
    const killed: JobContext = {
      jobId: id,
      attempt: 1,
      progress: async (done) => {
        if (done > 0) throw new Error('killed');
      },
    };
    await expect(stager.run({ importId: id }, killed)).rejects.toThrow('killed');
    expect(await desk.imports.preview(desk.manager, id)).toMatchObject({ status: 'reading', rowsDone: 1000 });
    await desk.context.get(JobRunner).drain();
    const preview = await desk.imports.preview(desk.manager, id);
    expect(preview).toMatchObject({ status: 'staged', rowsDone: 4501 });
    expect(preview.summary.counts).toEqual({ add: 4500, change: 0, skip: 1, error: 0 });
    await stager.run({ importId: id }, { ...killed, progress: async () => undefined });
    expect((await desk.imports.preview(desk.manager, id)).summary.counts.add).toBe(4500);
    await desk.imports.discard(desk.manager, id);
  });

  it('says what is wrong further down in a large file', async () => {
    const id = await large([...rows(30_000, 3000), '"Lò Thị Mai;1970']);
    await desk.context.get(JobRunner).drain();
    expect(await desk.imports.preview(desk.manager, id)).toMatchObject({
      status: 'failed',
      failure: { code: 'sheet.malformed' },
    });
    await desk.imports.discard(desk.manager, id);
  });

  it('keeps the file encrypted while it waits, and only then', async () => {
    const id = await large(rows(40_000, 1000));
    const [{ text }] = await desk.context.db.query(
      "SELECT string_agg(content_cipher, '') AS text FROM roster_import_file WHERE import_id = $1",
      [id],
    );
    for (const secret of ['Lò Văn', Buffer.from('Họ và tên;Ngày').toString('base64').slice(0, 16)])
      expect(text).not.toContain(secret);
    await desk.imports.discard(desk.manager, id);
    expect(await desk.context.db.query('SELECT 1 FROM roster_import_file WHERE import_id = $1', [id])).toEqual([]);
    await desk.context.get(JobRunner).drain();
    expect(await status(id)).toBe('discarded');
  });

  it('asks what the columns are, masked, and remembers the answer for the unit and the capacity', async () => {
    const mapping = desk.context.get(MapColumns);
    const file = (name: string) => ({ file: Buffer.from(`Công dân;Ghi;Sinh ra\n${name};x;1970\n`) });
    const name = desk.fresh();
    const id = await desk.stage([], file(name));
    expect(await status(id)).toBe('mapping');
    const columns = await mapping.columns(desk.manager, id);
    expect(columns.map(({ heading, column }) => [heading, column])).toEqual([
      ['Công dân', null],
      ['Ghi', null],
      ['Sinh ra', null],
    ]);
    expect(JSON.stringify(columns)).not.toContain(name);
    expect(columns[2].samples).toEqual(['19••']);
    for (const [chosen, code] of [
      [[null, null, 'birth'], 'import.map-needs-name'],
      [['fullName', 'fullName', 'birth'], 'import.map-twice'],
    ] as const)
      await expect(mapping.explain(desk.manager, id, [...chosen], false)).rejects.toMatchObject({ code });
    await mapping.explain(desk.manager, id, ['fullName', null, 'birth'], false);
    expect(await desk.outcomes(id)).toEqual([[2, 'add']]);
    await expect(mapping.columns({ ...desk.manager, grants: [] }, id)).rejects.toMatchObject({ code: 'access.denied' });

    const next = await desk.stage([], file(desk.fresh()));
    expect(await status(next)).toBe('staged');
    const elsewhere = await desk.stage([], { ...file(desk.fresh()), unitId: desk.units.village });
    expect(await status(elsewhere)).toBe('mapping');
  });

  it('lets a birth date stand in two columns, below a title with several cells', async () => {
    const mapping = desk.context.get(MapColumns);
    const [man, woman] = [desk.fresh(), desk.fresh()];
    const rows = [
      'UBND XÃ BÌNH LƯ;;CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM;;',
      'STT;Công dân xã;Sinh ra;Sinh ra;Quê',
      `1;${man};1970;;x`,
      `2;${woman};;1971;x`,
    ];
    const id = await desk.stage([], { unitId: desk.units.village, file: Buffer.from(rows.join('\n')) });
    expect((await mapping.columns(desk.manager, id)).map(({ heading }) => heading)).toEqual(rows[1].split(';'));
    await mapping.explain(desk.manager, id, [null, 'fullName', null, 'birth', null], false);
    const added = await desk.imports.rows(desk.manager, id, 'add');
    expect(added.map(({ cells }) => [cells.fullName, cells.birth])).toEqual([
      [man, '1970'],
      [woman, '1971'],
    ]);
    expect((await mapping.columns(desk.manager, id)).map(({ column }) => column)).toEqual([
      null,
      'fullName',
      'birth',
      'birth',
      null,
    ]);
    await mapping.explain(desk.manager, id, [null, 'fullName', 'birth', 'birth', null], false);
    expect((await desk.imports.preview(desk.manager, id)).summary.counts.add).toBe(2);
  });

  it('takes a file without headings by the place of its columns', async () => {
    const mapping = desk.context.get(MapColumns);
    const unit = { unitId: desk.units.otherVillage };
    const file = () => ({ ...unit, file: Buffer.from(`1;${desk.fresh()};1970\n2;${desk.fresh()};1971\n`) });
    const id = await desk.stage([], file());
    await mapping.explain(desk.manager, id, [null, 'fullName', 'birth'], true);
    expect(await desk.outcomes(id)).toEqual([
      [1, 'add'],
      [2, 'add'],
    ]);
    expect(await status(await desk.stage([], file()))).toBe('staged');
  });

  it('never uses the name of a file as a path', async () => {
    const id = await desk.stage([`${desk.fresh()};1970;;;;;`], { fileName: '../../etc/..\\passwd\u0000.csv' });
    expect((await desk.imports.preview(desk.manager, id)).fileName).toBe('passwd.csv');
  });
});

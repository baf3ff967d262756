import { describe, expect, it } from '@jest/globals';
import exceljs from 'exceljs';
import { Units } from '#libs/organisation';
import { JobRunner, UnitOfWork, newId } from '#libs/platform';
import { LeaveRoster } from '../leave-roster.service.js';
import { Memberships } from '../memberships.service.js';
import { actorOf, makePerson } from '../rosters.fixtures.js';
import { MergeUnits } from '../units/merge-units.service.js';
import { ImportDesk } from './import-desk.fixtures.js';

describe('a file that is the whole roster', () => {
  const desk = ImportDesk.open();
  const { stage, applied, personNamed, fresh } = desk;
  const of = async (name: string, day: string) => desk.context.get(Memberships).of(await personNamed(name), day);
  const village = () => ({ unitId: desk.units.village, mode: 'whole' as const });

  it('takes those off whom it does not name, from the day on, after they were counted', async () => {
    const names = Array.from({ length: 10 }, fresh);
    await applied(
      names.map((name) => `${name};1970;;;03390-1;;`),
      { effectiveOn: '2026-01-01' },
    );
    const id = await stage(
      names.slice(1).map((name) => `${name};1970;;;03390-1;;`),
      { ...village(), effectiveOn: '2026-11-10' },
    );
    const { summary } = await desk.imports.preview(desk.manager, id);
    expect(summary).toMatchObject({ counts: { skip: 9 }, leaves: { count: 1, of: 10 } });
    expect(await desk.imports.leavers(desk.manager, id)).toMatchObject([
      { fullName: names[0], unitName: 'Bản Nà Khằm' },
    ]);
    await expect(desk.imports.apply(desk.manager, id)).rejects.toMatchObject({ code: 'import.leaves-changed' });
    expect(await of(names[0], '2026-11-10')).toHaveLength(1);
    await desk.apply(id, { leaves: 1, many: false });
    expect(await of(names[0], '2026-11-09')).toHaveLength(1);
    expect(await of(names[0], '2026-11-10')).toEqual([]);
    expect(await of(names[1], '2026-11-10')).toHaveLength(1);
    expect(await desk.imports.leavers(desk.manager, id)).toMatchObject([{ fullName: names[0] }]);
    await desk.undo(id);
    expect(await of(names[0], '2026-11-10')).toMatchObject([
      { unitId: desk.units.village, from: '2026-01-01', to: null },
    ]);
  });

  it('is none while a list in another sheet is not read', async () => {
    const book = new exceljs.Workbook();
    for (const name of ['Bản 1', 'Bản 2']) {
      const sheet = book.addWorksheet(name);
      sheet.addRow(['Họ và tên', 'Năm sinh']);
      sheet.addRow([fresh(), 1970]);
    }
    const file = Buffer.from(await book.xlsx.writeBuffer());
    await expect(stage([], { ...village(), file })).rejects.toMatchObject({
      fields: { file: 'import.whole-several-lists' },
      data: { sheets: 'Bản 2' },
    });
    const { summary } = await desk.imports.preview(desk.manager, await stage([], { file }));
    expect(summary).toMatchObject({ counts: { add: 1 }, otherLists: ['Bản 2'] });
  });

  it('takes them off for good, and changes the others for good, where the unit is yet to become part of another', async () => {
    const [leaving, staying] = [fresh(), fresh()];
    const make = (code: string) =>
      desk.context.get(UnitOfWork).run((tx) =>
        desk.context.get(Units).create(tx, {
          tree: 'territory',
          kind: 'village',
          code,
          name: `Bản ${code}`,
          parentId: desk.units.commune,
          validFrom: '2025-07-01',
        }),
      );
    const [one, two] = [await make('03390-8'), await make('03390-9')];
    const listed = [`${leaving};1970;;;03390-8;;`, `${staying};1970;;;03390-8;Tổ viên;`];
    await applied(listed, { effectiveOn: '2026-01-01' });
    await desk.context.get(MergeUnits).merge(actorOf(desk.manager.personId, 'administrator', [desk.units.province]), {
      clientKey: newId(),
      on: '2026-12-01',
      reason: 'Sắp xếp bản',
      document: '',
      fromIds: [one],
      intoId: two,
    });
    const rows = [`${staying};1970;;;03390-8;Tổ trưởng;`];
    const id = await stage(rows, { unitId: one, mode: 'whole', effectiveOn: '2026-11-10' });
    expect((await desk.imports.preview(desk.manager, id)).summary.leaves).toEqual({ count: 1, of: 2 });
    await desk.apply(id, { leaves: 1, many: true });
    expect(await of(leaving, '2026-12-01')).toEqual([]);
    expect(await of(staying, '2026-12-01')).toMatchObject([{ unitId: two, position: 'Tổ trưởng' }]);
    expect(await desk.imports.leavers(desk.manager, id)).toMatchObject([{ fullName: leaving }]);
    desk.context.clock.advance(60);
    await desk.undo(id);
    expect(await of(leaving, '2026-11-30')).toMatchObject([{ unitId: one, to: '2026-12-01' }]);
    expect(await of(leaving, '2026-12-01')).toMatchObject([{ unitId: two }]);
    expect(await of(staying, '2026-12-01')).toMatchObject([{ unitId: two, position: 'Tổ viên' }]);

    const all = await stage(rows, { mode: 'whole', effectiveOn: '2026-11-10' });
    const named = (await desk.imports.leavers(desk.manager, all)).filter(({ fullName }) => fullName === leaving);
    expect(named).toMatchObject([{ unitName: 'Bản 03390-8' }]);
  });

  it('wants a tick of its own when more than one in five would leave', async () => {
    const names = Array.from({ length: 4 }, fresh);
    const unit = { unitId: desk.units.otherVillage };
    await applied(
      names.map((name) => `${name};1971;;;;;`),
      unit,
    );
    const id = await stage([`${names[0]};1971;;;;;`], { ...unit, mode: 'whole' });
    await expect(desk.imports.apply(desk.manager, id, { leaves: 3, many: false })).rejects.toMatchObject({
      code: 'import.many-leave',
      fields: { many: 'import.many-leave' },
    });
    await desk.apply(id, { leaves: 3, many: true });
    expect(await of(names[3], '2026-11-01')).toEqual([]);
  });

  it('is refused when others have left before the job came to it, and shows the new number', async () => {
    const unit = { unitId: desk.units.otherVillage };
    const names = Array.from({ length: 3 }, fresh);
    await applied(
      names.map((name) => `${name};1970;;;;;`),
      { ...unit, effectiveOn: '2026-01-01' },
    );
    const id = await stage([`${names[0]};1970;;;;;`], { ...unit, mode: 'whole' });
    const { count } = (await desk.imports.preview(desk.manager, id)).summary.leaves!;
    await desk.imports.apply(desk.manager, id, { leaves: count, many: true });
    const [{ id: membership }] = await of(names[2]!, '2026-10-01');
    await desk.context.get(LeaveRoster).leave(desk.manager, membership!, '2026-10-01');
    await desk.context.get(JobRunner).drain();
    expect(await desk.imports.preview(desk.manager, id)).toMatchObject({
      status: 'staged',
      failure: { code: 'import.leaves-changed', data: { count: count - 1 } },
      summary: { leaves: { count: count - 1, of: count } },
    });
    expect(await desk.apply(id, { leaves: count - 1, many: true })).toMatchObject({ skip: 1 });
  });

  it('is not applied while a row cannot be read: that person is not missing', async () => {
    const [here, bad] = [fresh(), fresh()];
    await applied([`${here};1972;;;03390-1;;`, `${bad};1972;;;03390-1;;`]);
    const id = await stage([`${here};1972;;;03390-1;;`, `${bad};31/02/1972;;;03390-1;;`], village());
    await expect(desk.imports.apply(desk.manager, id, { leaves: 99, many: true })).rejects.toMatchObject({
      code: 'import.whole-needs-clean',
      data: { count: 1 },
    });
  });

  it('of the unit alone leaves those below, and always those who named the commune themselves', async () => {
    const [below, inCommune, self] = [fresh(), fresh(), fresh()];
    await applied([`${below};1973;;;03390-1;;`, `${inCommune};1973;;;03390;;`]);
    const personId = await makePerson(desk.context, { fullName: self, birthYear: 1973 });
    await desk.context.get(UnitOfWork).run((tx) =>
      desk.context.get(Memberships).add(tx, {
        personId,
        unitId: desk.units.commune,
        capacity: 'citizen',
        source: 'self',
        from: '2026-01-01',
      }),
    );
    const rows = [`${fresh()};1973;;;03390;;`];
    const alone = await stage(rows, { mode: 'whole', withBelow: false });
    expect((await desk.imports.leavers(desk.manager, alone)).map(({ fullName }) => fullName)).toEqual([inCommune]);
    const all = await stage(rows, { mode: 'whole' });
    const names = (await desk.imports.leavers(desk.manager, all)).map(({ fullName }) => fullName);
    expect(names).toEqual(expect.arrayContaining([below, inCommune]));
    expect(names).not.toContain(self);
  });
});

import { describe, expect, it } from '@jest/globals';
import { People } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { ImportDesk } from './import-desk.fixtures.js';
import { Memberships } from '../memberships.service.js';
import { makePerson } from '../rosters.fixtures.js';

describe('rows of a roster file', () => {
  const desk = ImportDesk.open();
  const { stage, outcomes, staged, applied, personNamed, fresh } = desk;

  it('change nothing when the same file comes again, even with a later day', async () => {
    const rows = [
      `${fresh()};1968;;;03390-1;Trưởng bản;x`,
      `${fresh()};;0912000102;;;;`,
      `${fresh()};3/4/1970;;;03390-2;;`,
      `${fresh().toLocaleUpperCase('vi')};;;012168000102;;;`,
    ];
    expect((await applied(rows)).counts).toEqual({ add: 4, change: 0, skip: 0, error: 0 });
    const rowsOf = () => desk.context.db.query('SELECT * FROM membership ORDER BY id');
    const before = await rowsOf();
    expect((await applied(rows)).counts).toEqual({ add: 0, change: 0, skip: 4, error: 0 });
    expect((await applied(rows, { effectiveOn: '2026-11-15' })).counts).toMatchObject({ skip: 4 });
    expect(await rowsOf()).toEqual(before);
  });

  it('recognise somebody by number, then by a verified phone and name, then by name, year and unit', async () => {
    const [byNumber, byPhone, byPlace] = [fresh(), fresh(), fresh()];
    await applied([
      `${byNumber};1970;;012170000201;03390-1;;`,
      `${byPhone};1971;0912000201;;03390-1;;`,
      `${byPlace};1972;;;03390-1;;`,
    ]);
    const again = [
      `${byNumber} Sửa;1970;;012170000201;03390-1;;`,
      `${byPhone};;84912000201;;03390-2;;`,
      `${byPlace};5/6/1972;0912000202;;03390-1;Bí thư;`,
    ];
    await desk.context.db.query(`UPDATE identity SET phone_verified_at = now() WHERE full_name = $1`, [byPhone]);
    const { id, counts } = await applied(again);
    expect(counts).toEqual({ add: 0, change: 3, skip: 0, error: 0 });
    expect(await outcomes(id)).toEqual([
      [2, 'change', 'change.name'],
      [3, 'change', 'change.unit'],
      [4, 'change', 'change.position', 'change.birth', 'change.phone'],
    ]);
    expect(await desk.context.get(People).find(await personNamed(byPlace))).toMatchObject({ birthDate: '1972-06-05' });
    const moved = await personNamed(byPhone);
    expect(await desk.context.get(Memberships).of(moved, '2026-11-01')).toMatchObject([
      { unitId: desk.units.otherVillage },
    ]);
    expect((await applied(again)).counts).toMatchObject({ skip: 3 });
  });

  it('date a transfer and a new position by the effective day', async () => {
    const name = fresh();
    await applied([`${name};1970;;012170000301;03390-1;Tổ viên;`], { effectiveOn: '2026-01-01' });
    await applied([`${name};1970;;012170000301;03390-2;Tổ trưởng;x`], { effectiveOn: '2026-06-01' });
    const personId = await personNamed(name);
    const of = (day: string) => desk.context.get(Memberships).of(personId, day);
    expect(await of('2026-05-31')).toMatchObject([{ unitId: desk.units.village, position: 'Tổ viên', isHead: false }]);
    expect(await of('2026-06-01')).toMatchObject([
      { unitId: desk.units.otherVillage, position: 'Tổ trưởng', isHead: true },
    ]);
    expect(await staged([`${name};1970;;012170000301;03390-1;;`], { effectiveOn: '2026-03-01' })).toEqual([
      [2, 'skip', 'row.unchanged'],
    ]);
    expect(await staged([`${name};1970;;012170000301;03390;;`])).toEqual([[2, 'skip', 'row.unchanged']]);
  });

  it('do not take people out of units the actor does not manage, but take over those who only named the commune themselves', async () => {
    const [theirs, self] = [fresh(), fresh()];
    const neighbour = await desk.neighbour();
    const id = await stage([`${theirs};1970;;012170000401;03394-1;;`], { unitId: desk.units.otherCommune }, neighbour);
    await desk.apply(id, undefined, neighbour);
    const selfId = await makePerson(desk.context, { fullName: self, phone: '+84912000401', phoneVerified: true });
    await desk.context.get(UnitOfWork).run((tx) =>
      desk.context.get(Memberships).add(tx, {
        personId: selfId,
        unitId: desk.units.otherCommune,
        capacity: 'citizen',
        source: 'self',
        from: '2026-10-01',
      }),
    );
    expect(await staged([`${theirs};1970;;012170000401;03390-1;;`, `${self};1968;0912000401;;03390-1;;`])).toEqual([
      [2, 'error', 'row.member-elsewhere'],
      [3, 'change', 'change.unit'],
    ]);
  });

  it('refuse a second row that finds the same person by another sign', async () => {
    const name = fresh();
    await applied([`${name};1979;0912000450;012179000450;03390-1;;`]);
    const rows = [`${name} Anh;1979;;012179000450;03390-1;;`, `${name};1979;0912000450;;03390-1;;`];
    expect(await staged(rows)).toEqual([
      [2, 'change', 'change.name'],
      [3, 'error', 'row.same-person'],
    ]);
  });

  it('keep a phone its owner has verified', async () => {
    const name = fresh();
    const personId = await makePerson(desk.context, {
      fullName: name,
      birthYear: 1990,
      phone: '+84912000501',
      phoneVerified: true,
      personalNumber: '012190000501',
    });
    const rows = [`${name};1990;0912000502;012190000501;03390-1;;`];
    expect(await staged(rows)).toEqual([[2, 'add', 'add.known-person', 'keep.verified-phone']]);
    await applied(rows);
    expect(await desk.context.get(People).find(personId)).toMatchObject({ phone: '+84912000501', phoneVerified: true });
  });

  it('refuse rows of one file that cannot be told apart', async () => {
    const [name, other] = [fresh(), fresh()];
    expect(
      await staged([
        `${name};1980;0912000601;;03390-1;;`,
        `${name};1980;0912000602;;03390-1;;`,
        `${name};1980;;012180000601;03390-1;;`,
        `${name};1980;0912000601;;03390-2;;`,
        `${other};;;012180000602;;;`,
        `${fresh()};;;012180000602;;;`,
        `${other};1980;;012180000603;;;`,
      ]),
    ).toEqual([
      [2, 'add'],
      [3, 'error', 'row.not-distinct'],
      [4, 'error', 'row.not-distinct'],
      [5, 'error', 'row.two-units'],
      [6, 'add'],
      [7, 'error', 'row.number-twice'],
      [8, 'add'],
    ]);
  });

  it('refuse a number that belongs to quite another name, and a name that several bear', async () => {
    const [name, twin] = [fresh(), fresh()];
    await applied([
      `${name};1980;;012180000701;03390-1;;`,
      `${twin};1980;;012180000702;03390-1;;`,
      `${twin};1980;;012180000703;03390-1;;`,
    ]);
    expect(await staged(['Vừ Mí Già;1980;;012180000701;03390-1;;', `${twin};1980;;;03390-1;;`])).toEqual([
      [2, 'error', 'row.number-of-another'],
      [3, 'error', 'row.ambiguous'],
    ]);
  });

  it('doubt a namesake of the same year elsewhere in the commune, and nobody in another one', async () => {
    const name = fresh();
    await applied([`${name};1985;;;03390-1;;`]);
    const { id } = await applied([`${name};1985;;;03390-2;;`]);
    expect(await outcomes(id)).toEqual([[2, 'add', 'doubt.same-name']]);
    const doubts = () =>
      desk.context.db.query(
        `SELECT d.reason FROM match_doubt d JOIN identity i ON i.person_id = d.person_id AND i.full_name = $1`,
        [name],
      );
    expect(await doubts()).toEqual([{ reason: 'same-name-birth-year' }]);
    const neighbour = await desk.neighbour();
    const far = await stage([`${name};1985;;;03394-1;;`], { unitId: desk.units.otherCommune }, neighbour);
    expect((await desk.imports.rows(neighbour, far, 'add'))[0].reasons).toEqual([]);
    await desk.apply(far, undefined, neighbour);
    expect(await doubts()).toHaveLength(1);
    expect((await applied([`${name};1985;;;03390-2;;`])).counts).toMatchObject({ skip: 1 });
    expect(await doubts()).toHaveLength(1);
  });

  it('doubt who has the name and the phone of somebody there, but another birth date', async () => {
    const name = fresh();
    await applied([`${name};02/03/1985;0912000901;;03390-1;;`]);
    const { id } = await applied([`${name};03/02/1985;0912000901;;03390-1;;`, `${fresh()};1985;0912000901;;03390-1;;`]);
    expect(await outcomes(id)).toEqual([
      [2, 'add', 'doubt.same-phone'],
      [3, 'add'],
    ]);
    const doubts = await desk.context.db.query(
      'SELECT count(*)::int AS count FROM match_doubt d JOIN identity i ON i.person_id = d.person_id AND i.full_name = $1',
      [name],
    );
    expect(doubts).toEqual([{ count: 1 }]);
  });

  it('find one and the same person whoever they were merged into', async () => {
    const name = fresh();
    await applied([`${name};1986;;012186000801;03390-1;;`]);
    const old = await personNamed(name);
    const into = await makePerson(desk.context, { fullName: `${name} Hai`, birthYear: 1986 });
    await desk.context
      .get(UnitOfWork)
      .run((tx) =>
        tx.query(
          'INSERT INTO person_merge (id, from_person_id, into_person_id, recorded_at) VALUES (gen_random_uuid(), $1, $2, $3)',
          [old, into, desk.context.clock.now()],
        ),
      );
    const id = await stage([`${name} Hai;1986;;012186000801;03390-1;Mới;`]);
    const [row] = await desk.context.db.query(
      'SELECT person_id AS id, outcome FROM roster_import_row WHERE import_id = $1',
      [id],
    );
    expect(row).toEqual({ id: into, outcome: 'change' });
    await desk.apply(id);
    expect((await staged([`${name} Hai;1986;;012186000801;03390-1;Mới;`]))[0][1]).toBe('skip');
  });

  it('find units by name below the file’s unit, and codes whose zero a spreadsheet ate', async () => {
    const file = (rows: string) => ({ file: Buffer.from(`Họ và tên;Năm sinh;Thôn, bản;Mã đơn vị\n${rows}`) });
    const id = await stage(
      [],
      file(
        `${fresh()};1987;nà khằm;\n${fresh()};1987;Bản Nà Hum;\n${fresh()};1987;Bản Chí Sáng;\n${fresh()};1987;;3390-1\n${fresh()};1987;bình lư;`,
      ),
    );
    expect(await outcomes(id)).toEqual([
      [2, 'add'],
      [3, 'add'],
      [4, 'error', 'row.unit-unknown'],
      [5, 'add'],
      [6, 'add'],
    ]);
  });

  it('belong to the village whose name stands above them, unless they say otherwise', async () => {
    const rows = [
      'I;Bản Nà Khằm (2 người);;',
      `1;${fresh()};1987;`,
      `2;${fresh()};1987;Nà Hum`,
      'II. Bản Nà Hum;;;',
      `1;${fresh()};1987;`,
      ';Bản Nà Khăng;;',
      `1;${fresh()};1987;`,
      'Cộng;;1;',
      'B;Những người khác;;',
      `1;${fresh()};1987;`,
    ];
    const file = Buffer.from(`STT;Họ và tên;Năm sinh;Bản\n${rows.join('\n')}`);
    const { id } = await applied([], { file });
    expect(await outcomes(id)).toEqual([
      [2, 'skip', 'row.group-of-unit'],
      [3, 'add'],
      [4, 'add'],
      [5, 'skip', 'row.group-of-unit'],
      [6, 'add'],
      [7, 'error', 'row.unit-unknown'],
      [8, 'error', 'row.unit-unknown'],
      [9, 'skip', 'row.not-a-person'],
      [10, 'skip', 'row.group'],
      [11, 'add'],
    ]);
    const [, refused] = await desk.imports.rows(desk.manager, id, 'error');
    expect(refused.cells.unitName).toBe('Bản Nà Khăng');
    const added = await desk.imports.rows(desk.manager, id, 'add');
    expect(added.map(({ unitName }) => unitName)).toEqual(['Bản Nà Khằm', 'Bản Nà Hum', 'Bản Nà Hum', 'Xã Bình Lư']);
  });
});

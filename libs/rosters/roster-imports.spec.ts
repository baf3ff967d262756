import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { People, type Actor } from '#libs/identity';
import { JobQueue, JobRunner, UnitOfWork } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { Memberships } from './memberships.service.js';
import type { RowOutcome } from './roster-import.entity.js';
import { RosterImports } from './roster-imports.service.js';
import { actorOf, makePerson, makeUnits } from './rosters.fixtures.js';
import { RostersModule } from './rosters.module.js';

const HEADINGS = 'Họ và tên;Ngày sinh;Số điện thoại;Số định danh;Mã đơn vị;Chức vụ;Người đứng đầu\n';
const OUTCOMES: RowOutcome[] = ['add', 'change', 'skip', 'error'];

describe('roster imports', () => {
  let context: TestContext;
  let imports: RosterImports;
  let units: Awaited<ReturnType<typeof makeUnits>>;
  let manager: Actor;
  let serial = 0;
  beforeAll(async () => {
    context = await createTestContext({ imports: [RostersModule] });
    imports = context.get(RosterImports);
    units = await makeUnits(context);
    manager = actorOf(await makePerson(context, { fullName: 'Vàng Thị Dợ' }), 'unit_manager', [units.commune]);
  });
  afterAll(() => context.close());
  beforeEach(() => context.clock.advance(60));

  const stage = (rows: string[], change = {}, actor = manager) =>
    imports.stage(actor, {
      unitId: units.commune,
      capacity: 'citizen',
      fileName: 'danh-sach.csv',
      csv: Buffer.from(HEADINGS + rows.join('\n')),
      effectiveOn: '2026-11-01',
      ...change,
    });
  const outcomes = async (id: string) => {
    const rows = await Promise.all(OUTCOMES.map((outcome) => imports.rows(manager, id, outcome)));
    return rows
      .flat()
      .sort((a, b) => a.rowNumber - b.rowNumber)
      .map(({ rowNumber, outcome, reasons }) => [rowNumber, outcome, ...reasons.map(({ code }) => code)]);
  };
  const staged = async (rows: string[], change = {}) => outcomes(await stage(rows, change));
  const applied = async (rows: string[], change = {}) => {
    const id = await stage(rows, change);
    return { id, counts: await imports.apply(manager, id) };
  };
  const personNamed = async (name: string) => {
    const rows = await context.db.query('SELECT person_id AS id FROM identity WHERE full_name = $1', [name]);
    expect(rows).toHaveLength(1);
    return rows[0].id as string;
  };
  const countPeople = async () => (await context.db.query('SELECT count(*) FROM person'))[0].count;
  /** A name nobody else has. */
  const fresh = () =>
    `Lò Thị ${String.fromCharCode(65 + Math.floor(serial / 26))}${String.fromCharCode(97 + (serial++ % 26))}`;

  it('explain a file before anything changes, then apply it once', async () => {
    const name = fresh();
    const before = await countPeople();
    const id = await stage([
      `${name};02/09/1968;0912000101;012168000101;03390-1;Trưởng bản;x`,
      `${fresh()};31/02/1970;12;;03390-1;;`,
      `${fresh()};1980;;;03394-1;;`,
      `${fresh()};1980;;;99999;;`,
      `${name};02/09/1968;0912000101;012168000101;03390-1;;`,
    ]);
    expect(await countPeople()).toBe(before);
    const preview = await imports.preview(manager, id);
    expect(preview).toMatchObject({
      unitName: 'Xã Bình Lư',
      status: 'staged',
      summary: { counts: { add: 1, change: 0, skip: 1, error: 3 } },
    });
    const [bad, outside, unknown] = await imports.rows(manager, id, 'error');
    expect(bad).toMatchObject({
      rowNumber: 3,
      cells: { birth: '31/02/1970', phone: '12' },
      reasons: [
        { code: 'row.birth-no-such-day', column: 'birth' },
        { code: 'row.phone-invalid', column: 'phone' },
      ],
    });
    expect(outside).toMatchObject({ rowNumber: 4, reasons: [{ code: 'row.unit-outside-scope', column: 'unitCode' }] });
    expect(unknown).toMatchObject({ rowNumber: 5, reasons: [{ code: 'row.unit-unknown' }] });
    expect((await imports.rows(manager, id, 'skip'))[0].reasons).toEqual([{ code: 'row.repeated', data: { row: 2 } }]);

    const counts = await imports.apply(manager, id);
    expect(counts).toEqual({ add: 1, change: 0, skip: 1, error: 3 });
    const personId = await personNamed(name);
    expect(await context.get(People).find(personId)).toMatchObject({ birthDate: '1968-09-02', phone: '+84912000101' });
    expect(await context.get(Memberships).of(personId)).toMatchObject([
      {
        unitId: units.village,
        capacity: 'citizen',
        position: 'Trưởng bản',
        isHead: true,
        source: 'roster',
        from: '2026-11-01',
      },
    ]);
    expect(await imports.apply(manager, id)).toEqual(counts);
    expect(await countPeople()).toBe(before + 1);
    const audit = await context.db.query('SELECT action, details FROM audit WHERE subject_id = $1 ORDER BY at, id', [
      id,
    ]);
    expect(audit.map(({ action }: { action: string }) => action)).toEqual([
      'roster-import.stage',
      'roster-import.apply',
    ]);
    expect(JSON.stringify(audit)).not.toContain(name);
  });

  it('change nothing when the same file comes again, even with a later day', async () => {
    const rows = [
      `${fresh()};1968;;;03390-1;Trưởng bản;x`,
      `${fresh()};;0912000102;;;;`,
      `${fresh()};3/4/1970;;;03390-2;;`,
      `${fresh().toLocaleUpperCase('vi')};;;012168000102;;;`,
    ];
    expect((await applied(rows)).counts).toEqual({ add: 4, change: 0, skip: 0, error: 0 });
    const rowsOf = () => context.db.query('SELECT * FROM membership ORDER BY id');
    const before = await rowsOf();
    expect((await applied(rows)).counts).toEqual({ add: 0, change: 0, skip: 4, error: 0 });
    expect((await applied(rows, { effectiveOn: '2026-11-15' })).counts).toMatchObject({ skip: 4 });
    expect(await rowsOf()).toEqual(before);
  });

  it('recognise somebody by number, then by phone and name, then by name, year and unit', async () => {
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
    const { id, counts } = await applied(again);
    expect(counts).toEqual({ add: 0, change: 3, skip: 0, error: 0 });
    expect(await outcomes(id)).toEqual([
      [2, 'change', 'change.name'],
      [3, 'change', 'change.unit'],
      [4, 'change', 'change.position', 'change.birth', 'change.phone'],
    ]);
    expect(await context.get(People).find(await personNamed(byPlace))).toMatchObject({ birthDate: '1972-06-05' });
    const moved = await personNamed(byPhone);
    expect(await context.get(Memberships).of(moved, '2026-11-01')).toMatchObject([{ unitId: units.otherVillage }]);
    expect((await applied(again)).counts).toMatchObject({ skip: 3 });
  });

  it('date a transfer and a new position by the effective day', async () => {
    const name = fresh();
    await applied([`${name};1970;;012170000301;03390-1;Tổ viên;`], { effectiveOn: '2026-01-01' });
    await applied([`${name};1970;;012170000301;03390-2;Tổ trưởng;x`], { effectiveOn: '2026-06-01' });
    const personId = await personNamed(name);
    const of = (day: string) => context.get(Memberships).of(personId, day);
    expect(await of('2026-05-31')).toMatchObject([{ unitId: units.village, position: 'Tổ viên', isHead: false }]);
    expect(await of('2026-06-01')).toMatchObject([{ unitId: units.otherVillage, position: 'Tổ trưởng', isHead: true }]);
    expect(await staged([`${name};1970;;012170000301;03390-1;;`], { effectiveOn: '2026-03-01' })).toEqual([
      [2, 'skip', 'row.unchanged'],
    ]);
    expect(await staged([`${name};1970;;012170000301;03390;;`])).toEqual([[2, 'skip', 'row.unchanged']]);
  });

  it('do not take people out of units the actor does not manage, but take over those who only named the commune themselves', async () => {
    const [theirs, self] = [fresh(), fresh()];
    const administrator = { ...manager, grants: [{ role: 'administrator' as const, unitIds: [units.province] }] };
    const id = await stage([`${theirs};1970;;012170000401;03394-1;;`], {}, administrator);
    await imports.apply(administrator, id);
    const selfId = await makePerson(context, { fullName: self, phone: '+84912000401', phoneVerified: true });
    await context.get(UnitOfWork).run((tx) =>
      context.get(Memberships).add(tx, {
        personId: selfId,
        unitId: units.otherCommune,
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
    const personId = await makePerson(context, {
      fullName: name,
      birthYear: 1990,
      phone: '+84912000501',
      phoneVerified: true,
      personalNumber: '012190000501',
    });
    const rows = [`${name};1990;0912000502;012190000501;03390-1;;`];
    expect(await staged(rows)).toEqual([[2, 'add', 'add.known-person', 'keep.verified-phone']]);
    await applied(rows);
    expect(await context.get(People).find(personId)).toMatchObject({ phone: '+84912000501', phoneVerified: true });
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
      context.db.query(
        `SELECT d.reason FROM match_doubt d JOIN identity i ON i.person_id = d.person_id AND i.full_name = $1`,
        [name],
      );
    expect(await doubts()).toEqual([{ reason: 'same-name-birth-year' }]);
    const administrator = { ...manager, grants: [{ role: 'administrator' as const, unitIds: [units.province] }] };
    const far = await stage([`${name};1985;;;03394-1;;`], {}, administrator);
    expect((await imports.rows(administrator, far, 'add'))[0].reasons).toEqual([]);
    await imports.apply(administrator, far);
    expect(await doubts()).toHaveLength(1);
    expect((await applied([`${name};1985;;;03390-2;;`])).counts).toMatchObject({ skip: 1 });
    expect(await doubts()).toHaveLength(1);
  });

  it('find one and the same person whoever they were merged into', async () => {
    const name = fresh();
    await applied([`${name};1986;;012186000801;03390-1;;`]);
    const old = await personNamed(name);
    const into = await makePerson(context, { fullName: `${name} Hai`, birthYear: 1986 });
    await context
      .get(UnitOfWork)
      .run((tx) =>
        tx.query(
          'INSERT INTO person_merge (id, from_person_id, into_person_id, recorded_at) VALUES (gen_random_uuid(), $1, $2, $3)',
          [old, into, context.clock.now()],
        ),
      );
    const id = await stage([`${name} Hai;1986;;012186000801;03390-1;Mới;`]);
    const [row] = await context.db.query(
      'SELECT person_id AS id, outcome FROM roster_import_row WHERE import_id = $1',
      [id],
    );
    expect(row).toEqual({ id: into, outcome: 'change' });
    await imports.apply(manager, id);
    expect((await staged([`${name} Hai;1986;;012186000801;03390-1;Mới;`]))[0][1]).toBe('skip');
  });

  it('plan anew when applied: what another file did meanwhile is not done twice', async () => {
    const name = fresh();
    const rows = [`${name};1987;;;03390-1;;`];
    const [first, second] = [await stage(rows), await stage(rows)];
    expect(await Promise.all([imports.apply(manager, first), imports.apply(manager, second)])).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ add: 1, skip: 0 }),
        expect.objectContaining({ add: 0, skip: 1 }),
      ]),
    );
    await personNamed(name);
  });

  it('leave nothing half done', async () => {
    const before = await countPeople();
    const id = await stage([`${fresh()};1987;;;03390-1;;`, `${fresh()};1988;;;03390-1;;`]);
    const memberships = context.get(Memberships);
    const add = memberships.add.bind(memberships);
    let calls = 0;
    memberships.add = (...args) => (++calls === 2 ? Promise.reject(new Error('power cut')) : add(...args));
    await expect(imports.apply(manager, id)).rejects.toThrow('power cut');
    memberships.add = add;
    expect(await countPeople()).toBe(before);
    expect((await imports.preview(manager, id)).status).toBe('staged');
    expect(await imports.apply(manager, id)).toMatchObject({ add: 2 });
  });

  it('keep the cells encrypted, and delete them when discarded', async () => {
    const name = fresh();
    const id = await stage([`${name};1987;0912000901;;03390-1;;`]);
    const rows = () => context.db.query('SELECT r::text AS text FROM roster_import_row r WHERE import_id = $1', [id]);
    const [{ text }] = await rows();
    for (const secret of [name, '912000901', '1987']) expect(text).not.toContain(secret);
    await imports.discard(manager, id);
    expect(await rows()).toEqual([]);
    await expect(imports.apply(manager, id)).rejects.toMatchObject({ code: 'import.discarded' });
    await imports.discard(manager, id);
    const { id: done } = await applied([`${fresh()};1987;;;03390-1;;`]);
    await expect(imports.discard(manager, done)).rejects.toMatchObject({ code: 'import.already-applied' });
  });

  it('lose their cells after thirty days, not their counts', async () => {
    const { id, counts } = await applied([`${fresh()};1987;;;03390-1;;`]);
    const waiting = await stage([`${fresh()};1987;;;03390-1;;`]);
    const purge = async () => {
      await context.get(UnitOfWork).run((tx) => context.get(JobQueue).enqueue(tx, 'roster.purge', {}));
      await context.get(JobRunner).drain();
    };
    await purge();
    expect(await imports.rows(manager, id, 'add')).toHaveLength(1);
    const now = context.clock.now();
    context.clock.advance(31 * 86_400);
    await purge();
    expect(await imports.rows(manager, id, 'add')).toEqual([]);
    expect(await imports.apply(manager, id)).toEqual(counts);
    expect((await imports.preview(manager, waiting)).status).toBe('discarded');
    context.clock.set(now);
  });

  it('are one import when the form is sent twice', async () => {
    const clientKey = '01934b5e-1111-7000-8000-000000000001';
    const rows = [`${fresh()};1987;;;03390-1;;`];
    expect(await Promise.all([stage(rows, { clientKey }), stage(rows, { clientKey })])).toEqual([clientKey, clientKey]);
    const [{ count }] = await context.db.query('SELECT count(*) FROM roster_import_row WHERE import_id = $1', [
      clientKey,
    ]);
    expect(count).toBe(1);
  });

  it('stay within the scope and the permission', async () => {
    const rows = [`${fresh()};1987;;;;;`];
    const learner = { ...manager, grants: [] };
    const far = actorOf(manager.personId, 'unit_manager', [units.otherCommune]);
    await expect(stage(rows, {}, learner)).rejects.toMatchObject({ code: 'access.denied' });
    await expect(stage(rows, {}, far)).rejects.toMatchObject({ code: 'scope.outside' });
    const id = await stage(rows);
    for (const act of ['preview', 'apply', 'discard'] as const)
      await expect(imports[act](far, id)).rejects.toMatchObject({ code: 'scope.outside' });
    await expect(imports.rows(far, id, 'add')).rejects.toMatchObject({ code: 'scope.outside' });
    await expect(imports.preview(manager, '01934b5e-0000-7000-8000-000000000000')).rejects.toMatchObject({
      code: 'import.unknown',
    });
    expect((await imports.recent(manager)).map((item) => item.id)).toContain(id);
    expect(await imports.recent(far)).toEqual([]);
  });

  it.each([
    [{ capacity: 'official' }, 'import.capacity-not-of-tree'],
    [{ capacity: 'nobody' }, 'import.capacity-not-of-tree'],
    [{ effectiveOn: '2027-02-01' }, 'import.day'],
    [{ effectiveOn: '2026-13-01' }, 'import.day'],
    [{ effectiveOn: '2025-06-30' }, 'import.unit-not-yet'],
  ])('refuse a request that cannot be meant: %p', async (change, code) => {
    await expect(stage([`${fresh()};1987;;;;;`], change)).rejects.toMatchObject({ code });
  });

  it('find units by name below the file’s unit, and codes whose zero a spreadsheet ate', async () => {
    const file = (rows: string) => ({ csv: Buffer.from(`Họ và tên;Năm sinh;Thôn, bản;Mã đơn vị\n${rows}`) });
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
});

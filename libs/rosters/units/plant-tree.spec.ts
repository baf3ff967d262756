import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Grants, type Actor, type Role } from '#libs/identity';
import { ImportUnits, Units, type Tree } from '#libs/organisation';
import { UnitOfWork } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { actorOf, makePerson } from '../rosters.fixtures.js';
import { RostersModule } from '../rosters.module.js';
import { EditUnits } from './edit-units.service.js';
import { UnitImports } from './import/unit-imports.service.js';
import { PlantTree } from './plant-tree.service.js';

describe('a machine whose state and Party trees are empty', () => {
  let context: TestContext;
  let administrator: Actor;
  let province: string;
  beforeAll(async () => {
    context = await createTestContext({ imports: [RostersModule] });
    await context.get(ImportUnits).territory('seed/units');
    province = (await context.get(Units).byCode('territory', '12'))!.id;
    administrator = await holder('administrator', [province]);
  });
  afterAll(() => context.close());

  async function holder(role: Role, unitIds: string[], to: string | null = null): Promise<Actor> {
    const personId = await makePerson(context);
    await context
      .get(UnitOfWork)
      .run((tx) => context.get(Grants).grant(tx, { personId, role, unitIds, from: '2026-01-01', to, by: null }));
    return actorOf(personId, role, unitIds);
  }
  /** What the next page of theirs is allowed, and until when. */
  const holds = async ({ personId }: Actor, unitId: string) =>
    context.db.query(
      `SELECT g.role, g.valid_from AS "from", g.valid_to AS "to" FROM role_grant g JOIN role_grant_unit u ON u.grant_id = g.id
       WHERE g.person_id = $1 AND u.unit_id = $2 AND g.superseded_at IS NULL`,
      [personId, unitId],
    );
  const request = (tree: Tree, change: Record<string, string> = {}) => ({
    clientKey: randomUUID(),
    on: '2025-07-01',
    reason: 'Lập danh mục đơn vị',
    document: '',
    tree,
    code: 'goc',
    kind: tree === 'state' ? 'province_committee' : 'province_party',
    name: 'Đơn vị gốc',
    ...change,
  });
  const plant = (actor: Actor, tree: Tree, change = {}) => context.get(PlantTree).create(actor, request(tree, change));
  const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code });

  it('gives one root to each: for those who administer all there is, linked to the province, and not before it', async () => {
    const commune = (await context.get(Units).byCode('territory', '03390'))!.id;
    await refused(plant(actorOf(administrator.personId, 'administrator', [commune]), 'state'), 'unit.root-whole');
    await refused(plant(actorOf(administrator.personId, 'committee', [province]), 'state'), 'unit.root-whole');
    await refused(plant(administrator, 'state', { on: '2025-06-30' }), 'unit.root-no-province');
    await refused(plant(administrator, 'state', { kind: 'province_party' }), 'unit.kind-missing');
    await refused(plant(administrator, 'territory', { kind: 'province' }), 'unit.root-taken');

    const form = request('state');
    const root = await context.get(PlantTree).create(administrator, form);
    expect(await context.get(PlantTree).create(administrator, form)).toBe(root);
    await refused(plant(administrator, 'state', { code: 'khac', on: '2026-05-01' }), 'unit.root-whole');
    administrator.grants.push({ role: 'administrator', unitIds: [root] });
    await refused(plant(administrator, 'state', { code: 'khac', on: '2026-05-01' }), 'unit.root-taken');
    const links = await context.db.query(
      'SELECT commune_id AS "to", valid_from AS "from" FROM unit_link WHERE unit_id = $1',
      [root],
    );
    expect(links).toEqual([{ to: province, from: '2025-07-01' }]);
    // From here on the tree grows as every tree does.
    const department = await context.get(EditUnits).create(administrator, {
      ...request('state', { code: 'so', kind: 'department', name: 'Sở Nội vụ' }),
      parentId: root,
    });
    expect((await context.get(Units).pathOn(department, '2025-07-01')).map(({ id }) => id)).toEqual([root, department]);
  });

  it('is held from then on by everybody who administers the whole, as long as they do, and by nobody else', async () => {
    const state = (await context.get(Units).roots('state', '2026-11-20'))[0].id;
    const leaving = await holder('administrator', [province, state], '2027-01-01');
    const partial = await holder('administrator', [province]);
    const gone = await holder('administrator', [province, state], '2026-11-20');
    const committee = await holder('committee', [province, state]);
    const root = await plant(administrator, 'party');
    expect(await holds(administrator, root)).toEqual([{ role: 'administrator', from: '2026-11-20', to: null }]);
    expect(await holds(leaving, root)).toEqual([{ role: 'administrator', from: '2026-11-20', to: '2027-01-01' }]);
    for (const other of [partial, gone, committee]) expect(await holds(other, root)).toEqual([]);
    const [audited] = await context.db.query(
      `SELECT actor_id AS by, purpose FROM audit WHERE action = 'role.grant' AND subject_id = $1 ORDER BY at DESC`,
      [leaving.personId],
    );
    expect(audited).toEqual({ by: administrator.personId, purpose: 'Lập danh mục đơn vị' });
    administrator.grants.push({ role: 'administrator', unitIds: [root] });
  });

  it('gives a place that was closed to another root', async () => {
    const [{ id }] = await context.get(Units).roots('party', '2026-11-20');
    await context.get(EditUnits).close(administrator, id, request('party', { on: '2026-11-20' }));
    administrator.grants = administrator.grants.filter(({ unitIds }) => !unitIds.includes(id));
    await refused(plant(administrator, 'party', { on: '2026-11-20' }), 'unit.code-taken');
    await refused(plant(administrator, 'party', { code: 'moi', on: '2026-11-19' }), 'unit.root-taken');
    const root = await plant(administrator, 'party', { code: 'moi', on: '2026-11-20' });
    administrator.grants.push({ role: 'administrator', unitIds: [root] });
    await context.get(EditUnits).close(administrator, root, request('party', { on: '2026-11-21' }));
  });

  it('is filled from one file, root and all', async () => {
    const imports = context.get(UnitImports);
    const stage = (actor: Actor, on: string) =>
      imports.stage(actor, {
        clientKey: randomUUID(),
        tree: 'party',
        on,
        reason: 'Danh mục tổ chức đảng',
        document: '',
        fileName: 'dang.csv',
        bytes: Buffer.from(
          'Mã đơn vị;Tên đơn vị;Loại;Mã đơn vị cấp trên;Mã địa bàn\n' +
            'du-03390;Đảng ủy xã Bình Lư;Đảng bộ xã;db;3390\ndb;Đảng bộ tỉnh;Đảng bộ tỉnh;;\ndb2;Đảng bộ khác;Đảng bộ tỉnh;;\n',
        ),
      });
    const id = await stage(administrator, '2026-12-01');
    const seen = await imports.preview(administrator, id);
    expect(seen.rows.map(({ outcome, faults }) => [outcome, faults[0]?.code])).toEqual([
      ['add', undefined],
      ['add', undefined],
      ['error', 'unit-row.second-root'],
    ]);
    const partial = actorOf(administrator.personId, 'administrator', [province]);
    const early = await imports.preview(partial, await stage(partial, '2026-12-01'));
    expect(early.rows[1].faults.map(({ code }) => code)).toEqual(['unit-row.root-whole']);
    await imports.apply(administrator, id, seen.digest);
    const [root] = await context.get(Units).roots('party', '2026-12-01');
    expect(root.code).toBe('db');
    expect(await holds(administrator, root.id)).toHaveLength(1);
    const links = await context.db.query(
      `SELECT b.code AS unit, c.code AS of FROM unit_link l JOIN unit b ON b.id = l.unit_id JOIN unit c ON c.id = l.commune_id
       WHERE b.code IN ('db', 'du-03390') ORDER BY b.code`,
    );
    expect(links).toEqual([
      { unit: 'db', of: '12' },
      { unit: 'du-03390', of: '03390' },
    ]);
    const later = await imports.preview(administrator, await stage(administrator, '2026-11-25'));
    expect(later.rows[1].faults.map(({ code }) => code)).toContain('unit-row.root-later');
  });
});

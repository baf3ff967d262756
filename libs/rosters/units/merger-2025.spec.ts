import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '#libs/identity';
import { Units, type NewUnit } from '#libs/organisation';
import { UnitOfWork, addDays, type Tx } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { Memberships } from '../memberships.service.js';
import { actorOf, makePerson } from '../rosters.fixtures.js';
import { RostersModule } from '../rosters.module.js';
import { EditUnits } from './edit-units.service.js';
import { MergeUnits } from './merge-units.service.js';

const DAY = '2025-07-01';
const BEFORE = addDays(DAY, -1);
const KINDS: Record<string, string> = { Xã: 'commune', Phường: 'ward', Thị: 'township' };

interface Merger {
  code: string;
  name: string;
  kind: string;
  district: string;
  /** Empty: the commune stayed as it was. */
  old: string[];
}

/** The list of the merger as it is shipped. */
const MERGERS: Merger[] = readFileSync('seed/units/laichau-units.tsv', 'utf8')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .slice(1)
  .map((line) => {
    const [code, name, type, district, old] = line.split('\t');
    const ward = type === 'phường';
    return {
      code,
      name: `${ward ? 'Phường' : 'Xã'} ${name}`,
      kind: ward ? 'ward' : 'commune',
      district,
      old: old.trim() === 'giữ nguyên' ? [] : old.trim().split(', '),
    };
  });

/** Nghị quyết 1670/NQ-UBTVQH15: 106 communes in eight districts become 38 without districts. */
describe('the merger of communes on 1 July 2025', () => {
  let context: TestContext;
  let units: Units;
  let administrator: Actor;
  let province: string;
  const districts = new Map<string, string>();
  const people = new Map<string, string>();
  const villagers = new Map<string, string>();

  const run = <T>(work: (tx: Tx) => Promise<T>) => context.get(UnitOfWork).run(work);
  const change = () => ({
    clientKey: randomUUID(),
    on: DAY,
    reason: 'Sắp xếp đơn vị hành chính cấp xã',
    document: '1670/NQ-UBTVQH15',
  });
  const oldCode = (merger: Merger, index: number) => `${merger.code}-cu-${index}`;
  const unit = async (code: string, day: string) => {
    const id = (await units.idsOf('territory', [code], day)).get(code);
    return id ? units.find(id, day) : null;
  };

  beforeAll(async () => {
    context = await createTestContext({ imports: [RostersModule] });
    units = context.get(Units);
    await run(loadOldCommunes);
    administrator = actorOf(await makePerson(context), 'administrator', [province]);
    for (const merger of MERGERS) await happen(merger);
    for (const id of districts.values()) await context.get(EditUnits).close(administrator, id, change());
  });
  afterAll(() => context.close());

  async function loadOldCommunes(tx: Tx): Promise<void> {
    const make = (code: string, kind: string, name: string, parentId: string | null) =>
      units.create(tx, { tree: 'territory', code, kind, name, parentId, validFrom: '2004-01-01' } as NewUnit);
    province = await make('12', 'province', 'Tỉnh Lai Châu', null);
    for (const merger of MERGERS) {
      const { district, old, code, kind, name } = merger;
      if (!districts.has(district))
        districts.set(district, await make(`huyen-${districts.size}`, 'district', district, province));
      if (old.length === 0) await make(code, kind, name, districts.get(district)!);
      for (const [index, oldName] of old.entries()) {
        const id = await make(oldCode(merger, index), KINDS[oldName.split(' ')[0]], oldName, districts.get(district)!);
        const village = await make(`${oldCode(merger, index)}-b`, 'village', `Bản của ${oldName}`, id);
        people.set(oldCode(merger, index), await person(tx, id));
        villagers.set(oldCode(merger, index), await person(tx, village));
      }
    }
  }

  async function person(tx: Tx, unitId: string): Promise<string> {
    const personId = randomUUID();
    await tx.query('INSERT INTO person (id, created_at) VALUES ($1, $2)', [personId, context.clock.now()]);
    await context
      .get(Memberships)
      .add(tx, { personId, unitId, capacity: 'citizen', source: 'roster', from: '2024-01-01' });
    return personId;
  }

  async function happen(merger: Merger): Promise<void> {
    const edit = context.get(EditUnits);
    const { code, kind, name, old } = merger;
    if (old.length === 0) {
      const id = (await units.idsOf('territory', [code], BEFORE)).get(code)!;
      await edit.move(administrator, id, { ...change(), parentId: province });
      return;
    }
    const intoId = await edit.create(administrator, {
      ...change(),
      tree: 'territory',
      parentId: province,
      code,
      kind,
      name,
    });
    const codes = old.map((_, index) => oldCode(merger, index));
    const fromIds = [...(await units.idsOf('territory', codes, BEFORE)).values()];
    await context.get(MergeUnits).merge(administrator, { ...change(), fromIds, intoId });
  }

  it('leaves the tree of 30 June as it was: districts with their 106 communes', async () => {
    const below = await units.childrenOn(province, BEFORE);
    expect(below).toHaveLength(8);
    const communes = await Promise.all(below.map(({ id }) => units.childrenOn(id, BEFORE)));
    expect(communes.flat()).toHaveLength(106);
    expect(
      communes
        .flat()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(MERGERS.flatMap(({ old, name }) => (old.length > 0 ? old : [name])).sort());
  });

  it('gives the tree of 1 July: 38 communes under the province, with all the villages', async () => {
    const below = await units.childrenOn(province, DAY);
    expect(below.map(({ code, name }) => `${code} ${name}`).sort()).toEqual(
      MERGERS.map(({ code, name }) => `${code} ${name}`).sort(),
    );
    for (const { id, code } of below) {
      const merger = MERGERS.find((row) => row.code === code)!;
      expect((await units.childrenOn(id, DAY)).map(({ name }) => name).sort()).toEqual(
        merger.old.map((name) => `Bản của ${name}`).sort(),
      );
    }
    expect(await units.subtreeIds([province], DAY)).toHaveLength(1 + 38 + villagers.size);
  });

  it('takes the people along from that day on, and leaves villagers in their village', async () => {
    for (const merger of MERGERS) {
      for (const index of merger.old.keys()) {
        const code = oldCode(merger, index);
        const on = async (personId: string, day: string) =>
          (await context.get(Memberships).of(personId, day)).map(({ unitId }) => unitId);
        expect(await on(people.get(code)!, BEFORE)).toEqual([(await unit(code, BEFORE))!.id]);
        expect(await on(people.get(code)!, DAY)).toEqual([(await unit(merger.code, DAY))!.id]);
        const [village] = await on(villagers.get(code)!, DAY);
        expect((await units.pathOn(village, DAY)).map((step) => step.code)).toEqual(['12', merger.code, `${code}-b`]);
      }
    }
  });

  it('follows codes, never names: the old Mường Than is in Than Uyên, the new one is another', async () => {
    const thanUyen = MERGERS.find(({ code }) => code === '03595')!;
    const oldMuongThan = oldCode(thanUyen, thanUyen.old.indexOf('Xã Mường Than'));
    expect((await unit(oldMuongThan, BEFORE))!.name).toBe('Xã Mường Than');
    expect((await unit('03618', DAY))!.name).toBe('Xã Mường Than');
    const [place] = await context.get(Memberships).of(people.get(oldMuongThan)!, DAY);
    expect(place).toMatchObject({ unitId: (await unit('03595', DAY))!.id, unitName: 'Xã Than Uyên' });
    expect(await unit(oldMuongThan, DAY)).toBeNull();
    const [merge] = await context.db.query(
      'SELECT c.code FROM unit_merge m JOIN unit u ON u.id = m.unit_id JOIN unit c ON c.id = m.into_id WHERE u.code = $1',
      [oldMuongThan],
    );
    expect(merge.code).toBe('03595');
  });
});

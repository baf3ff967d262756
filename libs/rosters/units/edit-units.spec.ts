import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '#libs/identity';
import { Units } from '#libs/organisation';
import { UnitOfWork } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { Memberships } from '../memberships.service.js';
import { actorOf, makePerson, makeUnits } from '../rosters.fixtures.js';
import { RostersModule } from '../rosters.module.js';
import { EditUnits } from './edit-units.service.js';
import { MergeUnits } from './merge-units.service.js';
import { ReadUnits } from './read-units.service.js';
import { SplitUnit } from './split-unit.service.js';

describe('the one who edits the trees', () => {
  let context: TestContext;
  let units: Awaited<ReturnType<typeof makeUnits>>;
  let administrator: Actor;
  let edit: EditUnits;
  let read: ReadUnits;
  beforeAll(async () => {
    context = await createTestContext({ imports: [RostersModule] });
    units = await makeUnits(context);
    const roots = [units.province, units.state, units.party];
    administrator = actorOf(await makePerson(context, { fullName: 'Lò Văn Quản' }), 'administrator', roots);
    edit = context.get(EditUnits);
    read = context.get(ReadUnits);
  });
  afterAll(() => context.close());

  /** A second later each time, so that events have an order. */
  const change = (on = '2026-11-10') => {
    context.clock.advance(1);
    return { clientKey: randomUUID(), on, reason: 'Sắp xếp', document: '12/NQ-HĐND' };
  };
  const list = async (unitId: string, from = '2026-01-01', personId?: string) => {
    const id = personId ?? (await makePerson(context));
    await context
      .get(UnitOfWork)
      .run((tx) =>
        context.get(Memberships).add(tx, { personId: id, unitId, capacity: 'citizen', source: 'roster', from }),
      );
    return id;
  };
  const placesOf = async (personId: string, day: string) =>
    (await context.get(Memberships).of(personId, day)).map(({ unitId }) => unitId);
  const audited = async (action: string) =>
    (await context.db.query('SELECT subject_id AS id, details FROM audit WHERE action = $1 ORDER BY at', [action])).at(
      -1,
    );
  const village = async (code: string, parentId = units.commune) =>
    edit.create(administrator, {
      ...change('2026-01-01'),
      tree: 'territory',
      kind: 'village',
      code,
      name: `Bản ${code}`,
      parentId,
    });
  const refused = (work: Promise<unknown>, code: string, fields: Record<string, string> = {}) =>
    expect(work).rejects.toMatchObject({ code, fields });

  it('makes, renames, moves and closes a unit; each is on its page with reason and document, and in the audit', async () => {
    const request = {
      ...change('2026-02-01'),
      tree: 'territory' as const,
      kind: 'village',
      code: 'moi',
      name: 'Bản Mới',
    };
    const id = await edit.create(administrator, { ...request, parentId: units.commune });
    expect(await edit.create(administrator, { ...request, parentId: units.commune })).toBe(id);
    await edit.rename(administrator, id, { ...change('2026-03-01'), name: 'Bản Mới Hơn' });
    await edit.move(administrator, id, { ...change('2026-04-01'), parentId: units.otherCommune });
    await edit.close(administrator, id, change('2026-05-01'));
    const page = await read.page(administrator, id, '2026-06-01');
    expect(page).toMatchObject({ isThere: false, day: '2026-04-01', unit: { name: 'Bản Mới Hơn' } });
    expect(page.periods.map(({ from, to, name, parentId }) => [from, to, name, parentId])).toEqual([
      ['2026-02-01', '2026-03-01', 'Bản Mới', units.commune],
      ['2026-03-01', '2026-04-01', 'Bản Mới Hơn', units.commune],
      ['2026-04-01', '2026-05-01', 'Bản Mới Hơn', units.otherCommune],
    ]);
    expect(page.events.map(({ kind }) => kind)).toEqual(['close', 'move', 'rename', 'create']);
    expect(page.events[0]).toMatchObject({
      effectiveOn: '2026-05-01',
      reason: 'Sắp xếp',
      document: '12/NQ-HĐND',
      madeByName: 'Lò Văn Quản',
    });
    expect(await audited('unit.move')).toMatchObject({ id, details: { unitIds: [id, units.otherCommune] } });
  });

  it('refuses to end a unit on its first day, alone or in a merger, so that none disappears', async () => {
    const [made, into] = [{ ...change('2026-11-05'), tree: 'territory' as const, kind: 'village' }, units.village];
    const id = await edit.create(administrator, {
      ...made,
      code: 'mot-ngay',
      name: 'Bản Một',
      parentId: units.commune,
    });
    const fields = { on: 'unit.ends-first-day' };
    await refused(edit.close(administrator, id, change('2026-11-05')), 'unit.ends-first-day', fields);
    const merger = { ...change('2026-11-05'), fromIds: [id], intoId: into };
    await refused(context.get(MergeUnits).preview(administrator, merger), 'unit.ends-first-day', fields);
    await edit.close(administrator, id, change('2026-11-06'));
    expect(await read.page(administrator, id, '2026-11-20')).toMatchObject({
      day: '2026-11-05',
      periods: [{ from: '2026-11-05', to: '2026-11-06' }],
    });
  });

  it('corrects a mistake without losing what was recorded', async () => {
    const id = await village('sai');
    await edit.rename(administrator, id, { ...change('2026-05-01'), name: 'Bản Đúng' });
    await edit.correct(administrator, id, { ...change('2026-06-01'), name: 'Bản Đứng', from: '2026-04-01' });
    const { periods } = await read.page(administrator, id, '2026-06-01');
    expect(periods.map(({ from, to, name }) => [from, to, name])).toEqual([
      ['2026-01-01', '2026-04-01', 'Bản sai'],
      ['2026-04-01', null, 'Bản Đứng'],
    ]);
    const kept = await context.db.query(
      'SELECT name, valid_from AS "from" FROM unit_version WHERE unit_id = $1 AND superseded_at IS NOT NULL ORDER BY recorded_at, valid_from',
      [id],
    );
    expect(kept).toContainEqual({ name: 'Bản Đúng', from: '2026-05-01' });
    await refused(edit.correct(administrator, id, { ...change('2026-02-01'), from: '2026-01-15' }), 'unit.first-day', {
      from: 'unit.first-day',
    });
  });

  it('is refused outside the scope, without a reason, on a day that is none, and where people would be left behind', async () => {
    const partial = actorOf(administrator.personId, 'administrator', [units.otherCommune]);
    await refused(edit.rename(partial, units.village, { ...change(), name: 'X' }), 'scope.outside');
    const manager = actorOf(administrator.personId, 'unit_manager', [units.commune]);
    await refused(edit.rename(manager, units.village, { ...change(), name: 'X' }), 'access.denied');
    await refused(read.page(partial, units.village, '2026-11-10'), 'scope.outside');
    const blank = { ...change(), reason: '  ' };
    await refused(edit.rename(administrator, units.village, { ...blank, name: 'X' }), 'unit.reason-missing', {
      reason: 'unit.reason-missing',
    });
    for (const on of ['2026-02-30', '1900-01-01', '2030-01-01'])
      await refused(edit.close(administrator, units.village, change(on)), 'unit.day', { on: 'unit.day' });
    await refused(edit.close(administrator, units.village, change('2025-01-01')), 'unit.not-on-day', {
      on: 'unit.not-on-day',
    });
    const id = await village('co-nguoi');
    await list(id);
    await refused(edit.close(administrator, id, change()), 'unit.has-members', { on: 'unit.has-members' });
  });

  it('merges units with their people, who are listed once, and says before what would move', async () => {
    const [one, two] = [await village('hai'), await village('ba')];
    const personId = await list(one);
    const later = await list(one, '2026-11-15');
    const both = await list(one);
    await list(two, '2026-01-01', both);
    const request = { ...change(), fromIds: [one], intoId: two };
    const merge = context.get(MergeUnits);
    const before = await context.db.query('SELECT count(*) FROM membership');
    expect(await merge.preview(administrator, request)).toEqual({
      children: 0,
      units: 0,
      links: 0,
      memberships: 3,
      people: 3,
      hanging: [],
    });
    expect(await context.db.query('SELECT count(*) FROM membership')).toEqual(before);
    expect(await placesOf(personId, '2026-11-10')).toEqual([one]);
    await merge.merge(administrator, request);
    await merge.merge(administrator, request);
    expect([await placesOf(personId, '2026-11-09'), await placesOf(personId, '2026-11-10')]).toEqual([[one], [two]]);
    expect(await placesOf(later, '2026-11-15')).toEqual([two]);
    expect(await placesOf(both, '2026-11-09')).toEqual(expect.arrayContaining([one, two]));
    expect(await placesOf(both, '2026-11-10')).toEqual([two]);
    expect(await audited('unit.merge')).toMatchObject({ id: two, details: { unitIds: [two, one], people: 3 } });
    const manager = actorOf(administrator.personId, 'unit_manager', [units.province]);
    await refused(merge.merge(manager, { ...request, clientKey: randomUUID() }), 'unit.not-on-day', {
      on: 'unit.not-on-day',
    });
  });

  it('splits a commune into a new one and one that is there, with those listed in it', async () => {
    const commune = await edit.create(administrator, {
      ...change('2026-01-01'),
      tree: 'territory',
      kind: 'commune',
      code: '03999',
      name: 'Xã To',
      parentId: units.province,
    });
    const [a, b] = [await village('03999-1', commune), await village('03999-2', commune)];
    const [inA, direct] = [await list(a), await list(commune)];
    const request = {
      ...change(),
      unitId: commune,
      parts: [
        { code: '03998', name: 'Xã Nhỏ', childIds: [a] },
        { intoId: units.otherCommune, childIds: [b] },
      ],
      peoplePart: 1,
      ends: true,
    };
    const split = context.get(SplitUnit);
    expect(await split.preview(administrator, request)).toMatchObject({ children: 2, units: 2, memberships: 1 });
    expect(await context.get(Units).byCode('territory', '03998')).toBeNull();
    await split.split(administrator, request);
    const small = (await context.get(Units).byCode('territory', '03998'))!;
    expect(small).toMatchObject({ kind: 'commune', name: 'Xã Nhỏ', parentId: units.province });
    const above = async (id: string) => (await context.get(Units).find(id, '2026-11-10')).parentId;
    expect([await above(a), await above(b)]).toEqual([small.id, units.otherCommune]);
    expect([await placesOf(direct, '2026-11-10'), await placesOf(inA, '2026-11-10')]).toEqual([
      [units.otherCommune],
      [a],
    ]);
    await expect(context.get(Units).find(commune, '2026-11-10')).rejects.toMatchObject({ code: 'unit.unknown' });
    const invalid = { ...request, clientKey: randomUUID(), on: '2026-11-09' };
    await refused(split.split(administrator, { ...invalid, peoplePart: null }), 'unit.split-heir', {
      peoplePart: 'unit.split-heir',
    });
    await refused(split.preview(administrator, { ...invalid, unitId: units.province }), 'unit.split-root');
  });
});

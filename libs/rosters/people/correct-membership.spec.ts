import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '#libs/identity';
import { ChangeUnit, Units, asOf } from '#libs/organisation';
import { UnitOfWork, addDays, type Tx } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { Memberships } from '../memberships.service.js';
import { actorOf, makePerson, makeUnits } from '../rosters.fixtures.js';
import { RostersModule } from '../rosters.module.js';
import { CorrectMembership, ReadPerson } from './index.js';

describe('memberships that were recorded wrongly', () => {
  let context: TestContext;
  let memberships: Memberships;
  let units: Awaited<ReturnType<typeof makeUnits>>;
  beforeAll(async () => {
    context = await createTestContext({ imports: [RostersModule] });
    memberships = context.get(Memberships);
    units = await makeUnits(context);
  });
  afterAll(() => context.close());

  const run = <T>(work: (tx: Tx) => Promise<T>) => context.get(UnitOfWork).run(work);
  const add = (personId: string, unitId: string, from: string) =>
    run((tx) => memberships.add(tx, { personId, unitId, capacity: 'citizen', source: 'roster', from }));
  const unitOn = async (personId: string, day: string, knownAt: Date) => {
    const rows = await context.db.query(
      `SELECT unit_id AS unit FROM membership m WHERE person_id = $1 AND ${asOf('m', '$2', '$3')}`,
      [personId, day, knownAt],
    );
    return rows.map(({ unit }: { unit: string }) => unit);
  };
  const REASON = 'Ghi nhầm ngày trong quyết định';
  const manager = async (...unitIds: string[]) => actorOf(await makePerson(context), 'unit_manager', unitIds);
  const correct = (actor: Actor, id: string, from: string, to = '', reason = REASON) =>
    context.get(CorrectMembership).correct(actor, id, { days: { from, to }, reason });
  const past = async (unitId: string, from: string, to: string) => {
    const personId = await makePerson(context);
    const place = { personId, unitId, capacity: 'citizen', source: 'roster' as const, from, to };
    return { personId, id: await run((tx) => memberships.add(tx, place)) };
  };

  it('say something else from now on, and what they said before as known before', async () => {
    const { personId, id } = await past(units.village, '2026-01-01', '2026-02-01');
    const actor = await manager(units.commune);
    const before = context.clock.now();
    context.clock.advance(60);
    expect(await context.get(CorrectMembership).open(actor, id)).toMatchObject({ personId, unitName: 'Bản Nà Khằm' });
    await correct(actor, id, '2026-01-15', '2026-03-01');
    const after = context.clock.now();
    expect(await unitOn(personId, '2026-01-01', before)).toEqual([units.village]);
    expect(await unitOn(personId, '2026-01-14', after)).toEqual([]);
    expect(await unitOn(personId, '2026-02-28', before)).toEqual([]);
    expect(await unitOn(personId, '2026-02-28', after)).toEqual([units.village]);
    const { timeline } = await context.get(ReadPerson).open(actor, personId);
    expect(timeline).toMatchObject([{ when: 'past', from: '2026-01-15', to: '2026-03-01', correctable: true }]);
    context.clock.advance(60);
    const [{ membershipId }] = timeline;
    await context.get(CorrectMembership).correct(actor, membershipId, { days: null, reason: REASON });
    expect(await unitOn(personId, '2026-02-28', context.clock.now())).toEqual([]);
    expect(await unitOn(personId, '2026-02-28', after)).toEqual([units.village]);
    const kept = await context.db.query(
      `SELECT action, details FROM audit WHERE subject_id = $1 AND action LIKE 'membership.%' ORDER BY at`,
      [personId],
    );
    expect(kept).toMatchObject([
      { action: 'membership.correct', details: { membershipId: id, from: '2026-01-01', reason: REASON } },
      { action: 'membership.remove', details: { membershipId, from: '2026-01-15', reason: REASON } },
    ]);
  });

  it.each([
    ['never', ''],
    ['from', 'into'],
    ['to', ''],
    ['end', ''],
    ['transfer', 'elsewhere'],
  ])('take what follows a planned merger of the unit with them: %s', async (what, there) => {
    const actor = await manager(units.province);
    const [from, today] = ['2026-01-01', context.clock.today()];
    const on = addDays(today, 20);
    const village = (code: string) =>
      run((tx) => {
        const unit = { tree: 'territory' as const, kind: 'village', name: `Bản ${code}`, parentId: units.commune };
        return context.get(Units).create(tx, { ...unit, code, validFrom: from });
      });
    const [unitId, into] = [await village(`${what}-1`), await village(`${what}-2`)];
    await run((tx) => context.get(ChangeUnit).merge(tx, [unitId], into, on));
    const personId = await makePerson(context);
    const id = await add(personId, unitId, from);
    expect(await unitOn(personId, on, context.clock.now())).toEqual([into]);
    context.clock.advance(60);
    if (what === 'never') await context.get(CorrectMembership).correct(actor, id, { days: null, reason: REASON });
    if (what === 'from') await correct(actor, id, '2026-01-05', on);
    if (what === 'to') await correct(actor, id, from, today);
    if (what === 'end') await run((tx) => memberships.end(tx, id, today));
    if (what === 'transfer') await run((tx) => memberships.transfer(tx, id, { on: today, unitId: units.farVillage }));
    const expected = { into: [into], elsewhere: [units.farVillage] }[there] ?? [];
    expect(await unitOn(personId, on, context.clock.now())).toEqual(expected);
  });

  it('need a reason and days that do not meet another place of the same human being', async () => {
    const { personId, id } = await past(units.village, '2026-01-01', '2026-02-01');
    const twin = await past(units.farVillage, '2026-02-01', '2026-03-01');
    await context.db.query(
      'INSERT INTO person_merge (id, from_person_id, into_person_id) VALUES (gen_random_uuid(), $1, $2)',
      [twin.personId, personId],
    );
    const actor = await manager(units.commune);
    await expect(correct(actor, id, '2026-01-01', '2026-02-02', 'nhầm')).rejects.toMatchObject({
      fields: { to: 'membership.overlaps', reason: 'reason.required' },
    });
    await expect(correct(actor, id, '1967-01-01', '2026-02-01')).rejects.toMatchObject({
      fields: { from: 'membership.before-birth' },
    });
  });

  it('are corrected by whoever has the unit, or had it when it stood last, and by one of two at once', async () => {
    const { personId, id } = await past(units.otherVillage, '2026-01-01', '2026-02-01');
    await run((tx) => context.get(ChangeUnit).close(tx, units.otherVillage, '2026-04-01'));
    const actor = await manager(units.commune);
    await expect(correct(await manager(units.otherCommune), id, '2026-01-02', '2026-02-01')).rejects.toMatchObject({
      code: 'scope.outside',
    });
    await expect(correct(actor, id, '2026-01-01')).rejects.toMatchObject({ fields: { to: 'membership.unit-ended' } });
    const both = ['2026-01-02', '2026-01-03'].map((from) => correct(actor, id, from, '2026-02-01'));
    const [refused] = (await Promise.allSettled(both)).filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject({ reason: { code: 'membership.unknown' } });
    expect(await unitOn(personId, '2026-01-20', context.clock.now())).toEqual([units.otherVillage]);
  });

  it('are seen by one who grows into the days that another has just left, though both begin at once', async () => {
    const { personId, id } = await past(units.village, '2026-01-01', '2026-02-01');
    const next = { personId, unitId: units.village, capacity: 'citizen', source: 'roster' as const };
    const nextId = await run((tx) => memberships.add(tx, { ...next, from: '2026-03-01', to: '2026-04-01' }));
    const actor = await manager(units.commune);
    await Promise.allSettled([
      correct(actor, id, '2026-01-01', '2026-02-20'),
      correct(actor, nextId, '2026-02-10', '2026-04-01'),
    ]);
    expect(await unitOn(personId, '2026-02-15', context.clock.now())).toEqual([units.village]);
  });
});

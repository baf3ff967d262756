import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HandleCase, MyLooks, OpenCase, ReadCases, Restriction, type Actor } from '#libs/identity';
import { PersonalData, UnitOfWork } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { Memberships } from '../memberships.service.js';
import { SINCE, actorOf, makePerson, makeUnits } from '../rosters.fixtures.js';
import { ReadRosters } from '../read-rosters.service.js';
import { RostersModule } from '../rosters.module.js';
import { FindPeople } from './find-people.service.js';
import { ReadPerson } from './read-person.service.js';
import { UndoMerge } from './undo-merge.service.js';

/** Who signed up on a phone and stood on a roster was recorded twice; the law's rights are those of the one human being. */
describe('the rights of people recorded twice', () => {
  let context: TestContext;
  let manager: Actor;
  let handler: Actor;
  let farHandler: Actor;
  let account: string;
  let listed: string;
  let mergeId: string;

  beforeAll(async () => {
    context = await createTestContext({ imports: [RostersModule] });
    const units = await makeUnits(context);
    manager = actorOf(await makePerson(context), 'unit_manager', [units.commune]);
    handler = actorOf(await makePerson(context), 'administrator', [units.commune]);
    farHandler = actorOf(await makePerson(context), 'administrator', [units.otherCommune]);
    account = await makePerson(context, { fullName: 'Vàng Thị Sua', phone: '+84912345678' });
    listed = await makePerson(context, { fullName: 'Vàng Thị Súa', birthDate: '1968-02-03' });
    await context.get(UnitOfWork).run(async (tx) => {
      await context
        .get(Memberships)
        .add(tx, { personId: listed, unitId: units.village, capacity: 'citizen', source: 'roster', from: SINCE });
      [{ id: mergeId }] = await tx.query(
        'INSERT INTO person_merge (id, from_person_id, into_person_id) VALUES (gen_random_uuid(), $1, $2) RETURNING id',
        [account, listed],
      );
    });
  });
  afterAll(() => context.close());

  const owner = () => actorOf(account, 'learner', []);
  const cases = async (actor: Actor) =>
    (await context.get(ReadCases).desk(actor, { offset: 0, limit: 100 })).cases.map(({ id }) => id);
  const rowsOf = async (personId: string, key: string) =>
    (await context.get(PersonalData).exportOf(context.db.manager, personId)).find((section) => section.key === key)!
      .rows;

  it('show and hand over what is kept under both records, once each', async () => {
    const names = (await rowsOf(account, 'thong-tin')).map(({ name }) => name);
    expect(names).toEqual(['Vàng Thị Sua', 'Vàng Thị Súa']);
    expect(await rowsOf(account, 'don-vi')).toEqual([expect.objectContaining({ unit: 'Bản Nà Khằm' })]);
    expect((await rowsOf(listed, 'thong-tin')).map(({ name }) => name).sort()).toEqual([...names].sort());
    const keys = (await context.get(PersonalData).exportOf(context.db.manager, account)).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('go with counting them once, on the pages of the unit and of those above', async () => {
    const village = manager.grants[0].unitIds[0];
    const counts = async () => {
      const desk = await context.get(ReadRosters).desk(manager, village);
      const [own] = await context.get(ReadRosters).ownUnits(manager);
      return { capacity: desk.capacities.find(({ code }) => code === 'citizen')!.count, all: own.people };
    };
    expect(await counts()).toEqual({ capacity: 1, all: 1 });
    const here = { personId: account, unitId: village, capacity: 'citizen', source: 'self' as const, from: SINCE };
    const id = await context.get(UnitOfWork).run((tx) => context.get(Memberships).add(tx, here));
    expect(await counts()).toEqual({ capacity: 1, all: 1 });
    await context.get(UnitOfWork).run((tx) => context.get(Memberships).end(tx, id, SINCE));
  });

  it('are handled where the person stands on a roster, whichever record asked', async () => {
    const id = await context.get(OpenCase).open(owner(), { kind: 'view' });
    expect(await cases(handler)).toEqual([id]);
    expect(await cases(farHandler)).toEqual([]);
    await expect(context.get(HandleCase).reply(farHandler, id, 'Đã nhận.')).rejects.toMatchObject({
      code: 'scope.outside',
    });
    await context.get(HandleCase).reply(handler, id, 'Đã nhận.');
  });

  it('tell them of every look, at either record', async () => {
    await context.get(ReadPerson).open(manager, listed);
    const { looks } = await context.get(MyLooks).of(account, { offset: 0, limit: 10 });
    expect(looks.map(({ what }) => what)).toContain('person.view');
  });

  it('restrict both records, and end with both', async () => {
    const found = async () =>
      (await context.get(FindPeople).byName(manager, manager.grants[0].unitIds, 'vang thi sua', 'tìm người')).length;
    const before = await found();
    await context.get(UnitOfWork).run((tx) => context.get(Restriction).begin(tx, account));
    expect([before, await found()]).toEqual([1, 0]);
    await context.get(UnitOfWork).run((tx) => context.get(Restriction).end(tx, account));
    expect(await found()).toBe(1);
  });

  it('are two people’s again when the merge is undone', async () => {
    await context.get(UndoMerge).undo(manager, mergeId, 'Hai người khác nhau, đã hỏi trưởng bản');
    expect((await rowsOf(account, 'thong-tin')).map(({ name }) => name)).toEqual(['Vàng Thị Sua']);
    expect(await rowsOf(account, 'don-vi')).toEqual([]);
    expect(await cases(handler)).toEqual([]);
  });
});

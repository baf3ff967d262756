import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HandleCase, OpenCase, ReadCases, RemindClocks, type Actor } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { Memberships } from '../memberships.service.js';
import { SINCE, actorOf, makePerson, makeUnits } from '../rosters.fixtures.js';
import { RostersModule } from '../rosters.module.js';

/** A request about one's data is handled by those who hold a place of that person. */
describe('requests about data', () => {
  let context: TestContext;
  let units: Awaited<ReturnType<typeof makeUnits>>;
  let communal: Actor;
  let provincial: Actor;
  const cases: Record<'here' | 'elsewhere' | 'nowhere', string> = { here: '', elsewhere: '', nowhere: '' };

  beforeAll(async () => {
    context = await createTestContext({ imports: [RostersModule] });
    units = await makeUnits(context);
    communal = actorOf(await makePerson(context), 'administrator', [units.commune]);
    provincial = actorOf(await makePerson(context), 'administrator', [units.province]);
    for (const [name, unitId] of [
      ['here', units.village],
      ['elsewhere', units.farVillage],
      ['nowhere', null],
    ] as const) {
      const personId = await makePerson(context);
      if (unitId)
        await context
          .get(UnitOfWork)
          .run((tx) =>
            context.get(Memberships).add(tx, { personId, unitId, capacity: 'citizen', source: 'roster', from: SINCE }),
          );
      cases[name] = await context.get(OpenCase).open(actorOf(personId, 'learner', []), { kind: 'view' });
    }
    await context.get(RemindClocks).run();
  });
  afterAll(() => context.close());

  const listed = async (actor: Actor) => (await context.get(ReadCases).desk(actor)).map(({ id }) => id).sort();
  const pressing = async (actor: Actor) =>
    [...new Set((await context.get(RemindClocks).open(actor)).map(({ subjectId }) => subjectId))].sort();

  it('are listed for the units of the handler, and of people on no roster for a whole tree', async () => {
    expect(await listed(communal)).toEqual([cases.here]);
    expect(await pressing(communal)).toEqual([cases.here]);
    expect(await listed(provincial)).toEqual(Object.values(cases).sort());
    expect(await pressing(provincial)).toEqual(Object.values(cases).sort());
    expect(await listed(actorOf(communal.personId, 'unit_manager', [units.province]))).toEqual([]);
  });

  it('are neither read nor handled outside them', async () => {
    const outside = { code: 'scope.outside' };
    const [reading, desk] = [context.get(ReadCases), context.get(HandleCase)];
    for (const id of [cases.elsewhere, cases.nowhere]) {
      await expect(reading.handle(communal, id)).rejects.toMatchObject(outside);
      await expect(reading.kindOf(communal, id)).rejects.toMatchObject(outside);
      await expect(desk.reply(communal, id, 'Đã nhận.')).rejects.toMatchObject(outside);
      await expect(desk.extend(communal, id, 'Chờ xã.')).rejects.toMatchObject(outside);
      await expect(desk.fulfil(communal, id, { text: 'Xong.' })).rejects.toMatchObject(outside);
      await expect(desk.refuse(communal, id, { text: 'Không.' })).rejects.toMatchObject(outside);
    }
    await desk.reply(communal, cases.here, 'Đã nhận.');
    await desk.reply(provincial, cases.nowhere, 'Đã nhận.');
    expect((await reading.handle(communal, cases.here)).repliedAt).not.toBeNull();
  });
});

import { describe, expect, it } from '@jest/globals';
import { People } from '#libs/identity';
import { UnitOfWork, newId } from '#libs/platform';
import { LeaveRoster } from '../leave-roster.service.js';
import { Memberships } from '../memberships.service.js';
import { actorOf } from '../rosters.fixtures.js';
import { ImportDesk } from './import-desk.fixtures.js';

describe('undoing an applied file', () => {
  const desk = ImportDesk.open();
  const { applied, personNamed, fresh, undo } = desk;
  const of = (personId: string, day = '2026-11-20') => desk.context.get(Memberships).of(personId, day);

  it('puts everything back as it was, without losing what was known meanwhile', async () => {
    const [kept, added] = [fresh(), fresh()];
    await applied([`${kept};1970;0912000701;012170000702;03390-1;Tổ viên;`], { effectiveOn: '2026-01-01' });
    const personId = await personNamed(kept);
    const before = { place: await of(personId), identity: await desk.context.get(People).find(personId) };
    const { id } = await applied([
      `${kept};5/6/1970;0912000702;012170000702;03390-2;Tổ trưởng;x`,
      `${added};1980;;;03390-1;;`,
    ]);
    const newcomer = await personNamed(added);
    expect(await of(personId)).toMatchObject([
      { unitId: desk.units.otherVillage, position: 'Tổ trưởng', isHead: true },
    ]);
    const rows = async () => Number((await desk.context.db.query('SELECT count(*) FROM membership'))[0].count);
    const [known, recordedBefore] = [desk.context.clock.now(), await rows()];
    desk.context.clock.advance(60);

    await undo(id);
    const strip = (views: Awaited<ReturnType<typeof of>>) => views.map(({ id: _id, ...view }) => view);
    expect(strip(await of(personId))).toEqual(strip(before.place));
    expect(await desk.context.get(People).find(personId)).toEqual(before.identity);
    expect(await of(newcomer)).toEqual([]);
    await expect(desk.context.get(People).find(newcomer)).rejects.toMatchObject({ code: 'person.unknown' });
    const [{ asKnown }] = await desk.context.db.query(
      `SELECT count(*)::int AS "asKnown" FROM membership WHERE person_id = ANY($1) AND recorded_at <= $2
         AND (superseded_at IS NULL OR superseded_at > $2) AND valid_from <= '2026-11-20' AND coalesce(valid_to, 'infinity') > '2026-11-20'`,
      [[personId, newcomer], known],
    );
    expect(Number(asKnown)).toBe(2);
    expect(await rows()).toBeGreaterThan(recordedBefore);
    await undo(id);
    expect((await desk.imports.preview(desk.manager, id)).status).toBe('undone');
    await expect(desk.imports.apply(desk.manager, id)).rejects.toMatchObject({ code: 'import.undone' });
  });

  it('keeps what somebody has corrected since', async () => {
    const name = fresh();
    await applied([`${name};1970;;;03390-1;;`]);
    const personId = await personNamed(name);
    const { id } = await applied([`${name};1970;0912000711;012170000711;03390-1;;`]);
    await desk.context
      .get(UnitOfWork)
      .run((tx) => desk.context.get(People).update(tx, personId, { phone: '+84912000799' }));
    await undo(id);
    expect(await desk.context.get(People).find(personId)).toMatchObject({
      phone: '+84912000799',
      personalNumber: null,
    });
  });

  it('is refused once something depends on the people it brought in, and says what', async () => {
    const sql = (statement: string, parameters: unknown[]) => desk.context.db.query(statement, parameters);
    const cases: [string, (personId: string) => Promise<unknown>][] = [
      [
        'undo.has-dependents',
        (personId) =>
          sql(`INSERT INTO person_merge (id, from_person_id, into_person_id) VALUES ($1, $2, $3)`, [
            newId(),
            personId,
            desk.manager.personId,
          ]),
      ],
      [
        'undo.has-dependents',
        (personId) =>
          sql(`INSERT INTO account (id, person_id, login_index, password_hash) VALUES ($1, $2, $3, 'x')`, [
            newId(),
            personId,
            newId(),
          ]),
      ],
      [
        'undo.membership-changed',
        async (personId) => {
          const [{ id }] = await of(personId);
          await desk.context.get(LeaveRoster).leave(desk.manager, id, '2026-11-19');
        },
      ],
      [
        'undo.other-membership',
        (personId) =>
          desk.context.get(UnitOfWork).run((tx) =>
            desk.context.get(Memberships).add(tx, {
              personId,
              unitId: desk.units.department,
              capacity: 'official',
              source: 'roster',
              from: '2026-11-01',
            }),
          ),
      ],
    ];
    for (const [code, depend] of cases) {
      const name = fresh();
      const { id } = await applied([`${name};1980;;;03390-1;;`]);
      await depend(await personNamed(name));
      await expect(undo(id)).rejects.toMatchObject({ kind: 'conflict', code, data: { count: 1 } });
      await personNamed(name);
    }
  });

  it('is refused after a later file that names the same people, until that one is undone', async () => {
    const name = fresh();
    const first = await applied([`${name};1981;;;03390-1;;`]);
    const second = await applied([`${name};1981;;;03390-1;Trưởng bản;`]);
    await expect(undo(first.id)).rejects.toMatchObject({ code: 'undo.membership-changed' });
    const third = await applied([`${name};1981;;;03390-1;;`]);
    expect(third.counts.skip).toBe(1);
    await expect(undo(second.id)).rejects.toMatchObject({ code: 'undo.later-import' });
    await undo(third.id);
    await undo(second.id);
    await undo(first.id);
  });

  it('stays within the scope, and ends when the way back has aged', async () => {
    const { id } = await applied([`${fresh()};1982;;;03390-1;;`]);
    const far = actorOf(desk.manager.personId, 'unit_manager', [desk.units.otherCommune]);
    await expect(desk.imports.undo(far, id)).rejects.toMatchObject({ code: 'scope.outside' });
    await desk.context.db.query('DELETE FROM roster_import_effect WHERE import_id = $1', [id]);
    await expect(undo(id)).rejects.toMatchObject({ code: 'undo.too-late' });
  });
});

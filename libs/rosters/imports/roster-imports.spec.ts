import { describe, expect, it } from '@jest/globals';
import { Grants, People } from '#libs/identity';
import { JobQueue, JobRunner, UnitOfWork } from '#libs/platform';
import { BulkMemberships } from '../bulk-memberships.service.js';
import { ImportDesk } from './import-desk.fixtures.js';
import { Memberships } from '../memberships.service.js';
import { actorOf } from '../rosters.fixtures.js';

describe('roster imports', () => {
  const desk = ImportDesk.open();
  const { stage, applied, personNamed, countPeople, fresh } = desk;
  const sql = (text: string, values: unknown[] = []) => desk.context.db.query(text, values);
  const drain = () => desk.context.get(JobRunner).drain();
  const preview = (id: string) => desk.imports.preview(desk.manager, id);
  /** As if the time of its back-off had passed. */
  const tryAgain = async () => {
    await sql('UPDATE job SET run_at = now() WHERE done_at IS NULL AND failed_at IS NULL');
    await drain();
  };

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
    expect(await preview(id)).toMatchObject({
      unitName: 'Xã Bình Lư',
      status: 'staged',
      summary: { counts: { add: 1, change: 0, skip: 1, error: 3 } },
    });
    const [bad, outside, unknown] = await desk.imports.rows(desk.manager, id, 'error');
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
    expect((await desk.imports.rows(desk.manager, id, 'skip'))[0].reasons).toEqual([
      { code: 'row.repeated', data: { row: 2 } },
    ]);

    const counts = await desk.apply(id);
    expect(counts).toEqual({ add: 1, change: 0, skip: 1, error: 3 });
    const personId = await personNamed(name);
    expect(await desk.context.get(People).find(personId)).toMatchObject({
      birthDate: '1968-09-02',
      phone: '+84912000101',
    });
    expect(await desk.context.get(Memberships).of(personId)).toMatchObject([
      {
        unitId: desk.units.village,
        capacity: 'citizen',
        position: 'Trưởng bản',
        isHead: true,
        source: 'roster',
        from: '2026-11-01',
      },
    ]);
    expect(await desk.apply(id)).toEqual(counts);
    expect(await countPeople()).toBe(before + 1);
    const audit = await sql('SELECT action, details FROM audit WHERE subject_id = $1 ORDER BY at, id', [id]);
    expect(audit.map(({ action }: { action: string }) => action)).toEqual([
      'roster-import.stage',
      'roster-import.apply',
    ]);
    expect(JSON.stringify(audit)).not.toContain(name);
  });

  it('plan anew when applied: what another file did meanwhile is not done twice', async () => {
    const name = fresh();
    const rows = [`${name};1987;;;03390-1;;`];
    const [first, second] = [await stage(rows), await stage(rows)];
    await Promise.all([first, second].map((id) => desk.imports.apply(desk.manager, id)));
    const runner = desk.context.get(JobRunner);
    await Promise.all([runner.runNext(), runner.runNext()]);
    expect(await Promise.all([desk.apply(first), desk.apply(second)])).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ add: 1, skip: 0 }),
        expect.objectContaining({ add: 0, skip: 1 }),
      ]),
    );
    await personNamed(name);
  });

  it('are applied by one job, however often they are asked to be', async () => {
    const id = await stage([`${fresh()};1987;;;03390-1;;`]);
    const press = () => desk.imports.apply(desk.manager, id);
    await Promise.all([press(), press(), press()]);
    await press();
    const jobs = () => sql(`SELECT kind FROM job WHERE payload->>'importId' = $1 ORDER BY created_at`, [id]);
    expect(await jobs()).toEqual([{ kind: 'roster.apply' }]);
    expect(await preview(id)).toMatchObject({ status: 'applying', rowsDone: 0, rowsTotal: 1 });
    await expect(desk.imports.discard(desk.manager, id)).rejects.toMatchObject({ code: 'import.applying' });
    await expect(desk.imports.undo(desk.manager, id)).rejects.toMatchObject({ code: 'undo.not-applied' });
    const before = await countPeople();
    await drain();
    expect(await countPeople()).toBe(before + 1);
    expect(await preview(id)).toMatchObject({ status: 'applied', summary: { counts: { add: 1 } } });

    await Promise.all([1, 2].map(() => desk.imports.undo(desk.manager, id)));
    expect((await preview(id)).status).toBe('undoing');
    await expect(press()).rejects.toMatchObject({ code: 'import.undoing' });
    await drain();
    expect((await preview(id)).status).toBe('undone');
    expect(await jobs()).toEqual([{ kind: 'roster.apply' }, { kind: 'roster.undo' }]);
    expect(await sql('SELECT asked FROM roster_import WHERE id = $1', [id])).toEqual([{ asked: null }]);
  });

  it('leave nothing half done, and do it all when tried again', async () => {
    const before = await countPeople();
    const id = await stage([`${fresh()};1987;;;03390-1;;`, `${fresh()};1988;;;03390-1;;`]);
    const memberships = desk.context.get(BulkMemberships);
    const add = memberships.addMany.bind(memberships);
    memberships.addMany = async (...args) => {
      await add(...args);
      throw new Error('power cut');
    };
    await desk.imports.apply(desk.manager, id);
    await drain();
    expect(await countPeople()).toBe(before);
    await tryAgain();
    expect((await preview(id)).status).toBe('applying');
    await tryAgain();
    expect(await preview(id)).toMatchObject({ status: 'staged', failure: { code: 'import.apply-failed' } });
    expect(await countPeople()).toBe(before);

    await desk.imports.apply(desk.manager, id);
    await drain();
    memberships.addMany = add;
    await tryAgain();
    expect(await preview(id)).toMatchObject({ status: 'applied', failure: null, summary: { counts: { add: 2 } } });
    expect(await countPeople()).toBe(before + 2);
  });

  it('keep the cells encrypted, and delete them when discarded', async () => {
    const name = fresh();
    const id = await stage([`${name};1987;0912000901;;03390-1;;`]);
    const rows = () => sql('SELECT r::text AS text FROM roster_import_row r WHERE import_id = $1', [id]);
    const [{ text }] = await rows();
    for (const secret of [name, '912000901', '1987']) expect(text).not.toContain(secret);
    await desk.imports.discard(desk.manager, id);
    expect(await rows()).toEqual([]);
    await expect(desk.imports.apply(desk.manager, id)).rejects.toMatchObject({ code: 'import.discarded' });
    await desk.imports.discard(desk.manager, id);
    const { id: done } = await applied([`${fresh()};1987;;;03390-1;;`]);
    await expect(desk.imports.discard(desk.manager, done)).rejects.toMatchObject({ code: 'import.already-applied' });
  });

  it('lose their cells after thirty days, not their counts', async () => {
    const { id, counts } = await applied([`${fresh()};1987;;;03390-1;;`]);
    const waiting = await stage([`${fresh()};1987;;;03390-1;;`]);
    const purge = async () => {
      await desk.context.get(UnitOfWork).run((tx) => desk.context.get(JobQueue).enqueue(tx, 'roster.purge', {}));
      await drain();
    };
    await purge();
    expect(await desk.imports.rows(desk.manager, id, 'add')).toHaveLength(1);
    const now = desk.context.clock.now();
    desk.context.clock.advance(31 * 86_400);
    await purge();
    expect(await desk.imports.rows(desk.manager, id, 'add')).toEqual([]);
    expect(await desk.apply(id)).toEqual(counts);
    expect((await preview(waiting)).status).toBe('discarded');
    desk.context.clock.set(now);
  });

  it('are one import when the form is sent twice', async () => {
    const clientKey = '01934b5e-1111-7000-8000-000000000001';
    const rows = [`${fresh()};1987;;;03390-1;;`];
    expect(await Promise.all([stage(rows, { clientKey }), stage(rows, { clientKey })])).toEqual([clientKey, clientKey]);
    const [{ count }] = await sql('SELECT count(*) FROM roster_import_row WHERE import_id = $1', [clientKey]);
    expect(count).toBe(1);
  });

  it('stay within the scope and the permission', async () => {
    const rows = [`${fresh()};1987;;;;;`];
    const learner = { ...desk.manager, grants: [] };
    const far = actorOf(desk.manager.personId, 'unit_manager', [desk.units.otherCommune]);
    await expect(stage(rows, {}, learner)).rejects.toMatchObject({ code: 'access.denied' });
    await expect(stage(rows, {}, far)).rejects.toMatchObject({ code: 'scope.outside' });
    const id = await stage(rows);
    for (const act of ['preview', 'apply', 'discard'] as const)
      await expect(desk.imports[act](far, id)).rejects.toMatchObject({ code: 'scope.outside' });
    await expect(desk.imports.rows(far, id, 'add')).rejects.toMatchObject({ code: 'scope.outside' });
    await expect(desk.imports.preview(desk.manager, '01934b5e-0000-7000-8000-000000000000')).rejects.toMatchObject({
      code: 'import.unknown',
    });
    expect((await desk.imports.recent(desk.manager)).map((item) => item.id)).toContain(id);
    expect(await desk.imports.recent(far)).toEqual([]);
  });

  it('are not applied for whoever may no longer do it, and gain nothing by a later role', async () => {
    const actor = await desk.neighbour();
    const rows = [`${fresh()};1987;;;03394-1;;`, `${fresh()};1987;;;03390-1;;`];
    const id = await stage(rows, { unitId: desk.units.otherCommune }, actor);
    const give = (unitId: string) =>
      desk.context.get(UnitOfWork).run((tx) =>
        desk.context.get(Grants).grant(tx, {
          personId: actor.personId,
          role: 'unit_manager',
          unitIds: [unitId],
          from: '2025-07-01',
          by: null,
        }),
      );
    const end = () =>
      sql('UPDATE role_grant SET superseded_at = $2 WHERE person_id = $1 AND superseded_at IS NULL', [
        actor.personId,
        desk.context.clock.now(),
      ]);
    await desk.imports.apply(actor, id);
    await end();
    await drain();
    const refused = await desk.imports.preview(actor, id);
    expect(refused).toMatchObject({ status: 'staged', failure: { code: 'import.may-not' } });

    await give(desk.units.otherCommune);
    await desk.imports.apply(actor, id);
    await give(desk.units.commune);
    await drain();
    expect((await desk.imports.preview(actor, id)).summary.counts).toMatchObject({ add: 1, error: 1 });
    await desk.imports.undo(actor, id);
    await end();
    await drain();
    expect(await desk.imports.preview(actor, id)).toMatchObject({
      status: 'applied',
      failure: { code: 'undo.may-not' },
    });
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
});

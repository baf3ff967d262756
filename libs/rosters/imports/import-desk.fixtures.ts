import { afterAll, beforeAll, beforeEach, expect } from '@jest/globals';
import { Grants, type Actor } from '#libs/identity';
import { DomainError, JobRunner, UnitOfWork } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import type { LeaveConfirmation, OutcomeCounts, RowOutcome } from './roster-import.entity.js';
import { RosterImports, type ImportRequest } from './roster-imports.service.js';
import { actorOf, makePerson, makeUnits } from '../rosters.fixtures.js';
import { RostersModule } from '../rosters.module.js';

const HEADINGS = 'Họ và tên;Ngày sinh;Số điện thoại;Số định danh;Mã đơn vị;Chức vụ;Người đứng đầu\n';
const OUTCOMES: RowOutcome[] = ['add', 'change', 'skip', 'error'];

/** A commune's manager with files to import, for the suites of imports. */
export class ImportDesk {
  context: TestContext;
  imports: RosterImports;
  units: Awaited<ReturnType<typeof makeUnits>>;
  manager: Actor;
  private serial = 0;

  /** Boots before the suite's tests; call it inside `describe`. */
  static open(): ImportDesk {
    const desk = new ImportDesk();
    beforeAll(async () => {
      desk.context = await createTestContext({ imports: [RostersModule] });
      desk.imports = desk.context.get(RosterImports);
      desk.units = await makeUnits(desk.context);
      const personId = await makePerson(desk.context, { fullName: 'Vàng Thị Dợ' });
      desk.manager = await desk.granted(actorOf(personId, 'unit_manager', [desk.units.commune]));
    });
    afterAll(() => desk.context.close());
    beforeEach(() => desk.context.clock.advance(60));
    return desk;
  }

  stage = (rows: string[], change: Partial<ImportRequest> = {}, actor = this.manager) =>
    this.imports.stage(actor, {
      unitId: this.units.commune,
      capacity: 'citizen',
      fileName: 'danh-sach.csv',
      file: Buffer.from(HEADINGS + rows.join('\n')),
      effectiveOn: '2026-11-01',
      ...change,
    });

  /** Row number, outcome and codes of every row. */
  outcomes = async (id: string) => {
    const rows = await Promise.all(OUTCOMES.map((outcome) => this.imports.rows(this.manager, id, outcome)));
    return rows
      .flat()
      .sort((a, b) => a.rowNumber - b.rowNumber)
      .map(({ rowNumber, outcome, reasons }) => [rowNumber, outcome, ...reasons.map(({ code }) => code)]);
  };

  staged = async (rows: string[], change: Partial<ImportRequest> = {}) => this.outcomes(await this.stage(rows, change));

  applied = async (rows: string[], change: Partial<ImportRequest> = {}) => {
    const id = await this.stage(rows, change);
    return { id, counts: await this.apply(id) };
  };

  /** Asks, and lets the job do it; throws the refusal that the page would show. */
  apply = async (id: string, confirmed?: LeaveConfirmation, actor = this.manager): Promise<OutcomeCounts> => {
    await this.imports.apply(actor, id, confirmed);
    return (await this.after(id, actor)).summary.counts;
  };

  undo = async (id: string): Promise<void> => {
    await this.imports.undo(this.manager, id);
    await this.after(id);
  };

  private async after(id: string, actor = this.manager) {
    await this.context.get(JobRunner).drain();
    const preview = await this.imports.preview(actor, id);
    if (preview.failure) throw new DomainError('conflict', preview.failure.code, preview.failure.data);
    return preview;
  }

  /** Who manages the other commune. */
  neighbour = async (): Promise<Actor> => {
    const personId = await makePerson(this.context, { fullName: 'Tẩn Mý Dao' });
    return this.granted(actorOf(personId, 'unit_manager', [this.units.otherCommune]));
  };

  /** The actor's grants as rows: a job asks for them anew. */
  granted = async (actor: Actor): Promise<Actor> => {
    await this.context.get(UnitOfWork).run(async (tx) => {
      for (const { role, unitIds } of actor.grants)
        await this.context
          .get(Grants)
          .grant(tx, { personId: actor.personId, role, unitIds, from: '2025-07-01', by: null });
    });
    return actor;
  };

  personNamed = async (name: string): Promise<string> => {
    const rows = await this.context.db.query('SELECT person_id AS id FROM identity WHERE full_name = $1', [name]);
    expect(rows).toHaveLength(1);
    return rows[0].id;
  };

  countPeople = async (): Promise<number> => (await this.context.db.query('SELECT count(*) FROM person'))[0].count;

  /** A name nobody else has. */
  fresh = () => {
    const letter = (first: number, n: number) => String.fromCharCode(first + n);
    const n = this.serial++;
    return `Lò Thị ${letter(65, Math.floor(n / 26))}${letter(97, n % 26)}`;
  };
}

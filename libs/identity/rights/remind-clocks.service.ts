import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, Handles, UnitOfWork, newId, startOfLocalDay, addDays, type JobHandler, type Tx } from '#libs/platform';
import type { DeskTask } from './clocks.entity.js';
import { LegalCalendar } from './legal-calendar.service.js';
import { PeopleInReach } from './people-in-reach.js';
import type { Actor } from '../actor.js';
import { authorityDue } from './breaches.service.js';

/** Working days before the end of a term at which the desk is reminded. */
const SOON = 3;
/** Hours before the end of the 72 at which a breach is pressed. */
const PRESSING_HOURS = 24;

const PORTION = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';

type NewTask = Pick<DeskTask, 'subjectType' | 'subjectId' | 'kind' | 'dueAt'>;

/** Puts before the desk what the clocks ask, each thing once; what was done is taken off. */
@Injectable()
@Handles('rights.remind')
export class RemindClocks implements JobHandler {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly calendar: LegalCalendar,
    private readonly reach: PeopleInReach,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    for (let after: string | null = FIRST; after;) {
      const portion: { tasks: NewTask[]; last: string | null } = await this.ofCases(after);
      await this.put(portion.tasks);
      after = portion.last;
    }
    await this.put(await this.ofBreaches());
    await this.work.run((tx) => this.settle(tx));
  }

  /** What is before an actor's desk now, the most urgent first: breaches, and cases of people in reach. */
  async open(actor: Actor): Promise<DeskTask[]> {
    const rows: (DeskTask & { personId: string | null })[] = await this.dataSource.query(
      `SELECT t.id, subject_type AS "subjectType", subject_id AS "subjectId", t.kind, due_at AS "dueAt", created_at AS "createdAt",
         done_at AS "doneAt", c.person_id AS "personId"
       FROM desk_task t LEFT JOIN rights_case c ON t.subject_type = 'rights_case' AND c.id = t.subject_id
       WHERE done_at IS NULL ORDER BY due_at, t.id`,
    );
    const people = rows.flatMap(({ personId }) => personId ?? []);
    const within = new Set(await this.reach.among(actor, 'rights.handle', [...new Set(people)]));
    return rows
      .filter(({ personId }) => personId === null || within.has(personId))
      .map(({ personId: _person, ...task }) => task);
  }

  /** Of the open cases after one of them, so many at a time; `last` is null with the last of all. */
  private async ofCases(after: string): Promise<{ tasks: NewTask[]; last: string | null }> {
    const rows: { id: string; replyDueOn: string; repliedAt: Date | null; dueOn: string }[] =
      await this.dataSource.query(
        `SELECT id, reply_due_on AS "replyDueOn", replied_at AS "repliedAt", coalesce(extended_to, due_on) AS "dueOn"
       FROM rights_case WHERE state = 'open' AND id > $1 ORDER BY id LIMIT ${PORTION}`,
        [after],
      );
    const left = await this.calendar.left(rows.map(({ dueOn }) => dueOn));
    const tasks = rows.flatMap((row, i) => {
      const task = (kind: DeskTask['kind'], day: string): NewTask => ({
        subjectType: 'rights_case',
        subjectId: row.id,
        kind,
        dueAt: startOfLocalDay(addDays(day, 1)),
      });
      return [
        ...(row.repliedAt ? [] : [task('reply', row.replyDueOn)]),
        ...(left[i] <= SOON && left[i] >= 0 ? [task('due-soon', row.dueOn)] : []),
        ...(row.dueOn < this.clock.today() ? [task('overdue', row.dueOn)] : []),
      ];
    });
    return { tasks, last: rows.length < PORTION ? null : rows.at(-1)!.id };
  }

  private async ofBreaches(): Promise<NewTask[]> {
    const rows: { id: string; discoveredAt: Date }[] = await this.dataSource.query(
      `SELECT id, discovered_at AS "discoveredAt" FROM breach b WHERE closed_at IS NULL
         AND NOT EXISTS (SELECT FROM breach_event e WHERE e.breach_id = b.id AND e.kind = 'authority')`,
    );
    const now = this.clock.now().getTime();
    return rows.flatMap(({ id, discoveredAt }) => {
      const dueAt = authorityDue(discoveredAt);
      const task = (kind: DeskTask['kind']): NewTask => ({ subjectType: 'breach', subjectId: id, kind, dueAt });
      const hoursLeft = (dueAt.getTime() - now) / 3_600_000;
      return [
        task('notify-authority'),
        ...(hoursLeft <= PRESSING_HOURS && hoursLeft >= 0 ? [task('due-soon')] : []),
        ...(hoursLeft < 0 ? [task('overdue')] : []),
      ];
    });
  }

  private async put(tasks: NewTask[]): Promise<void> {
    if (tasks.length === 0) return;
    await this.dataSource.query(
      `INSERT INTO desk_task (id, subject_type, subject_id, kind, due_at, created_at)
       SELECT *, $6::timestamptz FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::timestamptz[])
       ON CONFLICT (subject_type, subject_id, kind) DO UPDATE SET due_at = excluded.due_at, done_at = NULL
       WHERE desk_task.due_at <> excluded.due_at`,
      [
        tasks.map(() => newId()),
        tasks.map(({ subjectType }) => subjectType),
        tasks.map(({ subjectId }) => subjectId),
        tasks.map(({ kind }) => kind),
        tasks.map(({ dueAt }) => dueAt),
        this.clock.now(),
      ],
    );
  }

  private async settle(tx: Tx): Promise<void> {
    await tx.query(
      `UPDATE desk_task t SET done_at = $1 FROM rights_case c WHERE t.done_at IS NULL AND t.subject_type = 'rights_case'
         AND c.id = t.subject_id AND (c.state <> 'open' OR (t.kind = 'reply' AND c.replied_at IS NOT NULL)
           OR (t.kind IN ('due-soon', 'overdue') AND coalesce(c.extended_to, c.due_on) > (t.due_at AT TIME ZONE 'UTC')::date))`,
      [this.clock.now()],
    );
    await tx.query(
      `UPDATE desk_task t SET done_at = $1 FROM breach b WHERE t.done_at IS NULL AND t.subject_type = 'breach' AND b.id = t.subject_id
         AND (b.closed_at IS NOT NULL OR EXISTS (SELECT FROM breach_event e WHERE e.breach_id = b.id AND e.kind = 'authority'))`,
      [this.clock.now()],
    );
  }
}

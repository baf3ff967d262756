import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog, Clock, UnitOfWork, addDays, clean, invalid, isDay, type Tx } from '#libs/platform';
import type { Actor } from '../actor.js';
import type { CalendarDay, RightsClock } from './clocks.entity.js';
import type { CaseKind } from './rights-case.entity.js';
import { termEnd, workingDaysLeft, type Calendar } from './working-days.policy.js';

/** The longest term with its extension, forty working days and the holidays between, and a month to look it up. */
const REVIEW_AHEAD_DAYS = 90;

export interface CalendarReview {
  /** Days that were deduced from the law and not yet read in the year's notice. */
  days: CalendarDay[];
  /** A year that terms already reach into and of which no day off is known. */
  emptyYear: number | null;
}

/** Working days and the terms of the law, both data: the decree may be read either way, and days off change yearly. */
@Injectable()
export class LegalCalendar {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async days(tx?: Tx): Promise<CalendarDay[]> {
    return (tx ?? this.dataSource).query('SELECT day, kind, name, source, certain FROM calendar_day ORDER BY day');
  }

  /** What somebody has to look up before the terms that begin now run over it. */
  async toConfirm(): Promise<CalendarReview> {
    const [today, days] = [this.clock.today(), await this.days()];
    const horizon = addDays(today, REVIEW_AHEAD_DAYS);
    const year = horizon.slice(0, 4);
    return {
      days: days.filter(({ day, certain }) => !certain && day >= today && day <= horizon),
      emptyYear: days.some(({ day }) => day.startsWith(year)) ? null : Number(year),
    };
  }

  async clocks(): Promise<RightsClock[]> {
    return this.dataSource.query(
      'SELECT kind, days, basis, extension_days AS "extensionDays", source FROM rights_clock ORDER BY days, kind',
    );
  }

  /** The days by which a case opened today wants a reply and must be done. */
  async termsOf(tx: Tx, kind: CaseKind): Promise<{ replyDueOn: string; dueOn: string }> {
    const [today, calendar] = [this.clock.today(), await this.calendar(tx)];
    const [reply, deed] = [await this.clockOf(tx, 'reply'), await this.clockOf(tx, kind)];
    return {
      replyDueOn: termEnd(today, reply.days, reply.basis, calendar),
      dueOn: termEnd(today, deed.days, deed.basis, calendar),
    };
  }

  /** Where the one extension of a case ends; null when its kind has none. */
  async extended(tx: Tx, kind: CaseKind, dueOn: string): Promise<string | null> {
    const { extensionDays, basis } = await this.clockOf(tx, kind);
    return extensionDays > 0 ? termEnd(dueOn, extensionDays, basis, await this.calendar(tx)) : null;
  }

  /** Working days left until each of the days; negative ones have passed. */
  async left(days: string[]): Promise<number[]> {
    const [today, calendar] = [this.clock.today(), await this.calendar()];
    return days.map((day) => workingDaysLeft(today, day, calendar));
  }

  async setDay(actor: Actor, change: { day: string; kind: string; name: string; source: string }): Promise<void> {
    const fields: Record<string, string> = {};
    if (!isDay(change.day)) fields.day = 'calendar.day-invalid';
    if (change.kind !== 'off' && change.kind !== 'work') fields.kind = 'calendar.kind-invalid';
    if (clean(change.name) === '') fields.name = 'calendar.name-required';
    if (clean(change.source) === '') fields.source = 'calendar.source-required';
    if (Object.keys(fields).length > 0) throw invalid('form.invalid', fields);
    await this.work.run(async (tx) => {
      await tx.query(
        `INSERT INTO calendar_day (day, kind, name, source, certain) VALUES ($1, $2, $3, $4, true)
         ON CONFLICT (day) DO UPDATE SET kind = $2, name = $3, source = $4, certain = true`,
        [change.day, change.kind, clean(change.name).slice(0, 200), clean(change.source).slice(0, 300)],
      );
      await this.note(tx, actor, 'calendar.set', { day: change.day, kind: change.kind });
    });
  }

  async removeDay(actor: Actor, day: string): Promise<void> {
    if (!isDay(day)) throw invalid('calendar.day-invalid');
    await this.work.run(async (tx) => {
      await tx.query('DELETE FROM calendar_day WHERE day = $1', [day]);
      await this.note(tx, actor, 'calendar.remove', { day });
    });
  }

  async setClock(
    actor: Actor,
    kind: string,
    change: { days: number; basis: string; extensionDays: number },
  ): Promise<void> {
    const between = (n: number, low: number) => Number.isInteger(n) && n >= low && n <= 60;
    const fields: Record<string, string> = {};
    if (!between(change.days, 1)) fields.days = 'clock.days-invalid';
    if (!between(change.extensionDays, 0)) fields.extensionDays = 'clock.days-invalid';
    if (change.basis !== 'working' && change.basis !== 'calendar') fields.basis = 'clock.basis-invalid';
    if (Object.keys(fields).length > 0) throw invalid('form.invalid', fields);
    await this.work.run(async (tx) => {
      await tx.query('UPDATE rights_clock SET days = $2, basis = $3, extension_days = $4 WHERE kind = $1', [
        kind,
        change.days,
        change.basis,
        change.extensionDays,
      ]);
      await this.note(tx, actor, 'clock.set', { kind, ...change });
    });
  }

  private async calendar(tx?: Tx): Promise<Calendar> {
    return new Map((await this.days(tx)).map(({ day, kind }) => [day, kind]));
  }

  private async clockOf(tx: Tx, kind: string): Promise<RightsClock> {
    const [clock] = await tx.query(
      'SELECT kind, days, basis, extension_days AS "extensionDays", source FROM rights_clock WHERE kind = $1',
      [kind],
    );
    return clock;
  }

  private async note(tx: Tx, actor: Actor, action: string, details: Record<string, unknown>): Promise<void> {
    await this.audit.append(tx, { actorId: actor.personId, action, details, origin: actor.origin });
  }
}

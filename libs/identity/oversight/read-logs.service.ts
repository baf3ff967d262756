import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  AuditLog,
  Clock,
  UnitOfWork,
  addDays,
  clean,
  fold,
  invalid,
  purposeProblem,
  startOfLocalDay,
} from '#libs/platform';
import { AccessLog } from '../access-log.service.js';
import type { Actor } from '../actor.js';
import { LOGS, type LogEntry, type LogName } from './log-queries.js';

/** What an auditor asks of a log. Days are local, both included. */
export interface LogFilter {
  from?: string;
  to?: string;
  /** Part of the name of who did it. */
  who?: string;
  /** What was done: an action, or the noun before its dot. */
  what?: string;
  /** Id or code of what it was done to. */
  subject?: string;
}

export interface LogPage {
  entries: LogEntry[];
  next: string | null;
}

const CURSOR = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?\+00)\|([0-9a-f-]{36})$/;
const EXPORTED = 100_000;
const BATCH = 2000;

/** The two logs as the auditor reads them, the newest first. Reading is itself an entry. */
@Injectable()
export class ReadLogs {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly accessLog: AccessLog,
    private readonly clock: Clock,
  ) {}

  /** Subjects appear by id; with a purpose by name, and that is logged for each of them. */
  async read(
    actor: Actor,
    log: LogName,
    filter: LogFilter,
    page: { cursor?: string; limit: number; namesFor?: string },
  ): Promise<LogPage> {
    const purpose = page.namesFor === undefined ? null : purposeOf(page.namesFor);
    const rows = await this.rows(log, filter, page.cursor ?? null, page.limit + 1, purpose !== null);
    const entries = rows.slice(0, page.limit);
    await this.work.run(async (tx) => {
      const details = { log, ...codesOf(filter), names: purpose !== null };
      const entry = { actorId: actor.personId, action: 'audit.read', details, origin: actor.origin };
      await this.audit.append(tx, { ...entry, purpose: purpose ?? undefined });
      const named = entries.filter(({ subjectName }) => subjectName !== null).map(({ subjectId }) => subjectId!);
      if (purpose) await this.accessLog.recordMany(tx, actor, [...new Set(named)], 'audit.names', purpose);
    });
    return { entries, next: rows.length > page.limit ? entries.at(-1)!.cursor : null };
  }

  /** Up to 100.000 entries without the names of those looked at; noted with its purpose before a line leaves. */
  async *export(actor: Actor, log: LogName, filter: LogFilter, why: string): AsyncGenerator<LogEntry[]> {
    const purpose = purposeOf(why);
    await this.work.run((tx) =>
      this.audit.append(tx, {
        actorId: actor.personId,
        action: 'audit.export',
        purpose,
        details: { log, ...codesOf(filter) },
        origin: actor.origin,
      }),
    );
    let cursor: string | null = null;
    for (let sent = 0; sent < EXPORTED; sent += BATCH) {
      const rows: LogEntry[] = await this.rows(log, filter, cursor, BATCH, false);
      if (rows.length > 0) yield rows;
      if (rows.length < BATCH) return;
      cursor = rows.at(-1)!.cursor;
    }
  }

  private async rows(
    log: LogName,
    filter: LogFilter,
    cursor: string | null,
    limit: number,
    names: boolean,
  ): Promise<LogEntry[]> {
    const after = cursor?.match(CURSOR) ?? null;
    if (cursor !== null && !after) throw invalid('audit.cursor');
    return this.dataSource.query(LOGS[log], [
      startOfLocalDay(filter.from ?? '2000-01-01'),
      startOfLocalDay(filter.to ? addDays(filter.to, 1) : addDays(this.clock.today(), 2)),
      filter.who ? fold(filter.who) : null,
      filter.what || null,
      filter.subject?.trim() || null,
      after?.[1] ?? null,
      after?.[2] ?? null,
      limit,
      names,
    ]);
  }
}

function purposeOf(text: string): string {
  const problem = purposeProblem(text);
  if (problem) throw invalid('form.invalid', { purpose: problem });
  return clean(text);
}

/** The filter without what was typed of a name. */
const codesOf = ({ who, ...codes }: LogFilter) => ({ ...codes, who: who ? true : undefined });

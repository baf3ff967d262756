import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { can, scopeOf, type Actor } from '#libs/identity';
import { Units } from '#libs/organisation';
import {
  AuditLog,
  BYTE_ORDER_MARK,
  Clock,
  UnitOfWork,
  addDays,
  clean,
  csvLine,
  forbidden,
  invalid,
  isDay,
  purposeProblem,
  startOfLocalDay,
} from '#libs/platform';
import { completionTexts } from '../texts.vi.js';
import { COMPLETIONS_SQL, type CompletionRow } from './completions.sql.js';

export interface CompletionsRequest {
  /** Local days of completion, both included. */
  from: string;
  to: string;
  purpose: string;
}

export interface CompletionsFile {
  stream: Readable;
  fileName: string;
  mediaType: string;
}

/** Rows held at a time. */
const BATCH = 1000;

/**
 * The completions of the asker's units as they are known now, without anything that names a person. It is a list of
 * facts for checking and further work; what is reported comes from frozen figures.
 */
@Injectable()
export class CompletionsCsv {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly units: Units,
    private readonly audit: AuditLog,
  ) {}

  /**
   * The units are those at or below the asker's today. The export is audited before its first byte.
   * Refuses `access.denied`, `completions.invalid` (fields).
   */
  async open(actor: Actor, request: CompletionsRequest): Promise<CompletionsFile> {
    if (!can(actor, 'report.export')) throw forbidden('access.denied', { permission: 'report.export' });
    const fields = problems(request);
    if (Object.keys(fields).length > 0) throw invalid('completions.invalid', fields);
    const roots = scopeOf(actor, 'report.export');
    const unitIds = await this.units.subtreeIds(roots, this.clock.today());
    await this.work.run((tx) =>
      this.audit.append(tx, {
        actorId: actor.personId,
        action: 'completions.export',
        purpose: clean(request.purpose),
        details: { from: request.from, to: request.to, rootUnitIds: roots },
        origin: actor.origin,
      }),
    );
    const params = [unitIds, startOfLocalDay(request.from), startOfLocalDay(addDays(request.to, 1)), this.clock.now()];
    return {
      stream: Readable.from(this.lines(params), { objectMode: false }),
      fileName: `hoan-thanh-${request.from}-${request.to}.csv`,
      mediaType: 'text/csv; charset=utf-8',
    };
  }

  /** Reads through a cursor, so that neither side holds more than a batch; the connection is let go whatever happens. */
  private async *lines(params: unknown[]): AsyncGenerator<string> {
    yield BYTE_ORDER_MARK + csvLine(Object.values(completionTexts.columns));
    const runner = this.dataSource.createQueryRunner();
    let previous = '';
    try {
      await runner.startTransaction('REPEATABLE READ');
      await runner.query(`DECLARE completions NO SCROLL CURSOR FOR ${COMPLETIONS_SQL}`, params);
      for (;;) {
        const rows: CompletionRow[] = await runner.query(`FETCH ${BATCH} FROM completions`);
        if (rows.length === 0) return;
        let text = '';
        for (const row of rows) {
          text += line(row, row.id !== previous);
          previous = row.id;
        }
        yield text;
      }
    } finally {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      await runner.release();
    }
  }
}

/** Summing the last column counts each completion once, however many lines its person stands in. */
function line(row: CompletionRow, first: boolean): string {
  const { sources, qualities, valid, voided, yes } = completionTexts;
  return csvLine([
    row.unitCode,
    row.unitName,
    row.capacity,
    row.module,
    row.version,
    row.day,
    sources[row.source],
    qualities[row.timeQuality],
    row.voided ? voided : valid,
    row.flagged ? yes : '',
    first && !row.voided ? 1 : 0,
  ]);
}

function problems({ from, to, purpose }: CompletionsRequest): Record<string, string> {
  const fields: Record<string, string> = {};
  if (!isDay(from)) fields.from = 'day.invalid';
  if (!isDay(to)) fields.to = 'day.invalid';
  else if (isDay(from) && to < from) fields.to = 'completions.to-before-from';
  const problem = purposeProblem(purpose);
  if (problem) fields.purpose = problem;
  return fields;
}

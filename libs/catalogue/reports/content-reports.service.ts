import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '#libs/identity';
import { AuditLog, clean, Clock, invalid, notFound, UnitOfWork, type Tx } from '#libs/platform';
import { assertAuthor } from '../drafts.service.js';
import type { ReportKind, ReportState } from './content-report.entity.js';

export interface ListedReport {
  id: string;
  moduleId: string;
  moduleVersionId: string;
  moduleCode: string;
  moduleTitle: string;
  /** Of the version that was read; `newest` is what learners read now. */
  number: number;
  newest: number;
  page: number | null;
  pageTitle: string | null;
  questionVersionId: string | null;
  kind: ReportKind;
  message: string;
  reportedAt: Date;
  state: ReportState;
  answer: string;
  handledBy: string | null;
  handledAt: Date | null;
}

/** What anybody with its address may read of a report: not the words, a phone may be shared. */
export type ReportReceipt = Pick<
  ListedReport,
  'id' | 'moduleTitle' | 'number' | 'page' | 'questionVersionId' | 'kind' | 'reportedAt' | 'state' | 'answer'
>;

const SHOWN = 200;
const MAX_ANSWER = 2000;

/** Readers' reports on their authors' desk: new, answered, done. */
@Injectable()
export class ContentReports {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
  ) {}

  /** Of one state, of one module or all, oldest first while they wait. Refuses `access.denied`. */
  async list(actor: Actor, { state, moduleId }: { state: ReportState; moduleId?: string }): Promise<ListedReport[]> {
    assertAuthor(actor);
    const order = state === 'done' ? 'DESC' : 'ASC';
    return this.dataSource.query(
      `${REPORTS} WHERE r.state = $1 AND ($2::uuid IS NULL OR r.module_id = $2)
       ORDER BY r.reported_at ${order}, r.id LIMIT ${SHOWN}`,
      [state, moduleId ?? null],
    );
  }

  /** How many are new and answered, of one module or all. Refuses `access.denied`. */
  async counts(actor: Actor, moduleId?: string): Promise<{ new: number; answered: number }> {
    assertAuthor(actor);
    const [counts] = await this.dataSource.query(
      `SELECT count(*) FILTER (WHERE state = 'new')::int AS new,
         count(*) FILTER (WHERE state = 'answered')::int AS answered
       FROM content_report WHERE state <> 'done' AND ($1::uuid IS NULL OR module_id = $1)`,
      [moduleId ?? null],
    );
    return counts;
  }

  /** Refuses `access.denied`, `content-report.unknown`. */
  async one(actor: Actor, id: string): Promise<ListedReport> {
    assertAuthor(actor);
    const [report] = await this.dataSource.query(`${REPORTS} WHERE r.id = $1`, [id]);
    if (!report) throw notFound('content-report.unknown');
    return report;
  }

  /** Refuses `content-report.unknown`. */
  async receipt(id: string): Promise<ReportReceipt> {
    const [report] = await this.dataSource.query(`${REPORTS} WHERE r.id = $1`, [id]);
    if (!report) throw notFound('content-report.unknown');
    const { moduleTitle, number, page, questionVersionId, kind, reportedAt, state, answer } = report;
    return { id, moduleTitle, number, page, questionVersionId, kind, reportedAt, state, answer };
  }

  /**
   * Answers the reader (`answered`: still to be mended) or closes the matter (`done`). Refuses `access.denied`,
   * `content-report.unknown`, `content-report.answer-missing` and `content-report.answer-too-long` (fields).
   */
  async handle(actor: Actor, id: string, given: { state: 'answered' | 'done'; answer: string }): Promise<void> {
    assertAuthor(actor);
    const answer = clean(given.answer.replace(/\r\n?/g, '\n'));
    if (given.state === 'answered' && !answer) {
      throw invalid('content-report.answer-missing', { answer: 'content-report.answer-missing' });
    }
    if (answer.length > MAX_ANSWER)
      throw invalid('content-report.answer-too-long', { answer: 'content-report.answer-too-long' });
    await this.work.run((tx) => this.write(tx, actor, id, { state: given.state, answer }));
  }

  private async write(tx: Tx, actor: Actor, id: string, { state, answer }: { state: ReportState; answer: string }) {
    const [rows] = await tx.query(
      `UPDATE content_report SET state = $2, answer = $3, handled_by = $4, handled_at = $5 WHERE id = $1 RETURNING id`,
      [id, state, answer, actor.personId, this.clock.now()],
    );
    if (rows.length === 0) throw notFound('content-report.unknown');
    await this.audit.append(tx, {
      actorId: actor.personId,
      action: state === 'done' ? 'content-report.close' : 'content-report.answer',
      subjectType: 'content-report',
      subjectId: id,
      origin: actor.origin,
    });
  }
}

const REPORTS = `SELECT r.id, r.module_id AS "moduleId", r.module_version_id AS "moduleVersionId", m.code AS "moduleCode",
    v.title AS "moduleTitle", v.number, (SELECT max(number) FROM module_version WHERE module_id = m.id) AS newest,
    r.page, l.title AS "pageTitle", r.question_version_id AS "questionVersionId", r.kind, r.message,
    r.reported_at AS "reportedAt", r.state, r.answer, r.handled_by AS "handledBy", r.handled_at AS "handledAt"
  FROM content_report r
  JOIN module m ON m.id = r.module_id
  JOIN module_version v ON v.id = r.module_version_id
  LEFT JOIN lesson l ON l.module_version_id = r.module_version_id AND l.position = r.page`;

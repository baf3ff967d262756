import { Injectable } from '@nestjs/common';
import {
  AuditLog,
  Clock,
  UnitOfWork,
  clean,
  conflict,
  invalid,
  isDay,
  newId,
  notFound,
  type RequestOrigin,
  type Tx,
} from '#libs/platform';
import type { Adjustment, AdjustmentKind } from './adjustment.entity.js';
import { CompletionListeners } from './completion-listeners.js';
import { Completions } from './completions.service.js';

export interface AdjustmentInput {
  completionId: string;
  reason: string;
  /** The paper that decided it. */
  documentNumber: string;
  /** Its day; not after today. */
  documentDate: string;
  /** The adjustment's id, so that a form sent twice adjusts once. */
  clientKey?: string;
  authorId: string;
  origin?: RequestOrigin;
}

const COLUMNS = `id, completion_id AS "completionId", kind, reason, document_number AS "documentNumber",
  document_date AS "documentDate", author_id AS "authorId", recorded_at AS "recordedAt"`;

/** Says that a completion does not count, or counts again. The completion itself stays as it was. */
@Injectable()
export class Adjustments {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly completions: Completions,
    private readonly listeners: CompletionListeners,
  ) {}

  /** Refuses `completion.unknown`, `adjustment.already-void`, `adjustment.key-taken`, `adjustment.invalid` (fields). */
  async void(input: AdjustmentInput, tx?: Tx): Promise<Adjustment> {
    return this.work.run((own) => this.adjust(own, 'void', input), tx);
  }

  /** Refuses `completion.unknown`, `adjustment.not-void`, `adjustment.key-taken`, `adjustment.invalid` (fields). */
  async restore(input: AdjustmentInput, tx?: Tx): Promise<Adjustment> {
    return this.work.run((own) => this.adjust(own, 'restore', input), tx);
  }

  private async adjust(tx: Tx, kind: AdjustmentKind, input: AdjustmentInput): Promise<Adjustment> {
    const { reason, documentNumber, documentDate } = this.checked(input);
    // The app may not lock a row it cannot change, so two adjustments of one completion queue on a lock by its id.
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`completion:${input.completionId}`]);
    const completion = await this.completions.byId(tx, input.completionId);
    if (!completion) throw notFound('completion.unknown');
    const made = await this.made(tx, kind, input);
    if (made) return made;
    await this.assertChanges(tx, kind, input.completionId);
    const [adjustment] = await tx.query(
      `INSERT INTO adjustment (id, completion_id, kind, reason, document_number, document_date, author_id, recorded_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${COLUMNS}`,
      [
        input.clientKey ?? newId(),
        input.completionId,
        kind,
        reason,
        documentNumber,
        documentDate,
        input.authorId,
        this.clock.now(),
      ],
    );
    await this.audit.append(tx, {
      actorId: input.authorId,
      action: `completion.${kind}`,
      subjectType: 'completion',
      subjectId: input.completionId,
      details: { adjustmentId: adjustment.id, documentNumber, documentDate },
      origin: input.origin,
    });
    await this.listeners.notifyAdjusted(tx, completion, kind);
    return adjustment;
  }

  private async assertChanges(tx: Tx, kind: AdjustmentKind, completionId: string): Promise<void> {
    const [latest] = await tx.query(
      'SELECT kind FROM adjustment WHERE completion_id = $1 ORDER BY recorded_at DESC, id DESC LIMIT 1',
      [completionId],
    );
    const isVoid = latest?.kind === 'void';
    if (kind === 'void' && isVoid) throw conflict('adjustment.already-void');
    if (kind === 'restore' && !isVoid) throw conflict('adjustment.not-void');
  }

  private checked({ reason, documentNumber, documentDate }: AdjustmentInput) {
    const fields: Record<string, string> = {};
    if (clean(reason) === '') fields.reason = 'adjustment.reason-missing';
    if (clean(documentNumber) === '') fields.documentNumber = 'adjustment.document-missing';
    if (!isDay(documentDate)) fields.documentDate = 'adjustment.document-date-missing';
    else if (documentDate > this.clock.today()) fields.documentDate = 'adjustment.document-date-future';
    if (Object.keys(fields).length > 0) throw invalid('adjustment.invalid', fields);
    return { reason: clean(reason), documentNumber: clean(documentNumber), documentDate };
  }

  private async made(
    tx: Tx,
    kind: AdjustmentKind,
    { clientKey, completionId, authorId }: AdjustmentInput,
  ): Promise<Adjustment | null> {
    if (!clientKey) return null;
    const [row]: Adjustment[] = await tx.query(`SELECT ${COLUMNS} FROM adjustment WHERE id = $1`, [clientKey]);
    if (!row) return null;
    if (row.completionId === completionId && row.kind === kind && row.authorId === authorId) return row;
    throw conflict('adjustment.key-taken');
  }
}

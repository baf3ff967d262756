import { Injectable } from '@nestjs/common';
import {
  AuditLog,
  Clock,
  UnitOfWork,
  conflict,
  invalid,
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
  authorId: string;
  origin?: RequestOrigin;
}

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

  /** Refuses `completion.unknown`, `adjustment.already-void`, `adjustment.invalid` (fields). */
  async void(input: AdjustmentInput, tx?: Tx): Promise<Adjustment> {
    return this.work.run((own) => this.adjust(own, 'void', input), tx);
  }

  /** Refuses `completion.unknown`, `adjustment.not-void`, `adjustment.invalid` (fields). */
  async restore(input: AdjustmentInput, tx?: Tx): Promise<Adjustment> {
    return this.work.run((own) => this.adjust(own, 'restore', input), tx);
  }

  private async adjust(tx: Tx, kind: AdjustmentKind, input: AdjustmentInput): Promise<Adjustment> {
    const { reason, documentNumber } = checked(input);
    // The app may not lock a row it cannot change, so two adjustments of one completion queue on a lock by its id.
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`completion:${input.completionId}`]);
    const completion = await this.completions.byId(tx, input.completionId);
    if (!completion) throw notFound('completion.unknown');
    await this.assertChanges(tx, kind, input.completionId);
    const [adjustment] = await tx.query(
      `INSERT INTO adjustment (id, completion_id, kind, reason, document_number, author_id, recorded_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       RETURNING id, completion_id AS "completionId", kind, reason, document_number AS "documentNumber",
         author_id AS "authorId", recorded_at AS "recordedAt"`,
      [newId(), input.completionId, kind, reason, documentNumber, input.authorId, this.clock.now()],
    );
    await this.audit.append(tx, {
      actorId: input.authorId,
      action: `completion.${kind}`,
      subjectType: 'completion',
      subjectId: input.completionId,
      details: { adjustmentId: adjustment.id, documentNumber },
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
}

function checked({ reason, documentNumber }: AdjustmentInput) {
  const fields: Record<string, string> = {};
  if (reason.trim() === '') fields.reason = 'adjustment.reason-missing';
  if (documentNumber.trim() === '') fields.documentNumber = 'adjustment.document-missing';
  if (Object.keys(fields).length > 0) throw invalid('adjustment.invalid', fields);
  return { reason: reason.normalize('NFC').trim(), documentNumber: documentNumber.normalize('NFC').trim() };
}

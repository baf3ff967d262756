import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { can, type Actor } from '#libs/identity';
import { AuditLog, clean, Clock, conflict, forbidden, invalid, newId, UnitOfWork, type Tx } from '#libs/platform';
import { lockModule } from '../drafts.service.js';
import { contentHash, type ModuleContent } from '../module-content.js';
import type { Decision } from '../module-draft.entity.js';
import { PublishModule } from '../publish-module.service.js';
import { Submissions, type SubmissionSummary } from './submissions.service.js';

export interface SubmissionUnderReview extends SubmissionSummary {
  /** Exactly what approval would publish. */
  content: ModuleContent;
  /** What learners read now; null for a new module. */
  published: { number: number; content: ModuleContent } | null;
  /** The asker wrote some of it or handed it in, and so may not decide. */
  ownWork: boolean;
}

export interface DecisionGiven {
  decision: Decision;
  /** Of the text the reviewer has seen. */
  contentHash: string;
  note: string;
}

/** A second person's decision. Nothing is published but the very text that somebody else than its authors approved. */
@Injectable()
export class Reviews {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly submissions: Submissions,
    private readonly publication: PublishModule,
    private readonly audit: AuditLog,
  ) {}

  /** Refuses `access.denied`, `submission.unknown`. */
  async look(actor: Actor, submissionId: string): Promise<SubmissionUnderReview> {
    assertReviewer(actor);
    const summary = await this.submissions.one(submissionId, this.dataSource.manager);
    const [texts] = await this.dataSource.query(
      `SELECT s.content,
         (SELECT jsonb_build_object('number', v.number, 'content', v.content) FROM module_version v
            WHERE v.module_id = s.module_id ORDER BY v.number DESC LIMIT 1) AS published
       FROM module_submission s WHERE s.id = $1`,
      [submissionId],
    );
    return { ...summary, ...texts, ownWork: summary.authors.includes(actor.personId) };
  }

  /**
   * Deciding the same again answers as the first time did. Answers the published version's id when approved.
   * Refuses `access.denied`, `submission.unknown`, `review.own-work`, `review.content-changed` (another text was seen, or
   * a newer one was handed in), `review.already-decided`, `review.note-required`, `module.content-invalid`.
   */
  async decide(actor: Actor, submissionId: string, given: DecisionGiven, tx?: Tx): Promise<string | null> {
    assertReviewer(actor);
    const note = clean(given.note);
    return this.work.run(async (inner) => {
      const { moduleId } = await this.submissions.one(submissionId, inner);
      await lockModule(inner, moduleId);
      const submission = await this.submissions.one(submissionId, inner);
      if (submission.authors.includes(actor.personId)) throw forbidden('review.own-work');
      if (submission.contentHash !== given.contentHash) throw conflict('review.content-changed');
      if (submission.review) return this.decidedBefore(inner, actor, submission, given.decision);
      if (given.decision === 'returned' && !note) {
        throw invalid('review.note-required', { note: 'review.note-required' });
      }
      await this.record(inner, actor, submission, given.decision, note);
      return given.decision === 'approved' ? this.publish(inner, actor, submission) : null;
    }, tx);
  }

  private async decidedBefore(
    tx: Tx,
    actor: Actor,
    { id, review }: SubmissionSummary,
    decision: Decision,
  ): Promise<string | null> {
    if (review?.decision === 'withdrawn') throw conflict('review.content-changed');
    if (review?.reviewerId !== actor.personId || review.decision !== decision) throw conflict('review.already-decided');
    const [version] = await tx.query('SELECT id FROM module_version WHERE submission_id = $1', [id]);
    return version?.id ?? null;
  }

  private async record(
    tx: Tx,
    actor: Actor,
    submission: SubmissionSummary,
    decision: Decision,
    note: string,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO module_review (id, submission_id, decision, content_hash, reviewer_id, note, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [newId(), submission.id, decision, submission.contentHash, actor.personId, note, this.clock.now()],
    );
    await this.audit.append(tx, {
      actorId: actor.personId,
      action: decision === 'approved' ? 'submission.approve' : 'submission.return',
      subjectType: 'submission',
      subjectId: submission.id,
      details: { moduleId: submission.moduleId, contentHash: submission.contentHash },
      origin: actor.origin,
    });
  }

  private async publish(tx: Tx, actor: Actor, submission: SubmissionSummary): Promise<string> {
    const [{ content }] = await tx.query('SELECT content FROM module_submission WHERE id = $1', [submission.id]);
    if (contentHash(content) !== submission.contentHash) throw conflict('review.content-changed');
    const versionId = await this.publication.publish(tx, submission.moduleId, content, {
      authors: submission.authors,
      approverId: actor.personId,
      submissionId: submission.id,
      publishedAt: this.clock.now(),
    });
    await this.dropPublishedDraft(tx, submission);
    return versionId;
  }

  /** A draft that authors went on with stays. */
  private async dropPublishedDraft(tx: Tx, { moduleId, contentHash: published }: SubmissionSummary): Promise<void> {
    const [draft] = await tx.query('SELECT content FROM module_draft WHERE module_id = $1', [moduleId]);
    if (draft && contentHash(draft.content) === published) {
      await tx.query('DELETE FROM module_draft WHERE module_id = $1', [moduleId]);
    }
  }
}

function assertReviewer(actor: Actor): void {
  if (!can(actor, 'course.review')) throw forbidden('access.denied', { permission: 'course.review' });
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { can, type Actor } from '#libs/identity';
import { AuditLog, clean, Clock, conflict, forbidden, newId, notFound, UnitOfWork, type Tx } from '#libs/platform';
import { assertAuthor, Drafts, lockModule, type Draft } from '../drafts.service.js';
import { contentHash } from '../module-content.js';
import type { ModuleReview } from '../module-draft.entity.js';
import { PublishModule } from '../publish-module.service.js';

export interface SubmissionSummary {
  id: string;
  moduleId: string;
  code: string;
  title: string;
  contentHash: string;
  authors: string[];
  submittedBy: string;
  submittedAt: Date;
  note: string;
  /** Null while it waits. */
  review: (Pick<ModuleReview, 'decision' | 'reviewerId' | 'note'> & { at: string }) | null;
}

/** Handing a draft in for a second person. What is handed in never changes; a newer one takes the place of one that waits. */
@Injectable()
export class Submissions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly drafts: Drafts,
    private readonly publication: PublishModule,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Answers the submission's id; handing in the same text again answers the one that waits. Refuses `access.denied`,
   * `module.unknown`, `draft.stale`, `submission.unchanged`, `module.content-invalid` (data.problems).
   */
  async submit(
    actor: Actor,
    moduleId: string,
    { revision, note }: { revision: number; note: string },
    tx?: Tx,
  ): Promise<string> {
    assertAuthor(actor);
    return this.work.run(async (inner) => {
      await lockModule(inner, moduleId);
      const draft = await this.drafts.get(actor, moduleId, inner);
      if (draft.revision !== revision) throw conflict('draft.stale', { revision: draft.revision });
      const hash = contentHash(draft.content);
      if (hash === draft.published?.contentHash) throw conflict('submission.unchanged');
      this.publication.assertPublishable(draft.content);
      const [waiting] = await this.read(inner, 's.module_id = $1 AND r.id IS NULL', [moduleId]);
      if (waiting?.contentHash === hash) return waiting.id;
      if (waiting) await this.close(inner, actor, waiting);
      return this.insert(inner, actor, draft, hash, note);
    }, tx);
  }

  /** Takes back what waits. Refuses `access.denied`, `submission.unknown`, `review.already-decided`. */
  async withdraw(actor: Actor, submissionId: string, tx?: Tx): Promise<void> {
    assertAuthor(actor);
    await this.work.run(async (inner) => {
      const submission = await this.one(submissionId, inner);
      await lockModule(inner, submission.moduleId);
      if ((await this.one(submissionId, inner)).review) throw conflict('review.already-decided');
      await this.close(inner, actor, submission);
    }, tx);
  }

  /** What waits for a decision, oldest first. Refuses `access.denied`. */
  async waiting(actor: Actor): Promise<SubmissionSummary[]> {
    if (!can(actor, 'course.review')) throw forbidden('access.denied', { permission: 'course.review' });
    return (await this.read(this.dataSource.manager, 'r.id IS NULL', [])).reverse();
  }

  /** A module's submissions, newest first. Refuses `access.denied`. */
  async of(actor: Actor, moduleId: string): Promise<SubmissionSummary[]> {
    if (!can(actor, 'course.review')) assertAuthor(actor);
    return this.read(this.dataSource.manager, 's.module_id = $1', [moduleId]);
  }

  async one(submissionId: string, tx: Tx): Promise<SubmissionSummary> {
    const [submission] = await this.read(tx, 's.id = $1', [submissionId]);
    if (!submission) throw notFound('submission.unknown');
    return submission;
  }

  /** `where` is one of the fixed conditions above. */
  private read(tx: Tx, where: string, params: unknown[]): Promise<SubmissionSummary[]> {
    return tx.query(`${SUBMISSIONS} WHERE ${where} ORDER BY s.submitted_at DESC, s.id DESC LIMIT 200`, params);
  }

  private async close(tx: Tx, actor: Actor, submission: SubmissionSummary): Promise<void> {
    await tx.query(
      `INSERT INTO module_review (id, submission_id, decision, content_hash, reviewer_id, at)
       VALUES ($1, $2, 'withdrawn', $3, $4, $5)`,
      [newId(), submission.id, submission.contentHash, actor.personId, this.clock.now()],
    );
    await this.note(tx, actor, 'submission.withdraw', submission.id);
  }

  private async insert(tx: Tx, actor: Actor, draft: Draft, hash: string, note: string): Promise<string> {
    const id = newId();
    await tx.query(
      `INSERT INTO module_submission (id, module_id, content, content_hash, authors, submitted_by, submitted_at, note)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        id,
        draft.moduleId,
        JSON.stringify(draft.content),
        hash,
        [...new Set([...draft.authors, actor.personId])],
        actor.personId,
        this.clock.now(),
        clean(note),
      ],
    );
    await this.note(tx, actor, 'submission.make', id);
    return id;
  }

  private note(tx: Tx, actor: Actor, action: string, subjectId: string): Promise<void> {
    const { personId: actorId, origin } = actor;
    return this.audit.append(tx, { actorId, action, subjectType: 'submission', subjectId, origin });
  }
}

const SUBMISSIONS = `SELECT s.id, s.module_id AS "moduleId", m.code, s.content->>'title' AS title,
    s.content_hash AS "contentHash", s.authors, s.submitted_by AS "submittedBy", s.submitted_at AS "submittedAt", s.note,
    CASE WHEN r.id IS NOT NULL THEN
      jsonb_build_object('decision', r.decision, 'reviewerId', r.reviewer_id, 'note', r.note, 'at', r.at) END AS review
  FROM module_submission s
  JOIN module m ON m.id = s.module_id
  LEFT JOIN module_review r ON r.submission_id = s.id`;

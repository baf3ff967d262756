import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { can, type Actor } from '#libs/identity';
import {
  AuditLog,
  clean,
  Clock,
  conflict,
  DomainError,
  forbidden,
  newId,
  notFound,
  UnitOfWork,
  type Tx,
} from '#libs/platform';
import { assertAuthor } from '../drafts.service.js';
import { PublishCourse } from '../publish-course.service.js';
import { courseHash, validateCourse, type CourseContent } from './course-content.js';
import { CourseDrafts, lockCourse, type CourseDraftView } from './course-drafts.service.js';
import type { CourseReview } from './course-draft.entity.js';

export interface ProposalSummary {
  id: string;
  courseId: string;
  code: string;
  title: string;
  content: CourseContent;
  contentHash: string;
  authors: string[];
  proposedBy: string;
  proposedAt: Date;
  note: string;
  /** Null while it waits. */
  review: (Pick<CourseReview, 'decision' | 'reviewerId' | 'note'> & { at: string }) | null;
}

/** Handing in the next list of modules of a course for a second person. A newer one takes the place of one that waits. */
@Injectable()
export class CourseProposals {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly drafts: CourseDrafts,
    private readonly publication: PublishCourse,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Answers the proposal's id; proposing the same list again answers the one that waits. Refuses `access.denied`,
   * `course.unknown`, `course-draft.stale`, `course.unchanged`, `course.content-invalid` (data.problems),
   * `course.module-unpublished`.
   */
  async propose(
    actor: Actor,
    courseId: string,
    { revision, note }: { revision: number; note: string },
    tx?: Tx,
  ): Promise<string> {
    assertAuthor(actor);
    return this.work.run(async (inner) => {
      await lockCourse(inner, courseId);
      const draft = await this.drafts.get(actor, courseId, inner);
      if (draft.revision !== revision) throw conflict('course-draft.stale', { revision: draft.revision });
      const hash = courseHash(courseId, draft.content);
      if (draft.published && hash === courseHash(courseId, draft.published.content)) throw conflict('course.unchanged');
      const problems = validateCourse(draft.content);
      if (problems.length > 0) throw new DomainError('invalid', 'course.content-invalid', { problems });
      await this.publication.assertModules(inner, { courseId, moduleIds: draft.content.moduleIds });
      const [waiting] = await this.read(inner, 'p.course_id = $1 AND r.id IS NULL', [courseId]);
      if (waiting?.contentHash === hash) return waiting.id;
      if (waiting) await this.close(inner, actor, waiting);
      return this.insert(inner, actor, draft, hash, note);
    }, tx);
  }

  /** Takes back what waits. Refuses `access.denied`, `proposal.unknown`, `review.already-decided`. */
  async withdraw(actor: Actor, proposalId: string, tx?: Tx): Promise<void> {
    assertAuthor(actor);
    await this.work.run(async (inner) => {
      const proposal = await this.one(proposalId, inner);
      await lockCourse(inner, proposal.courseId);
      if ((await this.one(proposalId, inner)).review) throw conflict('review.already-decided');
      await this.close(inner, actor, proposal);
    }, tx);
  }

  /** What waits for a decision, oldest first. Refuses `access.denied`. */
  async waiting(actor: Actor): Promise<ProposalSummary[]> {
    if (!can(actor, 'course.review')) throw forbidden('access.denied', { permission: 'course.review' });
    return (await this.read(this.dataSource.manager, 'r.id IS NULL', [])).reverse();
  }

  /** A course's proposals, newest first. Refuses `access.denied`. */
  async of(actor: Actor, courseId: string): Promise<ProposalSummary[]> {
    if (!can(actor, 'course.review')) assertAuthor(actor);
    return this.read(this.dataSource.manager, 'p.course_id = $1', [courseId]);
  }

  async one(proposalId: string, tx: Tx): Promise<ProposalSummary> {
    const [proposal] = await this.read(tx, 'p.id = $1', [proposalId]);
    if (!proposal) throw notFound('proposal.unknown');
    return proposal;
  }

  /** `where` is one of the fixed conditions above. */
  private read(tx: Tx, where: string, params: unknown[]): Promise<ProposalSummary[]> {
    return tx.query(`${PROPOSALS} WHERE ${where} ORDER BY p.proposed_at DESC, p.id DESC LIMIT 200`, params);
  }

  private async close(tx: Tx, actor: Actor, proposal: ProposalSummary): Promise<void> {
    await tx.query(
      `INSERT INTO course_review (id, proposal_id, decision, content_hash, reviewer_id, at)
       VALUES ($1, $2, 'withdrawn', $3, $4, $5)`,
      [newId(), proposal.id, proposal.contentHash, actor.personId, this.clock.now()],
    );
    await this.note(tx, actor, 'course-proposal.withdraw', proposal.id);
  }

  private async insert(tx: Tx, actor: Actor, draft: CourseDraftView, hash: string, note: string): Promise<string> {
    const id = newId();
    await tx.query(
      `INSERT INTO course_proposal (id, course_id, content, content_hash, authors, proposed_by, proposed_at, note)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        id,
        draft.courseId,
        JSON.stringify(draft.content),
        hash,
        [...new Set([...draft.authors, actor.personId])],
        actor.personId,
        this.clock.now(),
        clean(note),
      ],
    );
    await this.note(tx, actor, 'course-proposal.make', id);
    return id;
  }

  private note(tx: Tx, actor: Actor, action: string, subjectId: string): Promise<void> {
    const { personId: actorId, origin } = actor;
    return this.audit.append(tx, { actorId, action, subjectType: 'course-proposal', subjectId, origin });
  }
}

const PROPOSALS = `SELECT p.id, p.course_id AS "courseId", c.code, p.content->>'title' AS title, p.content,
    p.content_hash AS "contentHash", p.authors, p.proposed_by AS "proposedBy", p.proposed_at AS "proposedAt", p.note,
    CASE WHEN r.id IS NOT NULL THEN
      jsonb_build_object('decision', r.decision, 'reviewerId', r.reviewer_id, 'note', r.note, 'at', r.at) END AS review
  FROM course_proposal p
  JOIN course c ON c.id = p.course_id
  LEFT JOIN course_review r ON r.proposal_id = p.id`;

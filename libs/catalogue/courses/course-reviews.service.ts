import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { can, type Actor } from '#libs/identity';
import { AuditLog, clean, Clock, conflict, forbidden, invalid, newId, UnitOfWork, type Tx } from '#libs/platform';
import type { Decision } from '../module-draft.entity.js';
import { PublishCourse } from '../publish-course.service.js';
import type { DecisionGiven } from '../review/reviews.service.js';
import { courseHash, type CourseContent } from './course-content.js';
import { lockCourse } from './course-drafts.service.js';
import { CourseProposals, type ProposalSummary } from './course-proposals.service.js';

export interface ListedModule {
  moduleId: string;
  code: string;
  title: string;
  /** The newest published version, which is what learners would read. */
  number: number;
}

export interface ProposalUnderReview extends ProposalSummary {
  slug: string;
  modules: ListedModule[];
  /** What learners have now; null for a new course. */
  published: { number: number; content: CourseContent; modules: ListedModule[] } | null;
  /** The asker wrote some of it or proposed it, and so may not decide. */
  ownWork: boolean;
}

/** A second person's decision on a list of modules: exactly the list named by its hash is published, or it goes back. */
@Injectable()
export class CourseReviews {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly proposals: CourseProposals,
    private readonly publication: PublishCourse,
    private readonly audit: AuditLog,
  ) {}

  /** Refuses `access.denied`, `proposal.unknown`. */
  async look(actor: Actor, proposalId: string): Promise<ProposalUnderReview> {
    assertReviewer(actor);
    const proposal = await this.proposals.one(proposalId, this.dataSource.manager);
    const [{ slug, published, modules }] = await this.dataSource.query(SHOWN, [proposal.courseId]);
    const known = new Map<string, ListedModule>(
      (modules ?? []).map((module: ListedModule) => [module.moduleId, module]),
    );
    const listed = (ids: string[]) => ids.flatMap((id) => known.get(id) ?? []);
    return {
      ...proposal,
      slug,
      modules: listed(proposal.content.moduleIds),
      published: published && { ...published, modules: listed(published.content.moduleIds) },
      ownWork: proposal.authors.includes(actor.personId),
    };
  }

  /**
   * Deciding the same again answers as the first time did. Answers the published course version's id when approved.
   * Refuses `access.denied`, `proposal.unknown`, `review.own-work`, `review.content-changed`, `review.already-decided`,
   * `review.note-required`, `course.module-unpublished`.
   */
  async decide(actor: Actor, proposalId: string, given: DecisionGiven, tx?: Tx): Promise<string | null> {
    assertReviewer(actor);
    const note = clean(given.note);
    return this.work.run(async (inner) => {
      const { courseId } = await this.proposals.one(proposalId, inner);
      await lockCourse(inner, courseId);
      const proposal = await this.proposals.one(proposalId, inner);
      if (proposal.authors.includes(actor.personId)) throw forbidden('review.own-work');
      if (proposal.contentHash !== given.contentHash) throw conflict('review.content-changed');
      if (proposal.review) return this.decidedBefore(inner, actor, proposal, given.decision);
      if (given.decision === 'returned' && !note) {
        throw invalid('review.note-required', { note: 'review.note-required' });
      }
      await this.record(inner, actor, proposal, given.decision, note);
      return given.decision === 'approved' ? this.publish(inner, actor, proposal) : null;
    }, tx);
  }

  private async decidedBefore(tx: Tx, actor: Actor, { id, review }: ProposalSummary, decision: Decision) {
    if (review?.decision === 'withdrawn') throw conflict('review.content-changed');
    if (review?.reviewerId !== actor.personId || review.decision !== decision) throw conflict('review.already-decided');
    const [version] = await tx.query('SELECT id FROM course_version WHERE proposal_id = $1', [id]);
    return (version?.id as string | undefined) ?? null;
  }

  private async record(tx: Tx, actor: Actor, proposal: ProposalSummary, decision: Decision, note: string) {
    await tx.query(
      `INSERT INTO course_review (id, proposal_id, decision, content_hash, reviewer_id, note, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [newId(), proposal.id, decision, proposal.contentHash, actor.personId, note, this.clock.now()],
    );
    await this.audit.append(tx, {
      actorId: actor.personId,
      action: decision === 'approved' ? 'course-proposal.approve' : 'course-proposal.return',
      subjectType: 'course-proposal',
      subjectId: proposal.id,
      details: { courseId: proposal.courseId, contentHash: proposal.contentHash },
      origin: actor.origin,
    });
  }

  private async publish(tx: Tx, actor: Actor, { id, courseId, content, contentHash }: ProposalSummary) {
    if (courseHash(courseId, content) !== contentHash) throw conflict('review.content-changed');
    const versionId = await this.publication.publish(
      tx,
      { courseId, ...content, publishedAt: this.clock.now() },
      { actorId: actor.personId, proposalId: id },
    );
    await tx.query('DELETE FROM course_draft WHERE course_id = $1 AND content = $2::jsonb', [
      courseId,
      JSON.stringify(content),
    ]);
    return versionId;
  }
}

function assertReviewer(actor: Actor): void {
  if (!can(actor, 'course.review')) throw forbidden('access.denied', { permission: 'course.review' });
}

const SHOWN = `SELECT c.slug,
    (SELECT jsonb_build_object('number', v.number, 'content', jsonb_build_object(
         'title', v.title, 'summary', v.summary, 'audience', v.audience, 'moduleIds',
         (SELECT jsonb_agg(cm.module_id ORDER BY cm.position) FROM course_version_module cm
          WHERE cm.course_version_id = v.id)))
       FROM course_version v WHERE v.course_id = c.id ORDER BY v.number DESC LIMIT 1) AS published,
    (SELECT jsonb_agg(jsonb_build_object('moduleId', m.id, 'code', m.code, 'title', v.title, 'number', v.number))
       FROM module m
       CROSS JOIN LATERAL (SELECT number, title FROM module_version WHERE module_id = m.id
         ORDER BY number DESC LIMIT 1) v
       WHERE m.course_id = c.id) AS modules
  FROM course c WHERE c.id = $1`;

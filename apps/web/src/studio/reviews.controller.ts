import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { CourseProposals, Reviews, Submissions, WithdrawnRecordings, type SubmissionSummary } from '#libs/catalogue';
import { People, type Actor } from '#libs/identity';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther, type PageView } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { DecisionForm } from './dto/studio.forms.js';
import { DECISIONS } from './labels.js';
import { ID, proposalPath, reviewPath } from './paths.js';
import { readChanges, readContent } from './reading.views.js';

/** The second person: what waits, exactly what was handed in, and the decision. */
@Controller()
export class ReviewsController {
  constructor(
    private readonly submissions: Submissions,
    private readonly proposals: CourseProposals,
    private readonly reviews: Reviews,
    private readonly people: People,
    private readonly withdrawn: WithdrawnRecordings,
  ) {}

  @Get('/kiem-duyet')
  @Requires('course.review')
  async list(@CurrentActor() actor: Actor) {
    const waiting = await this.submissions.waiting(actor);
    const proposals = await this.proposals.waiting(actor);
    const names = await this.namesIn(waiting);
    const proposers = await this.people.names(proposals.map(({ proposedBy }) => proposedBy));
    return page('studio/reviews', {
      title: 'Kiểm duyệt',
      submissions: waiting.map((submission) => ({
        ...submission,
        href: reviewPath(submission.id),
        by: names.get(submission.submittedBy),
        ownWork: submission.authors.includes(actor.personId),
      })),
      proposals: proposals.map((proposal) => ({
        ...proposal,
        href: proposalPath(proposal.id),
        by: proposers.get(proposal.proposedBy),
        ownWork: proposal.authors.includes(actor.personId),
      })),
    });
  }

  private namesIn(submissions: SubmissionSummary[]): Promise<Map<string, string>> {
    return this.people.names(
      submissions.flatMap(({ authors, submittedBy, review }) => [
        ...authors,
        submittedBy,
        ...(review ? [review.reviewerId] : []),
      ]),
    );
  }

  @Get('/kiem-duyet/:id')
  @Requires('course.review')
  async show(@CurrentActor() actor: Actor, @Param('id', ID) id: string): Promise<PageView> {
    const submission = await this.reviews.look(actor, id);
    const names = await this.namesIn([submission]);
    const { review, authors, submittedBy, ownWork } = submission;
    return page('studio/reading', {
      title: `Kiểm duyệt: ${submission.title}`,
      breadcrumbs: [{ href: '/kiem-duyet', label: 'Kiểm duyệt' }, { label: submission.title }],
      submission,
      by: names.get(submittedBy),
      authors: authors
        .map((author) => names.get(author))
        .filter(Boolean)
        .join(', '),
      decided: review && {
        decision: DECISIONS[review.decision],
        by: names.get(review.reviewerId),
        at: review.at,
        note: review.note,
      },
      mayDecide: !review && !ownWork,
      changes: readChanges(submission),
      action: `${reviewPath(id)}/quyet-dinh`,
      ...readContent(submission.content, await this.withdrawn.all()),
    });
  }

  @Post('/kiem-duyet/:id/quyet-dinh')
  @Requires('course.review')
  @OnInvalid<ReviewsController>((self, request) => self.show(request.actor!, (request.params as { id: string }).id))
  async decide(@CurrentActor() actor: Actor, @Param('id', ID) id: string, @Body() form: DecisionForm) {
    await this.reviews.decide(actor, id, form);
    const notice = form.decision === 'approved' ? 'submission-approved' : 'submission-returned';
    return seeOther('/kiem-duyet', { notice });
  }
}

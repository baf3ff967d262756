import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { CourseReviews, type CourseContent, type ListedModule } from '#libs/catalogue';
import { People, type Actor } from '#libs/identity';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther, type PageView } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { changedLines } from './content-texts.js';
import { DecisionForm } from './dto/studio.forms.js';
import { DECISIONS } from './labels.js';
import { ID, proposalPath } from './paths.js';

/** The second person on a course: exactly the list that was proposed, and the decision. */
@Controller()
export class CourseReviewsController {
  constructor(
    private readonly reviews: CourseReviews,
    private readonly people: People,
  ) {}

  @Get('/kiem-duyet/chuyen-de/:id')
  @Requires('course.review')
  async show(@CurrentActor() actor: Actor, @Param('id', ID) id: string): Promise<PageView> {
    const proposal = await this.reviews.look(actor, id);
    const { review, authors, proposedBy, ownWork, published, modules, content } = proposal;
    const names = await this.people.names([...authors, proposedBy, ...(review ? [review.reviewerId] : [])]);
    return page('studio/course-reading', {
      title: `Kiểm duyệt chuyên đề: ${proposal.title}`,
      breadcrumbs: [{ href: '/kiem-duyet', label: 'Kiểm duyệt' }, { label: proposal.title }],
      proposal,
      by: names.get(proposedBy),
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
      changes: published && {
        number: published.number,
        lines: changedLines(asText(published.content, published.modules), asText(content, modules)),
      },
      action: `${proposalPath(id)}/quyet-dinh`,
    });
  }

  @Post('/kiem-duyet/chuyen-de/:id/quyet-dinh')
  @Requires('course.review')
  @OnInvalid<CourseReviewsController>((self, request) =>
    self.show(request.actor!, (request.params as { id: string }).id),
  )
  async decide(@CurrentActor() actor: Actor, @Param('id', ID) id: string, @Body() form: DecisionForm) {
    await this.reviews.decide(actor, id, form);
    const notice = form.decision === 'approved' ? 'course-approved' : 'submission-returned';
    return seeOther('/kiem-duyet', { notice });
  }
}

const asText = ({ title, summary, audience }: CourseContent, modules: ListedModule[]) =>
  [title, summary, audience, ...modules.map((module) => `Bài ${module.code}. ${module.title}`)]
    .filter(Boolean)
    .join('\n');

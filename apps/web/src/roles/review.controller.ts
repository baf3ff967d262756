import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { AccessReviews, type Actor, type ReviewItem, type ReviewSummary } from '#libs/identity';
import { roleNames } from '../account/role-names.js';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { ID, REVIEWS, reviewPath } from './paths.js';

export class ReviewFormDto {
  @IsIn(['keep', 'end'], { message: 'review.choose' })
  decision: 'keep' | 'end';

  @IsOptional()
  @IsString({ message: 'grant.reason-missing' })
  @MaxLength(500, { message: 'grant.reason-missing' })
  reason?: string;
}

type Ids = { id: string; grant: string };

/** The six-monthly review: every role that stands, kept or ended one by one. */
@Controller()
export class ReviewController {
  constructor(private readonly reviews: AccessReviews) {}

  @Get(REVIEWS)
  @Requires('access.review')
  async list(@CurrentActor() actor: Actor) {
    const reviews = await this.reviews.list(actor);
    return page('roles/reviews', { title: 'Rà soát quyền', reviews: reviews.map(summaryView) });
  }

  @Get('/quan-tri/ra-soat-quyen/:id')
  @Requires('access.review')
  async show(@CurrentActor() actor: Actor, @Param('id', ID) id: string) {
    return this.showPage(actor, id);
  }

  private async showPage(actor: Actor, id: string) {
    const { review, items } = await this.reviews.items(actor, id);
    const views = items.map((item) => itemView(item, id));
    return page('roles/review', {
      title: 'Rà soát quyền',
      wide: true,
      breadcrumbs: [{ href: REVIEWS, label: 'Rà soát quyền' }, { label: summaryView(review).name }],
      review: summaryView(review),
      waiting: views.filter(({ done }) => !done),
      settled: views.filter(({ done }) => done),
    });
  }

  @Post('/quan-tri/ra-soat-quyen/:id/vai-tro/:grant')
  @Requires('access.review')
  @OnInvalid<ReviewController>((self, request) => self.showPage(request.actor!, idOf(request)))
  async decide(
    @CurrentActor() actor: Actor,
    @Param('id', ID) id: string,
    @Param('grant', ID) grant: string,
    @Body() form: ReviewFormDto,
  ) {
    await this.reviews.decide(actor, id, grant, form.decision, form.reason);
    return seeOther(reviewPath(id), { notice: form.decision === 'keep' ? 'review-kept' : 'role-ended' });
  }
}

const idOf = (request: FastifyRequest) => (request.params as Ids).id;

const summaryView = (review: ReviewSummary) => {
  const [year, half] = review.period.split('-');
  return {
    ...review,
    name: `Sáu tháng ${half === '1' ? 'đầu' : 'cuối'} năm ${year}`,
    href: reviewPath(review.id),
    decided: review.items - review.open,
  };
};

const itemView = (item: ReviewItem, reviewId: string) => ({
  ...item,
  roleName: roleNames[item.role],
  done: item.decision !== null || item.ended,
  kept: item.decision === 'keep',
  href: `${reviewPath(reviewId)}/vai-tro/${item.grantId}`,
});

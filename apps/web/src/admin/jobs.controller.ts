import { Controller, Get, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { AccessReviews, type Actor } from '#libs/identity';
import { JobBoard, RotateKeys } from '#libs/platform';
import { Requires } from '../shell/access.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { jobKindNames } from './job-kinds.js';

@Controller()
export class JobsController {
  constructor(
    private readonly board: JobBoard,
    private readonly reviews: AccessReviews,
    private readonly rotation: RotateKeys,
  ) {}

  @Get('/quan-tri/cong-viec')
  @Requires('job.view')
  async show(@CurrentActor() actor: Actor) {
    const [summary, failing] = [await this.board.summary(), await this.board.failing()];
    const named = <T extends { kind: string }>(rows: T[]) =>
      rows.map((row) => ({ ...row, name: jobKindNames[row.kind] ?? row.kind }));
    const reviews = (await this.reviews.list(actor)).filter(({ open }) => open > 0);
    return page('admin/jobs', {
      title: 'Công việc nền',
      wide: true,
      summary: named(summary),
      failing: named(failing),
      rotation: await this.rotation.latest(),
      reviewsOpen: reviews.length,
      reviewsOverdue: reviews.some(({ overdue }) => overdue),
    });
  }

  /** A new try is a resource of the job. */
  @Post('/quan-tri/cong-viec/:id/lan-thu')
  @Requires('job.view')
  async retry(@Param('id', ParseUUIDPipe) id: string) {
    await this.board.retry(id);
    return seeOther('/quan-tri/cong-viec', { notice: 'job-retried' });
  }
}

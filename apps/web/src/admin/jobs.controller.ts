import { Controller, Get, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { JobBoard } from '#libs/platform';
import { Requires } from '../shell/access.js';
import { page, seeOther } from '../shell/page.js';
import { jobKindNames } from './job-kinds.js';

@Controller()
export class JobsController {
  constructor(private readonly board: JobBoard) {}

  @Get('/quan-tri/cong-viec')
  @Requires('job.view')
  async show() {
    const [summary, failing] = [await this.board.summary(), await this.board.failing()];
    const named = <T extends { kind: string }>(rows: T[]) =>
      rows.map((row) => ({ ...row, name: jobKindNames[row.kind] ?? row.kind }));
    return page('admin/jobs', { title: 'Công việc nền', wide: true, summary: named(summary), failing: named(failing) });
  }

  /** A new try is a resource of the job. */
  @Post('/quan-tri/cong-viec/:id/lan-thu')
  @Requires('job.view')
  async retry(@Param('id', ParseUUIDPipe) id: string) {
    await this.board.retry(id);
    return seeOther('/quan-tri/cong-viec', { notice: 'job-retried' });
  }
}

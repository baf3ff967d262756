import { Body, Param, Post } from '@nestjs/common';
import { Drafts, narrationIsStale, PublishModule, renderMarkdown } from '#libs/catalogue';
import type { Actor } from '#libs/identity';
import { messageOf } from '../../shell/messages/index.js';
import { CurrentActor } from '../../shell/request.js';
import { ApiArea } from '../openapi/area.js';
import { ID } from '../openapi/ids.js';
import { Operation } from '../openapi/operation.js';
import { PreviewRequest, PreviewResponse } from './previews.dto.js';

/** What an author has typed, looked at before it is saved. */
@ApiArea('authoring')
export class PreviewsApi {
  constructor(
    private readonly drafts: Drafts,
    private readonly publication: PublishModule,
  ) {}

  @Post('modules/:id/preview')
  @Operation('drafts.preview', 'course.write', { ok: PreviewResponse, problems: [404, 422] })
  async preview(
    @CurrentActor() actor: Actor,
    @Param('id', ID) id: string,
    @Body() { content: typed }: PreviewRequest,
  ): Promise<PreviewResponse> {
    const content = await this.drafts.preview(actor, id, { ...typed, reviewBy: typed.reviewBy ?? null });
    return {
      lessons: content.lessons.map((lesson, index) => ({
        position: index + 1,
        title: lesson.title,
        minutes: lesson.minutes,
        html: renderMarkdown(lesson.markdown),
        gist: lesson.gist ?? [],
        narrationStale: narrationIsStale(lesson),
      })),
      problems: this.publication.problems(content).map(({ path, code }) => ({ path, code, detail: messageOf(code) })),
    };
  }
}

import { Controller, Get, Param } from '@nestjs/common';
import { SpeakerOutlines } from '#libs/catalogue';
import { Clock, localDay, RuntimeConfig } from '#libs/platform';
import { Public } from '../shell/access.js';
import { page } from '../shell/page.js';
import { coursePath, modulePath } from './paths.js';

/** A module on two printed pages, for whoever speaks about it in a village or a Party cell. */
@Controller()
export class OutlineController {
  constructor(
    private readonly outlines: SpeakerOutlines,
    private readonly config: RuntimeConfig,
    private readonly clock: Clock,
  ) {}

  @Get('/hoc/:course/:module/de-cuong')
  @Public()
  async outline(@Param('course') course: string, @Param('module') slug: string) {
    const { module, keyPoints, show, questions } = await this.outlines.of(course, slug);
    const { version } = module;
    return page('learn/outline', {
      title: `Đề cương: ${version.title}`,
      description: version.summary,
      breadcrumbs: [
        { href: '/', label: 'Học' },
        { href: coursePath(course), label: module.courseTitle },
        { href: modulePath(course, slug), label: version.title },
        { label: 'Đề cương' },
      ],
      courseTitle: module.courseTitle,
      document: version,
      keyPoints,
      show,
      questions,
      reviewedOn: localDay(version.publishedAt),
      printedOn: this.clock.today(),
      address: `${this.config.baseUrl}${modulePath(course, slug)}`,
    });
  }
}

import { Controller, Get, Query } from '@nestjs/common';
import { SearchCatalogue, type Found } from '#libs/catalogue';
import { clean } from '#libs/platform';
import { Public } from '../shell/access.js';
import { page } from '../shell/page.js';
import { coursePath, lessonPath, modulePath } from './paths.js';

const LONGEST = 100;

/** Search for anybody; the question stands in the address, so that the answer can be sent to somebody. */
@Controller()
export class SearchController {
  constructor(private readonly search: SearchCatalogue) {}

  @Get('/tim')
  @Public()
  async find(@Query('q') typed?: unknown) {
    const question = typeof typed === 'string' ? clean(typed).slice(0, LONGEST) : '';
    const { found, complete } = await this.search.find(question);
    return page('learn/search', {
      title: question ? `Tìm “${question}”` : 'Tìm bài học',
      noindex: true,
      question,
      complete,
      results: found.map(resultView),
    });
  }
}

function resultView({ courseSlug, courseTitle, moduleSlug, moduleTitle, page: number, ...rest }: Found) {
  if (moduleSlug === null) return { ...rest, href: coursePath(courseSlug), place: 'Chuyên đề' };
  if (number === null) return { ...rest, href: modulePath(courseSlug, moduleSlug), place: `Bài · ${courseTitle}` };
  return {
    ...rest,
    href: lessonPath(courseSlug, moduleSlug, number),
    place: `Trang ${number} của bài ${moduleTitle} · ${courseTitle}`,
  };
}

import { Controller, Get } from '@nestjs/common';
import { Courses } from '#libs/catalogue';
import { RuntimeConfig } from '#libs/platform';
import { Public } from '../shell/access.js';
import { download } from '../shell/page.js';
import { coursePath, lessonPath, modulePath } from './paths.js';

/** Pages with a person's name tell crawlers so themselves (`noindex`): who may not read them could not see that. */
const NOT_FOR_CRAWLERS = ['/api/', '/tim', '/quan-tri', '/don-vi', '/bao-cao', '/kiem-tra', '/bien-soan'];

/** What search engines ask for: where they may look, and the pages worth finding. */
@Controller()
export class CrawlersController {
  constructor(
    private readonly courses: Courses,
    private readonly config: RuntimeConfig,
  ) {}

  @Get('/robots.txt')
  @Public()
  robots() {
    const rules = NOT_FOR_CRAWLERS.map((path) => `Disallow: ${path}`);
    return text('robots.txt', 'text/plain', [
      'User-agent: *',
      ...rules,
      '',
      `Sitemap: ${this.config.baseUrl}/sitemap.xml`,
    ]);
  }

  @Get('/sitemap.xml')
  @Public()
  async sitemap() {
    const courses = await this.courses.list();
    const paths = courses.flatMap(({ slug, modules }) => [
      coursePath(slug),
      ...modules.flatMap((module) => [
        modulePath(slug, module.slug),
        ...Array.from({ length: module.lessons }, (_, index) => lessonPath(slug, module.slug, index + 1)),
      ]),
    ]);
    return text('sitemap.xml', 'application/xml', [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
      ...['/', ...paths].map((path) => `<url><loc>${this.config.baseUrl}${path}</loc></url>`),
      '</urlset>',
    ]);
  }
}

/** Slugs are letters, digits and hyphens: nothing here needs escaping. */
function text(fileName: string, type: string, lines: string[]) {
  const bytes = Buffer.from(`${lines.join('\n')}\n`);
  return download(bytes, { fileName, type: `${type}; charset=utf-8`, bytes: bytes.length, inline: true });
}

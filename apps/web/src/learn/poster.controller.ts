import { Controller, Get, Param, Query } from '@nestjs/common';
import { Courses, Modules } from '#libs/catalogue';
import { posterPdf, POSTER_SIZES, type PosterContent, type PosterSize } from '#libs/credentials';
import { notFound, RuntimeConfig } from '#libs/platform';
import { Public } from '../shell/access.js';
import { download } from '../shell/page.js';
import { coursePath, modulePath } from './paths.js';

const KEPT = 50;

/** Sheets for a wall, with a QR that leads to a course or a module. */
@Controller()
export class PosterController {
  /** Drawing one takes a tenth of a second: what was drawn lately is kept. */
  private readonly kept = new Map<string, Promise<Buffer>>();

  constructor(
    private readonly courses: Courses,
    private readonly modules: Modules,
    private readonly config: RuntimeConfig,
  ) {}

  @Get('/chuyen-de/:course/ap-phich.pdf')
  @Public()
  async course(@Param('course') course: string, @Query('kho') size?: string) {
    const { title, summary } = await this.courses.bySlug(course);
    return this.poster(course, { above: '', title, summary, url: this.config.baseUrl + coursePath(course) }, size);
  }

  @Get('/hoc/:course/:module/ap-phich.pdf')
  @Public()
  async module(@Param('course') course: string, @Param('module') slug: string, @Query('kho') size?: string) {
    const { courseTitle, version } = await this.modules.bySlug(course, slug);
    const url = this.config.baseUrl + modulePath(course, slug);
    return this.poster(slug, { above: courseTitle, title: version.title, summary: version.summary, url }, size);
  }

  private async poster(name: string, content: PosterContent, sizeText = 'a4') {
    const size = POSTER_SIZES.find((known) => known === sizeText);
    if (!size) throw notFound('poster.size-unknown');
    const bytes = await this.drawn(content, size);
    return download(bytes, {
      fileName: `ap-phich-${name}-${size}.pdf`,
      type: 'application/pdf',
      bytes: bytes.length,
      inline: true,
    });
  }

  private drawn(content: PosterContent, size: PosterSize): Promise<Buffer> {
    const key = JSON.stringify([size, content]);
    const known = this.kept.get(key);
    if (known) return known;
    const drawing = posterPdf(content, size);
    if (this.kept.size >= KEPT) this.kept.delete(this.kept.keys().next().value!);
    this.kept.set(key, drawing);
    drawing.catch(() => this.kept.delete(key));
    return drawing;
  }
}

import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RuntimeConfig } from '#libs/platform';
import { Public } from '../shell/access.js';
import { page, seeOther } from '../shell/page.js';
import { readsLittle, setReadingMode } from '../shell/reading-mode.js';
import { ReadingForm, ownPath } from './dto/reading.form.js';

/** How this phone likes to read. A form and not a link that switches: a browser that fetches ahead must change nothing. */
@Controller()
export class ReadingController {
  constructor(private readonly config: RuntimeConfig) {}

  @Get('/cach-doc')
  @Public()
  form(@Req() request: FastifyRequest, @Query('ve') back?: unknown) {
    return page('learn/reading', {
      title: 'Chữ to, ít chữ',
      noindex: true,
      little: readsLittle(request),
      back: ownPath(back),
    });
  }

  @Post('/cach-doc')
  @Public()
  choose(@Res({ passthrough: true }) reply: FastifyReply, @Body() { cach, ve }: ReadingForm) {
    setReadingMode(reply, cach === 'chu-to', this.config.baseUrl.startsWith('https:'));
    return seeOther(ownPath(ve), { notice: cach === 'chu-to' ? 'reading-large' : 'reading-normal' });
  }
}

import { Controller, Get } from '@nestjs/common';
import { Messages } from '#libs/notifications';
import { RuntimeConfig, notFound } from '#libs/platform';
import { Public } from '../shell/access.js';
import { page } from '../shell/page.js';

/** The demo's telephone: what would have been sent by SMS. Does not exist in production. */
@Controller()
export class SinkController {
  constructor(
    private readonly messages: Messages,
    private readonly config: RuntimeConfig,
  ) {}

  @Get('/tin-nhan-thu')
  @Public()
  async show() {
    if (!this.config.demoMode) throw notFound('page.not-found');
    return page('account/sink', { title: 'Tin nhắn thử', noindex: true, messages: await this.messages.inSink() });
  }
}

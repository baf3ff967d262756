import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { OwnConsents } from '#libs/identity';
import { Reminders } from '#libs/notifications';
import { notFound } from '#libs/platform';
import { Public } from '../shell/access.js';
import { page } from '../shell/page.js';
import { reminderNames } from './words.js';

/** The link at the end of a reminder: whoever has the phone ends the messages, signed in or not. */
@Controller()
export class ReminderLinkController {
  constructor(
    private readonly consents: OwnConsents,
    private readonly reminders: Reminders,
  ) {}

  /** Looking does nothing: phones open links before their owners do. */
  @Get('/nhac/:token')
  @Public()
  async ask(@Param('token') token: string) {
    const link = await this.reminders.ofLink(token);
    if (!link) throw notFound('reminder.link-unknown');
    return page('rights/reminder-link', { title: 'Dừng nhận tin nhắn', token, what: reminderNames[link.purpose] });
  }

  @Post('/nhac/:token')
  @HttpCode(200)
  @Public()
  async stop(@Param('token') token: string) {
    const purpose = await this.consents.withdrawByLink(token);
    if (!purpose) throw notFound('reminder.link-unknown');
    return page('rights/reminder-link', { title: 'Đã dừng tin nhắn', done: true, what: reminderNames[purpose] });
  }
}

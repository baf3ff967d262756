import { Controller, Get, Param, Post } from '@nestjs/common';
import { Drafts, Recordings } from '#libs/catalogue';
import { type Actor } from '#libs/identity';
import { Requires } from '../shell/access.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { deskPath, ID, trail, withdrawalPath } from './paths.js';

/** A speaker no longer agrees: the recording goes from everywhere at once, without a second person. */
@Controller()
export class WithdrawalController {
  constructor(
    private readonly drafts: Drafts,
    private readonly recordings: Recordings,
  ) {}

  @Get('/bien-soan/:moduleId/ban-ghi/:sha256/go')
  @Requires('course.write')
  async ask(@CurrentActor() actor: Actor, @Param('moduleId', ID) moduleId: string, @Param('sha256') sha256: string) {
    const { content, code } = await this.drafts.get(actor, moduleId);
    const label = content.title || code;
    return page('studio/confirm', {
      title: 'Gỡ bản ghi âm',
      breadcrumbs: trail({ href: deskPath(moduleId), label }, { label: 'Gỡ bản ghi âm' }),
      question: 'Người đọc không đồng ý nữa: gỡ bản ghi âm này?',
      consequence:
        'Tệp bị xóa ngay khỏi mọi bài, cả bản người học đang nghe, và không lấy lại được. Các trang ấy được điện thoại đọc. Máy đã nghe có thể còn giữ tạm một bản.',
      action: withdrawalPath(moduleId, sha256),
      button: 'Gỡ và xóa tệp',
      backHref: deskPath(moduleId),
      backLabel: 'Giữ lại',
    });
  }

  @Post('/bien-soan/:moduleId/ban-ghi/:sha256/go')
  @Requires('course.write')
  async withdraw(
    @CurrentActor() actor: Actor,
    @Param('moduleId', ID) moduleId: string,
    @Param('sha256') sha256: string,
  ) {
    await this.recordings.withdraw(actor, sha256);
    return seeOther(deskPath(moduleId), { notice: 'recording-withdrawn' });
  }
}

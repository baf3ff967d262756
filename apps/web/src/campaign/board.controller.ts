import { Controller, Get, Param } from '@nestjs/common';
import { Campaigns, PublicBoards } from '#libs/campaigns';
import { Public } from '../shell/access.js';
import { page, seeOther } from '../shell/page.js';
import { lineName } from './figures.views.js';

/** The campaign as everybody may see it: the province and its communes, small numbers coarsened. */
@Controller()
export class BoardController {
  constructor(
    private readonly campaigns: Campaigns,
    private readonly boards: PublicBoards,
  ) {}

  @Get('/chien-dich')
  @Public()
  async current() {
    const campaign = await this.campaigns.current();
    return campaign ? seeOther(`/chien-dich/${campaign.slug}`) : page('campaign/none', { title: 'Bảng tiến độ' });
  }

  @Get('/chien-dich/:campaign')
  @Public()
  async board(@Param('campaign') slug: string) {
    const { campaign, countedAt, rows } = await this.boards.of(slug);
    const named = rows.map((row) => ({ ...row, lineName: lineName(row.line) }));
    return page('campaign/board', {
      title: 'Bảng tiến độ',
      wide: true,
      campaign,
      countedAt,
      province: named.filter(({ level }) => level === 0),
      communes: named.filter(({ level, line }) => level > 0 && line === 'all'),
    });
  }
}

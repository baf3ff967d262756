import { randomUUID } from 'node:crypto';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { CompareSnapshots, Snapshots } from '#libs/campaigns';
import { can, type Actor } from '#libs/identity';
import { bridgedLines } from '#libs/reporting';
import { Requires } from '../../shell/access.js';
import { page } from '../../shell/page.js';
import { CurrentActor } from '../../shell/request.js';
import { ID, OPTIONAL_ID } from '../ids.js';
import { bridgeView, targetChange } from './comparison.views.js';

/** Why two snapshots of a unit differ, counted from the facts between them. */
@Controller()
export class ComparisonController {
  constructor(
    private readonly snapshots: Snapshots,
    private readonly comparing: CompareSnapshots,
  ) {}

  @Get('/bao-cao/chot/:id/so-sanh')
  @Requires('figures.view')
  async show(@CurrentActor() actor: Actor, @Param('id', ID) id: string, @Query('voi', OPTIONAL_ID) otherId?: string) {
    const snapshot = await this.snapshots.get(actor, id);
    const frame = {
      snapshot: { id, title: snapshot.title, unitName: snapshot.unitName },
      others: (await this.comparing.others(actor, snapshot)).map((other) => ({
        ...other,
        current: other.id === otherId,
        href: `/bao-cao/chot/${id}/so-sanh?voi=${other.id}`,
      })),
    };
    if (!otherId) return page('campaign/comparison/choose', { title: `So sánh: ${snapshot.title}`, ...frame });
    const { first, second, lines, targets, ...facts } = await this.comparing.compare(actor, id, otherId);
    return page('campaign/comparison/comparison', {
      title: `So sánh: ${first.title} và ${second.title}`,
      wide: true,
      ...frame,
      first,
      second,
      lines: bridgedLines(lines).map(bridgeView),
      facts,
      targets: targets.map(targetChange),
      extract: can(actor, 'report.export') && {
        action: `/bao-cao/chot/${id}/so-sanh/tep`,
        hidden: { otherId },
        clientKey: randomUUID(),
      },
    });
  }
}

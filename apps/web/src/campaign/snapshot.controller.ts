import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { Snapshots } from '#libs/campaigns';
import { can, type Actor } from '#libs/identity';
import { Reports } from '#libs/reporting';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { SignOffFormDto } from './dto.js';
import { rootLines, unitsBelow } from './figures.views.js';

/** Frozen figures: looked at, recounted, signed off by a second person, exported. */
@Controller()
export class SnapshotController {
  constructor(
    private readonly snapshots: Snapshots,
    private readonly reports: Reports,
  ) {}

  @Get('/bao-cao/chot/:id')
  @Requires('figures.view')
  async show(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Query('doi-tuong') line = 'all',
    @Query('xep') order?: string,
  ) {
    const { document, ...snapshot } = await this.snapshots.get(actor, id);
    const mayExport = can(actor, 'report.export');
    return page('campaign/snapshot', {
      title: snapshot.title,
      wide: true,
      snapshot,
      lines: rootLines(document),
      below: unitsBelow(document, line, order),
      campaign: document.campaign,
      maySign: can(actor, 'snapshot.sign') && !snapshot.signedAt && snapshot.madeBy !== actor.personId,
      mayNotSignOwn: can(actor, 'snapshot.sign') && !snapshot.signedAt && snapshot.madeBy === actor.personId,
      mayExport,
      files: mayExport ? await this.reports.list(actor, id) : [],
      clientKey: randomUUID(),
    });
  }

  /** Counts anew from the facts and says whether the same figures come out. */
  @Get('/bao-cao/chot/:id/doi-chieu')
  @Requires('figures.view')
  async recount(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string) {
    const { same, sha256 } = await this.snapshots.recompute(actor, id);
    const { title } = await this.snapshots.get(actor, id);
    return page('campaign/recount', { title: `Đối chiếu: ${title}`, id, snapshotTitle: title, same, sha256 });
  }

  @Post('/bao-cao/chot/:id/chu-ky')
  @Requires('snapshot.sign')
  @OnInvalid<SnapshotController>((self, request) => self.show(request.actor!, (request.params as { id: string }).id))
  async sign(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() { sha256 }: SignOffFormDto) {
    await this.snapshots.signOff(actor, id, sha256);
    return seeOther(`/bao-cao/chot/${id}`, { notice: 'snapshot-signed' });
  }
}

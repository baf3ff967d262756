import { randomUUID } from 'node:crypto';
import { Body, Controller, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { IsString, IsUUID, Matches, MaxLength, isUUID } from 'class-validator';
import { Campaigns } from '#libs/campaigns';
import type { Actor } from '#libs/identity';
import { notFound } from '#libs/platform';
import { Reports } from '#libs/reporting';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';

class ExtractFormDto {
  @IsString({ message: 'purpose.required' })
  @MaxLength(1000, { message: 'purpose.too-long' })
  purpose: string;

  @IsUUID('all', { message: 'form.invalid' })
  clientKey: string;
}

export class FlowFormDto extends ExtractFormDto {
  @IsUUID('all', { message: 'unit.unknown' })
  unitId: string;

  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'day.invalid' })
  from: string;

  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'day.invalid' })
  to: string;
}

export class ComparisonFormDto extends ExtractFormDto {
  @IsUUID('all', { message: 'snapshot.unknown' })
  otherId: string;
}

/** Files of what came about in a period and of two snapshots compared, asked for where they are looked at. */
@Controller()
export class ExtractsController {
  constructor(
    private readonly reports: Reports,
    private readonly campaigns: Campaigns,
  ) {}

  @Post('/bao-cao/:campaign/phat-sinh/tep')
  @Requires('report.export')
  @OnInvalid<ExtractsController>((self, request, { status }) => {
    const { unitId, from, to, clientKey } = request.body as FlowFormDto;
    const back = `/bao-cao/${(request.params as { campaign: string }).campaign}/phat-sinh`;
    const query = new URLSearchParams({ 'don-vi': `${unitId}`, tu: `${from}`, den: `${to}` });
    return self.again(
      { hidden: { unitId, from, to }, action: `${back}/tep`, back: `${back}?${query}` },
      clientKey,
      status,
    );
  })
  async flow(@CurrentActor() actor: Actor, @Param('campaign') slug: string, @Body() form: FlowFormDto) {
    const campaign = await this.campaigns.bySlug(slug);
    if (!campaign) throw notFound('campaign.unknown');
    const id = await this.reports.requestFlow(actor, { ...form, campaignId: campaign.id, format: 'xlsx' });
    return seeOther(`/bao-cao/tep/${id}`);
  }

  @Post('/bao-cao/chot/:id/so-sanh/tep')
  @Requires('report.export')
  @OnInvalid<ExtractsController>((self, request, { status }) => {
    const { otherId, clientKey } = request.body as ComparisonFormDto;
    const back = `/bao-cao/chot/${(request.params as { id: string }).id}/so-sanh`;
    const query = new URLSearchParams({ voi: `${otherId}` });
    return self.again({ hidden: { otherId }, action: `${back}/tep`, back: `${back}?${query}` }, clientKey, status);
  })
  async comparison(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) snapshotId: string,
    @Body() { otherId: otherSnapshotId, ...form }: ComparisonFormDto,
  ) {
    const id = await this.reports.requestComparison(actor, { ...form, snapshotId, otherSnapshotId, format: 'xlsx' });
    return seeOther(`/bao-cao/tep/${id}`);
  }

  /** A key that is spent on something else, or was none, would be refused for ever. */
  private again(form: { hidden: Record<string, unknown>; action: string; back: string }, key: unknown, status: number) {
    const clientKey = isUUID(key) && status !== 409 ? key : randomUUID();
    return page('reports/extract', { title: 'Tạo tệp Excel', ...form, clientKey });
  }
}

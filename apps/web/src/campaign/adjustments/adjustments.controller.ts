import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '#libs/identity';
import { AdjustmentDesk, type AdjustableCompletion } from '#libs/learning';
import { Units } from '#libs/organisation';
import { Clock, newId } from '#libs/platform';
import { Requires } from '../../shell/access.js';
import { OnInvalid } from '../../shell/on-invalid.js';
import { page, seeOther } from '../../shell/page.js';
import { CurrentActor } from '../../shell/request.js';
import { ID, idOrNone } from '../ids.js';
import { AdjustmentFormDto, AdjustmentSearchQuery } from './adjustments.dto.js';

/** Why the desk looks at people, as the access log keeps it. */
const PURPOSE = 'Điều chỉnh lượt hoàn thành';
const DESK = '/bao-cao/dieu-chinh';
const personPath = (id: string) => `${DESK}/nguoi/${id}`;
const completionPath = (id: string) => `${DESK}/luot/${id}`;

/** Says that a completion does not count, or counts again, on the word of a dated paper. */
@Controller()
export class AdjustmentsController {
  constructor(
    private readonly desk: AdjustmentDesk,
    private readonly units: Units,
    private readonly clock: Clock,
  ) {}

  @Get('/bao-cao/dieu-chinh')
  @Requires('adjustment.make')
  @OnInvalid<AdjustmentsController>((self, request) => self.searchAgain(request))
  async search(@CurrentActor() actor: Actor, @Query() query: AdjustmentSearchQuery) {
    const { 'don-vi': unitId, ten } = query;
    if (ten === undefined) return this.searchPage(query);
    const people = await this.desk.search(actor, { unitId, name: ten, purpose: PURPOSE });
    return this.searchPage(
      query,
      people.map((person) => ({ ...person, units: person.unitNames.join('; '), href: personPath(person.personId) })),
    );
  }

  private async searchPage(query: AdjustmentSearchQuery, people?: object[]) {
    const unit = query['don-vi'] && (await this.units.find(query['don-vi']));
    return page('campaign/adjustments/search', {
      title: 'Điều chỉnh lượt hoàn thành',
      unit,
      name: query.ten ?? '',
      searched: people !== undefined,
      people,
    });
  }

  /** What was asked has not been checked. */
  private searchAgain({ query }: FastifyRequest) {
    const { 'don-vi': unitId, ten } = query as Record<string, unknown>;
    return this.searchPage({ 'don-vi': idOrNone(unitId), ten: typeof ten === 'string' ? ten : '' });
  }

  @Get('/bao-cao/dieu-chinh/nguoi/:id')
  @Requires('adjustment.make')
  async person(@CurrentActor() actor: Actor, @Param('id', ID) id: string) {
    const { fullName, completions } = await this.desk.person(actor, id, PURPOSE);
    const name = nameOf(fullName);
    return page('campaign/adjustments/person', {
      title: `Lượt hoàn thành: ${name}`,
      wide: true,
      name,
      completions: completions.map((completion) => ({ ...completion, href: completionPath(completion.id) })),
    });
  }

  @Get('/bao-cao/dieu-chinh/luot/:id')
  @Requires('adjustment.make')
  async form(@CurrentActor() actor: Actor, @Param('id', ID) id: string) {
    const { personId, fullName, completion } = await this.desk.completion(actor, id, PURPOSE);
    return page('campaign/adjustments/form', {
      title: completion.isVoid ? 'Khôi phục lượt hoàn thành' : 'Hủy lượt hoàn thành',
      name: nameOf(fullName),
      personHref: personPath(personId),
      completion,
      history: completion.adjustments.map(historyView),
      kind: completion.isVoid ? 'restore' : 'void',
      action: completionPath(id),
      clientKey: newId(),
      today: this.clock.today(),
    });
  }

  @Post('/bao-cao/dieu-chinh/luot/:id')
  @Requires('adjustment.make')
  @OnInvalid<AdjustmentsController>((self, request) => self.formAgain(request))
  async adjust(@CurrentActor() actor: Actor, @Param('id', ID) id: string, @Body() form: AdjustmentFormDto) {
    await this.desk.adjust(actor, { completionId: id, ...form });
    return seeOther(completionPath(id), { notice: form.kind === 'void' ? 'completion-voided' : 'completion-restored' });
  }

  private formAgain(request: FastifyRequest) {
    return this.form(request.actor!, (request.params as { id: string }).id);
  }
}

const nameOf = (fullName: string | null) => fullName ?? 'Người đã xóa dữ liệu';

const historyView = (adjustment: AdjustableCompletion['adjustments'][number]) => ({
  ...adjustment,
  voids: adjustment.kind === 'void',
});

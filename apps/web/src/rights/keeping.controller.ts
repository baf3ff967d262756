import { Body, Controller, Get, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Breaches, Retention, type Actor, type BreachSummary } from '#libs/identity';
import { Clock, notFound } from '#libs/platform';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { BreachEventFormDto, BreachFormDto, RetentionFormDto } from './forms.js';
import { localMoment } from './local-moment.js';
import { breachKinds, retentionTexts } from './words.js';

const KEPT = '/quan-tri/luu-tru';
const BREACHES = '/quan-tri/su-co';

/** How long data is kept, and the record of what went wrong. */
@Controller()
export class KeepingController {
  constructor(
    private readonly retention: Retention,
    private readonly breaches: Breaches,
    private readonly clock: Clock,
  ) {}

  @Get(KEPT)
  @Requires('rights.handle')
  async rules() {
    const [rules, history] = [await this.retention.list(), await this.retention.history()];
    return page('rights/retention', {
      title: 'Thời gian lưu',
      wide: true,
      rules: rules.map((rule) => ({ ...rule, ...wordsOf(rule.kind), changed: rule.days !== rule.defaultDays })),
      history: history.map((run) => ({ ...run, ...wordsOf(run.kind) })),
    });
  }

  @Get(`${KEPT}/:kind`)
  @Requires('rights.handle')
  async rule(@Param('kind') kind: string) {
    const rule = (await this.retention.list()).find((known) => known.kind === kind);
    if (!rule) throw notFound('retention.unknown');
    return page('rights/retention-rule', { title: 'Đổi thời gian lưu', rule: { ...rule, ...wordsOf(kind) } });
  }

  @Post(`${KEPT}/:kind`)
  @Requires('rights.handle')
  @OnInvalid<KeepingController>((self, request) => self.rule((request.params as { kind: string }).kind))
  async setRule(@CurrentActor() actor: Actor, @Param('kind') kind: string, @Body() form: RetentionFormDto) {
    await this.retention.set(actor, kind, form.days, form.reason);
    return seeOther(KEPT, { notice: 'retention-set' });
  }

  @Get(BREACHES)
  @Requires('rights.handle')
  async list() {
    return page('rights/breaches', {
      title: 'Sự cố dữ liệu cá nhân',
      breaches: (await this.breaches.list()).map(withClock),
    });
  }

  @Get(`${BREACHES}/moi`)
  @Requires('rights.handle')
  newBreach() {
    return page('rights/breach-form', { title: 'Mở hồ sơ sự cố', now: localMoment(this.clock.now()) });
  }

  @Post(`${BREACHES}/moi`)
  @Requires('rights.handle')
  @OnInvalid<KeepingController>((self) => self.newBreach())
  async openBreach(@CurrentActor() actor: Actor, @Body() form: BreachFormDto) {
    const id = await this.breaches.open(actor, { ...form, affectedCount: form.affectedCount ?? null });
    return seeOther(`${BREACHES}/${id}`, { notice: 'breach-opened' });
  }

  @Get(`${BREACHES}/:id`)
  @Requires('rights.handle')
  async breach(@Param('id', ParseUUIDPipe) id: string) {
    const breach = await this.breaches.get(id);
    const name = (kind: string) => breachKinds.find(({ value }) => value === kind)?.label;
    return page('rights/breach', {
      title: breach.title,
      kinds: breachKinds,
      now: localMoment(this.clock.now()),
      breach: {
        ...withClock(breach),
        facts: breach.facts,
        dataKinds: breach.dataKinds,
        openedAt: breach.openedAt,
        events: breach.events.map((event) => ({ ...event, name: name(event.kind) })),
      },
    });
  }

  @Post(`${BREACHES}/:id`)
  @Requires('rights.handle')
  @OnInvalid<KeepingController>((self, request: FastifyRequest) => self.breach((request.params as { id: string }).id))
  async addToBreach(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() form: BreachEventFormDto,
  ) {
    await this.breaches.add(actor, id, form);
    return seeOther(`${BREACHES}/${id}`, { notice: 'breach-noted' });
  }
}

const wordsOf = (kind: string) => retentionTexts[kind] ?? { name: kind, source: '' };

const withClock = (breach: BreachSummary) => ({
  ...breach,
  late: breach.hoursLeft !== null && breach.hoursLeft < 0,
  hoursLate: breach.hoursLeft === null ? null : -breach.hoursLeft,
  hasCount: breach.affectedCount !== null,
});

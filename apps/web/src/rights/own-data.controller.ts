import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import {
  CancelCase,
  LegalCalendar,
  OpenCase,
  OwnConsents,
  PersonalExports,
  ReadCases,
  Restriction,
  type Actor,
} from '#libs/identity';
import { Clock, notFound } from '#libs/platform';
import { SignedIn } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { download, page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { consentTexts } from '../account/consent-texts.js';
import { CaseFormDto, OpenExportFormDto } from './forms.js';
import { caseSummaryView, caseView, sectionView } from './views.js';
import { askable, basisNames } from './words.js';

const HOME = '/ca-nhan/du-lieu';

/** What a person sees and asks about their own data. */
@Controller()
export class OwnDataController {
  constructor(
    private readonly consents: OwnConsents,
    private readonly reading: ReadCases,
    private readonly opening: OpenCase,
    private readonly cancelling: CancelCase,
    private readonly exports: PersonalExports,
    private readonly restriction: Restriction,
    private readonly calendar: LegalCalendar,
    private readonly clock: Clock,
  ) {}

  @Get(HOME)
  @SignedIn()
  async home(@CurrentActor() actor: Actor) {
    const [consents, cases, exports] = [
      await this.consents.list(actor),
      await this.reading.mine(actor),
      await this.exports.list(actor),
    ];
    return page('rights/own-data', {
      title: 'Dữ liệu của bạn',
      restricted: actor.restricted === true,
      consents: consents.map((consent) => ({
        ...consent,
        given: consent.state?.action === 'given',
        // Shown with the words it was given to; a new consent is to the words of now.
        text: consentTexts[consent.state?.textVersion ?? consent.textVersion],
      })),
      cases: cases.map(caseSummaryView),
      exports,
    });
  }

  @Get(`${HOME}/xem`)
  @SignedIn()
  async view(@CurrentActor() actor: Actor) {
    const sections = await this.reading.ownData(actor);
    return page('rights/own-view', { title: 'Dữ liệu đang được giữ', wide: true, sections: sections.map(sectionView) });
  }

  @Post(`${HOME}/dong-y/:purpose`)
  @SignedIn()
  async give(@CurrentActor() actor: Actor, @Param('purpose') purpose: string) {
    await this.consents.give(actor, purpose);
    return seeOther(HOME, { notice: 'consent-given' });
  }

  /** Says what follows before it is done. */
  @Get(`${HOME}/rut/:purpose`)
  @SignedIn()
  async confirmWithdrawal(@CurrentActor() actor: Actor, @Param('purpose') purpose: string) {
    const consent = (await this.consents.list(actor)).find((known) => known.purpose === purpose);
    if (!consent) throw notFound('consent.unknown');
    return page('rights/withdraw', {
      title: 'Rút lại đồng ý',
      consent: { ...consent, text: consentTexts[consent.state?.textVersion ?? consent.textVersion] },
    });
  }

  @Post(`${HOME}/rut/:purpose`)
  @SignedIn()
  async withdraw(@CurrentActor() actor: Actor, @Param('purpose') purpose: string) {
    const { caseId } = await this.consents.withdraw(actor, purpose);
    if (!caseId) return seeOther(HOME, { notice: 'consent-withdrawn' });
    return seeOther(`${HOME}/yeu-cau/${caseId}`, { notice: 'base-consent-withdrawn' });
  }

  @Post(`${HOME}/bo-han-che`)
  @SignedIn()
  async liftRestriction(@CurrentActor() actor: Actor) {
    await this.restriction.lift(actor);
    return seeOther(HOME, { notice: 'restriction-lifted' });
  }

  @Get(`${HOME}/yeu-cau`)
  @SignedIn()
  async caseForm() {
    const clocks = await this.calendar.clocks();
    const term = (kind: string) => {
      const clock = clocks.find((known) => known.kind === kind);
      return clock && `${clock.days} ${basisNames[clock.basis]}`;
    };
    return page('rights/case-form', {
      title: 'Gửi yêu cầu về dữ liệu',
      options: askable.map(({ value, label }) => ({ value, label })),
      kinds: askable.map((kind) => ({ ...kind, term: term(kind.value) })),
      replyTerm: term('reply'),
    });
  }

  @Post(`${HOME}/yeu-cau`)
  @SignedIn()
  @OnInvalid<OwnDataController>((self) => self.caseForm())
  async openCase(@CurrentActor() actor: Actor, @Body() form: CaseFormDto) {
    const id = await this.opening.open(actor, form);
    return seeOther(`${HOME}/yeu-cau/${id}`, { notice: 'case-opened' });
  }

  @Get(`${HOME}/yeu-cau/:id`)
  @SignedIn()
  async case(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string) {
    const view = await this.reading.one(actor, id);
    return page('rights/own-case', {
      title: 'Yêu cầu của bạn',
      case: caseView(view),
      cancellable: view.state === 'open' && view.kind !== 'withdraw',
    });
  }

  @Post(`${HOME}/yeu-cau/:id/huy`)
  @SignedIn()
  async cancelCase(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string) {
    await this.cancelling.cancel(actor, id);
    return seeOther(HOME, { notice: 'case-cancelled' });
  }

  @Post(`${HOME}/ban-sao`)
  @SignedIn()
  async requestExport(@CurrentActor() actor: Actor) {
    await this.exports.request(actor);
    return seeOther(HOME, { notice: 'export-requested' });
  }

  @Get(`${HOME}/ban-sao/:id`)
  @SignedIn()
  exportForm(@Param('id', ParseUUIDPipe) id: string) {
    return page('rights/export-open', { title: 'Tải bản sao dữ liệu', id });
  }

  @Post(`${HOME}/ban-sao/:id`)
  @HttpCode(200)
  @SignedIn()
  @OnInvalid<OwnDataController>((self, request: FastifyRequest) =>
    self.exportForm((request.params as { id: string }).id),
  )
  async openExport(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() form: OpenExportFormDto,
  ) {
    const { stream, bytes } = await this.exports.open(actor, id, form.password);
    return download(stream, { fileName: `du-lieu-cua-toi-${this.clock.today()}.zip`, type: 'application/zip', bytes });
  }
}

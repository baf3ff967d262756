import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { HandleCase, LegalCalendar, ReadCases, RemindClocks, type Actor } from '#libs/identity';
import { Clock, notFound } from '#libs/platform';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { caseSteps, stepNamed, stepsFor } from './case-steps.js';
import { relationOptions } from './guardian-relations.js';
import { ExtendFormDto, StepFormDto } from './forms.js';
import { caseSummaryView, caseView, sectionView } from './views.js';
import { kindNames, taskNames } from './words.js';

const DESK = '/quan-tri/yeu-cau';
const PAGE = 50;

/** The desk that answers what people ask about their data. */
@Controller()
export class CaseDeskController {
  constructor(
    private readonly reading: ReadCases,
    private readonly handling: HandleCase,
    private readonly reminders: RemindClocks,
    private readonly calendar: LegalCalendar,
    private readonly clock: Clock,
  ) {}

  @Get(DESK)
  @Requires('rights.handle')
  async desk(@CurrentActor() actor: Actor, @Query('trang') asked?: string) {
    const number = /^[1-9]\d{0,4}$/.test(asked ?? '') ? Number(asked) : 1;
    const { total, cases } = await this.reading.desk(actor, { offset: (number - 1) * PAGE, limit: PAGE });
    const tasks = await this.reminders.open(actor);
    const review = await this.calendar.toConfirm();
    return page('rights/case-desk', {
      title: 'Yêu cầu về dữ liệu cá nhân',
      wide: true,
      review: { ...review, count: review.days.length, first: review.days[0]?.day },
      cases: cases.map(caseSummaryView),
      pager: {
        previousHref: number > 1 ? `${DESK}?trang=${number - 1}` : undefined,
        nextHref: number * PAGE < total ? `${DESK}?trang=${number + 1}` : undefined,
        label: `Trang ${number}/${Math.max(1, Math.ceil(total / PAGE))}`,
      },
      tasks: tasks.map((task) => ({
        ...task,
        name: taskNames[task.kind],
        href: task.subjectType === 'breach' ? `/quan-tri/su-co/${task.subjectId}` : `${DESK}/${task.subjectId}`,
        late: task.dueAt < this.clock.now(),
      })),
    });
  }

  @Get(`${DESK}/:id`)
  @Requires('rights.handle')
  async case(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string) {
    const view = await this.reading.handle(actor, id);
    return page('rights/case-handle', {
      title: kindNames[view.kind],
      wide: true,
      case: caseView(view),
      steps: stepsFor(view),
      sections: view.sections.filter(({ rows }) => rows.length > 0).map(sectionView),
    });
  }

  @Get(`${DESK}/:id/buoc/gia-han`)
  @Requires('rights.handle')
  async extendForm(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string) {
    return this.formPage(actor, id, 'gia-han');
  }

  @Post(`${DESK}/:id/buoc/gia-han`)
  @Requires('rights.handle')
  @OnInvalid<CaseDeskController>((self, request) => self.formPage(request.actor!, paramsOf(request).id, 'gia-han'))
  async extend(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() form: ExtendFormDto) {
    await this.handling.extend(actor, id, form.reason);
    return seeOther(`${DESK}/${id}`, { notice: 'case-step' });
  }

  @Get(`${DESK}/:id/buoc/:step`)
  @Requires('rights.handle')
  async stepForm(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Param('step') step: string) {
    return this.formPage(actor, id, step);
  }

  @Post(`${DESK}/:id/buoc/:step`)
  @Requires('rights.handle')
  @OnInvalid<CaseDeskController>((self, request) => {
    const { id, step } = paramsOf(request);
    return self.formPage(request.actor!, id, step);
  })
  async step(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('step') name: string,
    @Body() form: StepFormDto,
  ) {
    if (name === 'tiep-nhan') await this.handling.reply(actor, id, form.text);
    else if (name === 'hoan-tat') await this.handling.fulfil(actor, id, form);
    else if (name === 'tu-choi') await this.handling.refuse(actor, id, form);
    else throw notFound('page.not-found');
    return seeOther(`${DESK}/${id}`, { notice: 'case-step' });
  }

  private async formPage(actor: Actor, id: string, name: string) {
    const step = stepNamed(name);
    if (!step) throw notFound('page.not-found');
    const { kind, guarded } = await this.reading.about(actor, id);
    return page('rights/case-step', {
      title: caseSteps[step].label,
      kindName: kindNames[kind],
      caseHref: `${DESK}/${id}`,
      action: `${DESK}/${id}/buoc/${step}`,
      about: step === 'hoan-tat' ? caseSteps[step].effects[kind] : caseSteps[step].about,
      button: caseSteps[step].label,
      textField: step === 'gia-han' ? 'reason' : 'text',
      textLabel: step === 'gia-han' || step === 'tu-choi' ? 'Lý do' : 'Trả lời',
      corrects: step === 'hoan-tat' && kind === 'correct',
      correctsGuardian: step === 'hoan-tat' && kind === 'correct' && guarded,
      relations: relationOptions,
      closes: step === 'hoan-tat' || step === 'tu-choi',
      erases: step === 'hoan-tat' && (kind === 'delete' || kind === 'withdraw'),
    });
  }
}

const paramsOf = (request: FastifyRequest) => request.params as { id: string; step: string };

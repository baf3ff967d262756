import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { LegalCalendar, type Actor } from '#libs/identity';
import { notFound } from '#libs/platform';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { CalendarDayFormDto, CalendarRemoveFormDto, ClockFormDto } from './forms.js';
import { basisNames, clockNames } from './words.js';

const PAGE = '/quan-tri/lich-lam-viec';

/** The terms of the law and the days off, as data. */
@Controller()
export class CalendarController {
  constructor(private readonly calendar: LegalCalendar) {}

  @Get(PAGE)
  @Requires('rights.handle')
  async show() {
    return page('rights/calendar', {
      title: 'Thời hạn và ngày nghỉ',
      wide: true,
      clocks: await this.named(),
      days: await this.calendar.days(),
      kinds: [
        { value: 'off', label: 'nghỉ' },
        { value: 'work', label: 'làm bù' },
      ],
    });
  }

  @Post(PAGE)
  @Requires('rights.handle')
  @OnInvalid<CalendarController>((self) => self.show())
  async setDay(@CurrentActor() actor: Actor, @Body() form: CalendarDayFormDto) {
    await this.calendar.setDay(actor, form);
    return seeOther(PAGE, { notice: 'calendar-set' });
  }

  @Post(`${PAGE}/xoa`)
  @Requires('rights.handle')
  async removeDay(@CurrentActor() actor: Actor, @Body() form: CalendarRemoveFormDto) {
    await this.calendar.removeDay(actor, form.day);
    return seeOther(PAGE, { notice: 'calendar-set' });
  }

  @Get(`${PAGE}/han/:kind`)
  @Requires('rights.handle')
  async clock(@Param('kind') kind: string) {
    const clock = (await this.named()).find((known) => known.kind === kind);
    if (!clock) throw notFound('clock.unknown');
    return page('rights/clock', {
      title: 'Đổi thời hạn',
      clock,
      bases: Object.entries(basisNames).map(([value, label]) => ({ value, label })),
    });
  }

  @Post(`${PAGE}/han/:kind`)
  @Requires('rights.handle')
  @OnInvalid<CalendarController>((self, request) => self.clock((request.params as { kind: string }).kind))
  async setClock(@CurrentActor() actor: Actor, @Param('kind') kind: string, @Body() form: ClockFormDto) {
    await this.calendar.setClock(actor, kind, form);
    return seeOther(PAGE, { notice: 'clock-set' });
  }

  private async named() {
    const clocks = await this.calendar.clocks();
    return clocks.map((clock) => ({
      ...clock,
      name: clockNames[clock.kind] ?? clock.kind,
      basisName: basisNames[clock.basis],
    }));
  }
}

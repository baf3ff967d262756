import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { Prints, RequestPrint, type PrintView } from '#libs/credentials';
import type { Actor } from '#libs/identity';
import { ReadRosters } from '#libs/rosters';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { download, page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { ID, trail } from '../units/paths.js';
import { PRINT_PURPOSES, PrintFormDto } from './dto/print-form.dto.js';

/** Seconds between looks at a file that is being made. */
const WAIT = 3;

const printsPath = (unitId: string) => `/don-vi/${unitId}/giay-chung-nhan`;

/** The certificates of a unit's people in one file, for its manager to print and hand out. */
@Controller()
export class PrintsController {
  constructor(
    private readonly prints: Prints,
    private readonly requests: RequestPrint,
    private readonly rosters: ReadRosters,
  ) {}

  @Get('/don-vi/:unitId/giay-chung-nhan')
  @Requires('roster.view')
  async show(@CurrentActor() actor: Actor, @Param('unitId', ID) unitId: string) {
    const { path, unit } = await this.rosters.desk(actor, unitId);
    const prints = await this.prints.of(actor, unitId);
    return page('credentials/prints', {
      title: `In giấy chứng nhận: ${unit.name}`,
      breadcrumbs: trail(path, { label: 'In giấy chứng nhận' }),
      unit,
      certificates: await this.requests.count(actor, unitId),
      purposes: Object.entries(PRINT_PURPOSES).map(([value, label]) => ({ value, label })),
      action: printsPath(unitId),
      clientKey: randomUUID(),
      prints: prints.map(shown),
      refresh: prints.some(({ state }) => state === 'waiting' || state === 'running') ? WAIT : undefined,
    });
  }

  @Post('/don-vi/:unitId/giay-chung-nhan')
  @Requires('roster.view')
  @OnInvalid<PrintsController>((self, request) =>
    self.show(request.actor!, (request.params as { unitId: string }).unitId),
  )
  async make(@CurrentActor() actor: Actor, @Param('unitId', ID) unitId: string, @Body() form: PrintFormDto) {
    await this.requests.request(actor, {
      unitId,
      purpose: PRINT_PURPOSES[form.printPurpose]!,
      clientKey: form.clientKey,
    });
    return seeOther(printsPath(unitId), { notice: 'print-asked' });
  }

  @Get('/don-vi/giay-chung-nhan/:print/tep')
  @Requires('roster.view')
  async file(@CurrentActor() actor: Actor, @Param('print', ID) id: string) {
    const { stream, bytes } = await this.prints.open(actor, id);
    return download(stream, { fileName: 'giay-chung-nhan.pdf', type: 'application/pdf', bytes });
  }
}

const shown = (print: PrintView) => ({
  ...print,
  waiting: print.state === 'waiting',
  running: print.state === 'running',
  ready: print.state === 'ready',
  failed: print.state === 'failed',
  href: `/don-vi/giay-chung-nhan/${print.id}/tep`,
});

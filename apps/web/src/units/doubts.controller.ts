import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { Actor } from '#libs/identity';
import { DecideDoubt, ReadRosters } from '#libs/rosters';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { doubtView } from './doubt.view.js';
import { DoubtFormDto } from './dto.js';
import { ID, doubtsPath, trail } from './paths.js';

/** People who may be recorded twice: until somebody decides, the later record is not counted. */
@Controller()
export class DoubtsController {
  constructor(
    private readonly doubts: DecideDoubt,
    private readonly rosters: ReadRosters,
  ) {}

  @Get('/don-vi/:unitId/nghi-trung')
  @Requires('roster.import')
  async list(@CurrentActor() actor: Actor, @Param('unitId', ID) unitId: string) {
    return this.listPage(actor, unitId);
  }

  private async listPage(actor: Actor, unitId: string) {
    const { path, unit } = await this.rosters.desk(actor, unitId);
    const doubts = await this.doubts.open(actor, unitId);
    return page('units/doubts', {
      title: 'Người có thể bị ghi hai lần',
      wide: true,
      breadcrumbs: trail(path, { label: 'Nghi trùng' }),
      unit,
      doubts: doubts.map(doubtView).map(({ person, other, ...doubt }) => ({
        ...doubt,
        name: person.fullName,
        sides: [
          { ...person, label: 'Bản ghi sau' },
          { ...other, label: 'Bản ghi trước' },
        ],
      })),
      action: doubtsPath(unitId),
    });
  }

  @Post('/don-vi/:unitId/nghi-trung')
  @Requires('roster.import')
  @OnInvalid<DoubtsController>((self, request) =>
    self.listPage(request.actor!, (request.params as { unitId: string }).unitId),
  )
  async decide(@CurrentActor() actor: Actor, @Param('unitId', ID) unitId: string, @Body() form: DoubtFormDto) {
    if (form.ketLuan === 'mot-nguoi') await this.doubts.same(actor, form.doubtId);
    else await this.doubts.different(actor, form.doubtId);
    return seeOther(doubtsPath(unitId), { notice: 'doubt-decided' });
  }
}

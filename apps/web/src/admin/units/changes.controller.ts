import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '#libs/identity';
import { Units } from '#libs/organisation';
import { EditUnits } from '#libs/rosters';
import { Requires } from '../../shell/access.js';
import { OnInvalid } from '../../shell/on-invalid.js';
import { seeOther } from '../../shell/page.js';
import { CurrentActor } from '../../shell/request.js';
import { ID } from '../../units/paths.js';
import { ChangePage, asked, type ChangeName } from './change-page.service.js';
import { ChangeForm, CreateForm, LinkForm, MoveForm, RenameForm } from './dto.js';
import { unitPath } from './paths.js';

const again = (change: ChangeName) =>
  OnInvalid<UnitChangesController>((self, request: FastifyRequest) => {
    const { actor, unitId } = asked(request);
    return self.form(actor, unitId, change);
  });

/** Events of one unit, each with a form of its own. */
@Controller()
export class UnitChangesController {
  constructor(
    private readonly pages: ChangePage,
    private readonly edit: EditUnits,
    private readonly units: Units,
  ) {}

  form(actor: Actor, unitId: string, change: ChangeName) {
    return this.pages.show(actor, unitId, change, ({ links }) => ({ link: links[0] }));
  }

  @Get('/quan-tri/don-vi/:unitId/them')
  @Requires('unit.edit')
  createForm(@CurrentActor() actor: Actor, @Param('unitId', ID) unitId: string) {
    return this.form(actor, unitId, 'them');
  }

  @Post('/quan-tri/don-vi/:unitId/them')
  @Requires('unit.edit')
  @again('them')
  async create(@CurrentActor() actor: Actor, @Param('unitId', ID) unitId: string, @Body() form: CreateForm) {
    const tree = await this.units.treeOf(unitId);
    const id = await this.edit.create(actor, { ...form, tree, parentId: unitId });
    return seeOther(unitPath(id, form.on), { notice: 'unit-created' });
  }

  @Get('/quan-tri/don-vi/:unitId/doi-ten')
  @Requires('unit.edit')
  renameForm(@CurrentActor() actor: Actor, @Param('unitId', ID) unitId: string) {
    return this.form(actor, unitId, 'doi-ten');
  }

  @Post('/quan-tri/don-vi/:unitId/doi-ten')
  @Requires('unit.edit')
  @again('doi-ten')
  async rename(@CurrentActor() actor: Actor, @Param('unitId', ID) unitId: string, @Body() form: RenameForm) {
    await this.edit.rename(actor, unitId, form);
    return this.changed(unitId, form);
  }

  @Get('/quan-tri/don-vi/:unitId/chuyen')
  @Requires('unit.edit')
  moveForm(@CurrentActor() actor: Actor, @Param('unitId', ID) unitId: string) {
    return this.form(actor, unitId, 'chuyen');
  }

  @Post('/quan-tri/don-vi/:unitId/chuyen')
  @Requires('unit.edit')
  @again('chuyen')
  async move(@CurrentActor() actor: Actor, @Param('unitId', ID) unitId: string, @Body() form: MoveForm) {
    const tree = await this.units.treeOf(unitId);
    const [parentId] = await this.pages.idsOf(tree, [form.parentCode], form.on, 'parentCode');
    await this.edit.move(actor, unitId, { ...form, parentId });
    return this.changed(unitId, form);
  }

  @Get('/quan-tri/don-vi/:unitId/dia-ban')
  @Requires('unit.edit')
  linkForm(@CurrentActor() actor: Actor, @Param('unitId', ID) unitId: string) {
    return this.form(actor, unitId, 'dia-ban');
  }

  @Post('/quan-tri/don-vi/:unitId/dia-ban')
  @Requires('unit.edit')
  @again('dia-ban')
  async link(@CurrentActor() actor: Actor, @Param('unitId', ID) unitId: string, @Body() form: LinkForm) {
    const codes = form.linkCode ? [form.linkCode] : [];
    const [territoryId] = await this.pages.idsOf('territory', codes, form.on, 'linkCode');
    await this.edit.link(actor, unitId, { ...form, territoryId: territoryId ?? null });
    return this.changed(unitId, form);
  }

  @Get('/quan-tri/don-vi/:unitId/dong')
  @Requires('unit.edit')
  closeForm(@CurrentActor() actor: Actor, @Param('unitId', ID) unitId: string) {
    return this.form(actor, unitId, 'dong');
  }

  @Post('/quan-tri/don-vi/:unitId/dong')
  @Requires('unit.edit')
  @again('dong')
  async close(@CurrentActor() actor: Actor, @Param('unitId', ID) unitId: string, @Body() form: ChangeForm) {
    await this.edit.close(actor, unitId, form);
    return this.changed(unitId, form);
  }

  private changed(unitId: string, { on }: ChangeForm) {
    return seeOther(unitPath(unitId, on), { notice: 'unit-changed' });
  }
}

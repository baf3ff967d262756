import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '#libs/identity';
import { UNIT_KINDS, type Tree } from '#libs/organisation';
import { Clock, newId } from '#libs/platform';
import { PlantTree } from '#libs/rosters';
import { Requires } from '../../shell/access.js';
import { messageOf } from '../../shell/messages/index.js';
import { OnInvalid } from '../../shell/on-invalid.js';
import { page, seeOther } from '../../shell/page.js';
import { CurrentActor } from '../../shell/request.js';
import { RootForm, TreeQuery } from './dto.js';
import { ROOT_PATH, TREE_PATH, TREE_WORDS, importFormPath, treePath, unitPath } from './paths.js';
import { ROOT_EXAMPLES, TREE_NAMES, kindName } from './words.js';

/** The first unit of a tree that has none: on a new machine the state and Party trees are empty. */
@Controller()
export class UnitRootController {
  constructor(
    private readonly planting: PlantTree,
    private readonly clock: Clock,
  ) {}

  @Get('/quan-tri/don-vi/goc')
  @Requires('unit.edit')
  form(@CurrentActor() actor: Actor, @Query() query: TreeQuery) {
    return this.show(actor, query.he);
  }

  @Post('/quan-tri/don-vi/goc')
  @Requires('unit.edit')
  @OnInvalid<UnitRootController>((self, request: FastifyRequest) =>
    self.show(request.actor!, (request.body as { he?: string } | null)?.he),
  )
  async create(@CurrentActor() actor: Actor, @Body() { he, ...form }: RootForm) {
    const id = await this.planting.create(actor, { ...form, tree: TREE_WORDS[he] });
    return seeOther(unitPath(id, form.on), { notice: 'unit-root-created' });
  }

  private async show(actor: Actor, asked?: string) {
    const word = asked && TREE_WORDS[asked] ? asked : 'nha-nuoc';
    const tree: Tree = TREE_WORDS[word];
    const today = this.clock.today();
    const { refusal, taken, province } = await this.planting.placeFor(actor, tree, today);
    return page('admin/units/root', {
      title: 'Lập đơn vị đầu tiên',
      breadcrumbs: [{ href: treePath(tree, today), label: 'Cây đơn vị' }, { label: 'Lập đơn vị đầu tiên' }],
      word,
      treeName: TREE_NAMES[tree],
      refusal: refusal && messageOf(refusal, taken ? { name: taken.name, code: taken.code } : {}),
      takenHref: taken && unitPath(taken.id),
      isTerritory: tree === 'territory',
      province,
      // Since the province is there: days before the unit was could not be counted for it.
      on: province && province.from < today ? province.from : today,
      example: ROOT_EXAMPLES[tree],
      kinds: UNIT_KINDS[tree].map((value) => ({ value, label: kindName(value) })),
      clientKey: newId(),
      action: ROOT_PATH,
      backHref: `${TREE_PATH}?he=${word}`,
      importHref: importFormPath(tree),
    });
  }
}

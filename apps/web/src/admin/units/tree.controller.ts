import { Controller, Get, Query } from '@nestjs/common';
import type { Actor } from '#libs/identity';
import { TREES, type Tree } from '#libs/organisation';
import { Clock, isDay } from '#libs/platform';
import { PlantTree, ReadUnits, type FoundUnit, type TreeNode } from '#libs/rosters';
import { Requires } from '../../shell/access.js';
import { assetPath } from '../../shell/assets.js';
import { page } from '../../shell/page.js';
import { CurrentActor } from '../../shell/request.js';
import { TreeQuery } from './dto.js';
import { TREE_PATH, TREE_WORDS, exportPath, importFormPath, rootPath, treePath, unitPath } from './paths.js';
import { TREE_NAMES, kindName } from './words.js';

interface NodeView {
  id: string;
  name: string;
  code: string;
  href: string;
  toggleHref: string;
  count: number;
  open: boolean;
  nodes: NodeView[];
}

/** The three trees as of a day, opened where somebody looks. */
@Controller()
export class UnitTreeController {
  constructor(
    private readonly read: ReadUnits,
    private readonly planting: PlantTree,
    private readonly clock: Clock,
  ) {}

  @Get('/quan-tri/don-vi')
  @Requires('unit.edit')
  async show(@CurrentActor() actor: Actor, @Query() query: TreeQuery) {
    const today = this.clock.today();
    const day = query.ngay && isDay(query.ngay) ? query.ngay : today;
    const tree = TREE_WORDS[query.he ?? 'dia-ban'];
    const search = query.tim?.trim() ?? '';
    return page('admin/units/tree', {
      title: 'Cây đơn vị',
      day,
      today,
      isToday: day === today,
      word: query.he ?? 'dia-ban',
      action: TREE_PATH,
      search,
      trees: TREES.map((each) => ({
        name: TREE_NAMES[each],
        href: treePath(each, day),
        current: each === tree && !search,
      })),
      treeName: TREE_NAMES[tree],
      ...(search
        ? { found: (await this.read.search(actor, search, day)).map((unit) => foundView(unit, day)) }
        : {
            nodes: (await this.read.tree(actor, tree, day, query.mo ?? null)).map((node) => nodeView(node, tree, day)),
          }),
      rootHref: (await this.planting.placeFor(actor, tree, today)).refusal === null ? rootPath(tree) : null,
      script: assetPath('unit-tree.js'),
      importHref: importFormPath(tree),
      csvHref: exportPath(tree, day, 'csv'),
      xlsxHref: exportPath(tree, day, 'xlsx'),
    });
  }
}

const nodeView = (node: TreeNode, tree: Tree, day: string): NodeView => ({
  id: node.id,
  name: node.name,
  code: node.code,
  href: unitPath(node.id, day),
  // Closing a node leaves the one above it open.
  toggleHref: treePath(tree, day, node.nodes ? node.parentId : node.id),
  count: node.children,
  open: node.nodes !== null,
  nodes: (node.nodes ?? []).map((child) => nodeView(child, tree, day)),
});

const foundView = ({ id, name, code, kind, tree, parentName }: FoundUnit, day: string) => ({
  name,
  code,
  kind: kindName(kind),
  tree: TREE_NAMES[tree],
  parentName,
  href: unitPath(id, day),
});

import { Injectable } from '@nestjs/common';
import { GrantNewTree, can, scopeOf, type Actor } from '#libs/identity';
import { TreeRoots, isKindOf, type RootPlace, type Tree } from '#libs/organisation';
import { Clock, forbidden, invalid, newId, type Tx } from '#libs/platform';
import { RecordUnitChange } from './record-unit-change.service.js';
import type { UnitChange } from './unit-change.js';

export interface RootRequest extends UnitChange {
  tree: Tree;
  code: string;
  kind: string;
  name: string;
}

/** The first unit of a tree: on a new machine the state and Party trees have none. */
@Injectable()
export class PlantTree {
  constructor(
    private readonly changes: RecordUnitChange,
    private readonly roots: TreeRoots,
    private readonly grants: GrantNewTree,
    private readonly clock: Clock,
  ) {}

  /** Returns the id of the root. */
  async create(actor: Actor, request: RootRequest): Promise<string> {
    if (!isKindOf(request.tree, request.kind)) throw invalid('unit.kind-missing', { kind: 'unit.kind-missing' });
    const id = newId();
    return this.changes.run(actor, request, { kind: 'create', unitIds: [id], touches: [] }, async (tx) => ({
      administrators: await this.plant(tx, actor, { ...request, id }),
    }));
  }

  /** Inside a change that is being recorded already. Returns how many administrators hold the new tree. */
  async plant(tx: Tx, actor: Actor, root: Omit<RootRequest, keyof UnitChange> & PlantedRoot): Promise<number> {
    const { id, tree, code, kind, name, on, reason } = root;
    const standing = await this.roots.standing(this.clock.today(), tx);
    if (!holdsAll(actor, standing)) throw forbidden('unit.root-whole');
    await this.roots.create(tx, { id, tree, code, kind, name, validFrom: on });
    return this.grants.toAdministrators(tx, actor, { rootId: id, standing, reason });
  }

  /** What stands in the way of this actor, if anything does. */
  async placeFor(
    actor: Actor,
    tree: Tree,
    day: string,
  ): Promise<Omit<RootPlace, 'refusal'> & { refusal: RootPlace['refusal'] | 'unit.root-whole' }> {
    const place = await this.roots.placeFor(tree, day);
    const whole = holdsAll(actor, await this.roots.standing(this.clock.today()));
    return { ...place, refusal: place.refusal ?? (whole ? null : 'unit.root-whole') };
  }
}

interface PlantedRoot {
  id: string;
  on: string;
  reason: string;
}

/** A root lies in no scope yet. So it is for those whose scope is all there is, and never for an administrator of a part. */
function holdsAll(actor: Actor, standing: string[]): boolean {
  const own = scopeOf(actor, 'unit.edit');
  return can(actor, 'unit.edit') && standing.length > 0 && standing.every((id) => own.includes(id));
}

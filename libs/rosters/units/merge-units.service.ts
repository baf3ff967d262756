import { Injectable } from '@nestjs/common';
import { CarryGrants, type Actor } from '#libs/identity';
import { ChangeUnit } from '#libs/organisation';
import { Clock, type Tx } from '#libs/platform';
import { MoveMembers } from './move-members.service.js';
import { RecordUnitChange, type UnitStep } from './record-unit-change.service.js';
import type { UnitChange } from './unit-change.js';
import { countUnits, type Carried, type UnitImpact, type UnitPreview } from './unit-impact.js';

export interface MergeRequest extends UnitChange {
  fromIds: string[];
  intoId: string;
  /** Ids of roles given for the units that end, to be given for the new one too. */
  carry?: string[];
}

/** Units become one on a day, and their people belong to the new one from that day on. */
@Injectable()
export class MergeUnits {
  constructor(
    private readonly changes: RecordUnitChange,
    private readonly change: ChangeUnit,
    private readonly members: MoveMembers,
    private readonly grants: CarryGrants,
    private readonly clock: Clock,
  ) {}

  /** Nothing is carried when the same form comes again. */
  async merge(actor: Actor, request: MergeRequest): Promise<Carried> {
    let carried: Carried = { granted: 0, proposed: 0 };
    await this.changes.run(actor, request, stepOf(request), async (tx) => {
      const impact = await this.act(tx, request);
      carried = await this.grants.carry(tx, actor, { ...request, grantIds: request.carry ?? [] });
      return { ...impact, ...carried };
    });
    return carried;
  }

  async preview(actor: Actor, request: MergeRequest): Promise<UnitPreview> {
    const found = await this.changes.preview(actor, request, stepOf(request), async (tx) => ({
      ...(await this.act(tx, request)),
      hanging: await this.grants.hanging(tx, actor, request),
    }));
    await this.grants.recordLook(actor, found.hanging);
    return found;
  }

  private async act(tx: Tx, { fromIds, intoId, on }: MergeRequest): Promise<UnitImpact> {
    const counts = await countUnits(tx, fromIds, null, { on, knownAt: this.clock.now() });
    await this.change.merge(tx, fromIds, intoId, on);
    return { ...counts, ...(await this.members.move(tx, fromIds, intoId, on)) };
  }
}

const stepOf = ({ intoId, fromIds }: MergeRequest): UnitStep => ({ kind: 'merge', unitIds: [intoId, ...fromIds] });

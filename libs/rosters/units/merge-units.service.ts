import { Injectable } from '@nestjs/common';
import type { Actor } from '#libs/identity';
import { ChangeUnit } from '#libs/organisation';
import { Clock, type Tx } from '#libs/platform';
import { MoveMembers } from './move-members.service.js';
import { RecordUnitChange, type UnitStep } from './record-unit-change.service.js';
import type { UnitChange } from './unit-change.js';
import { countUnits, type UnitImpact } from './unit-impact.js';

export interface MergeRequest extends UnitChange {
  fromIds: string[];
  intoId: string;
}

/** Units become one on a day, and their people belong to the new one from that day on. */
@Injectable()
export class MergeUnits {
  constructor(
    private readonly changes: RecordUnitChange,
    private readonly change: ChangeUnit,
    private readonly members: MoveMembers,
    private readonly clock: Clock,
  ) {}

  async merge(actor: Actor, request: MergeRequest): Promise<void> {
    await this.changes.run(actor, request, stepOf(request), (tx) => this.act(tx, request));
  }

  preview(actor: Actor, request: MergeRequest): Promise<UnitImpact & Record<string, number>> {
    return this.changes.preview(actor, request, stepOf(request), (tx) => this.act(tx, request));
  }

  private async act(tx: Tx, { fromIds, intoId, on }: MergeRequest): Promise<UnitImpact & Record<string, number>> {
    const counts = await countUnits(tx, fromIds, null, { on, knownAt: this.clock.now() });
    await this.change.merge(tx, fromIds, intoId, on);
    return { ...counts, ...(await this.members.move(tx, fromIds, intoId, on)) };
  }
}

const stepOf = ({ intoId, fromIds }: MergeRequest): UnitStep => ({ kind: 'merge', unitIds: [intoId, ...fromIds] });

import { Injectable } from '@nestjs/common';
import type { Actor } from '#libs/identity';
import { conflict } from '#libs/platform';
import { CompareMoments, type MomentsComparison } from './compare-moments.service.js';
import type { SnapshotSummary } from './read-snapshots.service.js';
import { Snapshots } from './snapshots.service.js';

export interface SnapshotComparison extends MomentsComparison {
  /** The earlier and the later, whichever was asked for first. */
  first: SnapshotSummary;
  second: SnapshotSummary;
}

/** Why two frozen figures differ. */
@Injectable()
export class CompareSnapshots {
  constructor(
    private readonly snapshots: Snapshots,
    private readonly moments: CompareMoments,
  ) {}

  /**
   * Refuses what reading either refuses, `comparison.same`, `comparison.different` (of another campaign or unit), and
   * `comparison.crossed`: the one is about a later day, but was counted earlier.
   */
  async compare(actor: Actor, id: string, otherId: string): Promise<SnapshotComparison> {
    const [first, second] = await this.pair(actor, id, otherId);
    return this.between(first, second);
  }

  /** The earlier and the later, if they can be compared. Refuses what `compare` does. */
  async pair(actor: Actor, id: string, otherId: string): Promise<[first: SnapshotSummary, second: SnapshotSummary]> {
    if (id === otherId) throw conflict('comparison.same');
    const [first, second] = [await this.summary(actor, id), await this.summary(actor, otherId)].sort((a, b) =>
      a.asOfDay < b.asOfDay ? -1 : a.asOfDay > b.asOfDay ? 1 : a.knownAt.getTime() - b.knownAt.getTime(),
    );
    if (first.campaignId !== second.campaignId || first.unitId !== second.unitId)
      throw conflict('comparison.different');
    if (first.knownAt > second.knownAt) throw conflict('comparison.crossed');
    return [first, second];
  }

  /** Of two that can be compared; asks nobody's permission. */
  async between(first: SnapshotSummary, second: SnapshotSummary): Promise<SnapshotComparison> {
    const moment = ({ asOfDay, knownAt }: SnapshotSummary) => ({ day: asOfDay, knownAt });
    const facts = await this.moments.compare(first.campaignId, first.unitId, moment(first), moment(second));
    return { first, second, ...facts };
  }

  /** Others of the same campaign and unit, the latest first. */
  async others(actor: Actor, { id, campaignId, unitId }: SnapshotSummary): Promise<SnapshotSummary[]> {
    const all = await this.snapshots.list(actor, campaignId);
    return all.filter((one) => one.unitId === unitId && one.id !== id);
  }

  private async summary(actor: Actor, id: string): Promise<SnapshotSummary> {
    const { document: _, makerName: _maker, signerName: _signer, ...summary } = await this.snapshots.get(actor, id);
    return summary;
  }
}

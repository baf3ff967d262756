import { Injectable } from '@nestjs/common';
import { PeopleInBulk, type ListedIdentity } from '#libs/identity';
import { newId, type Tx } from '#libs/platform';
import { BulkMemberships, type MembershipChange } from '../bulk-memberships.service.js';
import { Doubts } from '../doubts.service.js';
import { ImportEffects, type Effect } from './import-effects.service.js';
import type { ImportRecord } from './import-rows.js';
import type { Leaver } from './leavers.service.js';
import type { PlannedRow } from './plan-session.js';

export interface SettledRow extends PlannedRow {
  /** The person is new. */
  created: boolean;
}

/** Does what a piece of a file plans, with a few statements, and writes down what it did. */
@Injectable()
export class ApplyRows {
  constructor(
    private readonly people: PeopleInBulk,
    private readonly memberships: BulkMemberships,
    private readonly doubts: Doubts,
    private readonly effects: ImportEffects,
  ) {}

  /** The same rows, with the ids of those who were created. */
  async apply(tx: Tx, file: ImportRecord, planned: PlannedRow[]): Promise<SettledRow[]> {
    const settled = await this.create(tx, planned);
    const acting = settled.filter(({ outcome }) => outcome === 'add' || outcome === 'change');
    const effects = new Map(acting.map((row) => [row, effectOf(row)]));
    await this.changeIdentities(tx, acting, effects);
    await this.place(tx, file, acting, effects);
    await this.effects.record(tx, file.id, [...effects.values()]);
    await this.doubts.record(
      tx,
      acting.flatMap(({ created, personId, doubtWith }) =>
        created && doubtWith ? [{ personId: personId!, otherId: doubtWith, reason: 'same-name-phone' }] : [],
      ),
    );
    return settled;
  }

  private async create(tx: Tx, planned: PlannedRow[]): Promise<SettledRow[]> {
    const isNew = (row: PlannedRow) => row.outcome === 'add' && row.personId === null;
    const ids = await this.people.createMany(
      tx,
      planned.filter(isNew).map(({ person }) => person),
    );
    let next = 0;
    return planned.map((row) =>
      isNew(row) ? { ...row, personId: ids[next++], created: true } : { ...row, created: false },
    );
  }

  private async changeIdentities(tx: Tx, rows: SettledRow[], effects: Map<SettledRow, Effect>): Promise<void> {
    const changing = rows.filter(({ created, identity }) => !created && identity);
    if (changing.length === 0) return;
    const before = await this.people.findMany(
      tx,
      changing.map(({ personId }) => personId!),
    );
    const after: (ListedIdentity & { personId: string })[] = [];
    for (const row of changing) {
      const was = before.get(row.personId!);
      if (!was) continue;
      const becomes = { ...was, ...row.identity };
      effects.get(row)!.identity = { before: was, after: becomes };
      after.push({ ...becomes, personId: row.personId! });
    }
    await this.people.replaceMany(tx, after);
  }

  private async place(tx: Tx, file: ImportRecord, rows: SettledRow[], effects: Map<SettledRow, Effect>): Promise<void> {
    const added = rows.filter(({ place }) => place?.kind === 'add');
    const ids = await this.memberships.addMany(
      tx,
      added.map(({ personId, unitId, person }) => ({
        personId: personId!,
        unitId: unitId!,
        capacity: file.capacity,
        position: person.position,
        isHead: person.isHead ?? false,
        source: 'roster' as const,
        importId: file.id,
        from: file.effectiveOn,
      })),
    );
    added.forEach((row, i) => effects.get(row)!.madeIds.push(...ids[i]));
    const changed = rows.filter(({ place }) => place && place.kind !== 'add');
    const done = await this.memberships.changeMany(
      tx,
      changed.map((row) => changeOf(row, file)),
    );
    changed.forEach((row, i) => Object.assign(effects.get(row)!, done[i]));
  }

  /** From the effective day they no longer belong. */
  async takeOff(tx: Tx, file: ImportRecord, leavers: Leaver[]): Promise<void> {
    const done = await this.memberships.changeMany(
      tx,
      leavers.map(({ membershipId }) => ({ id: membershipId, kind: 'end', on: file.effectiveOn })),
    );
    await this.effects.record(
      tx,
      file.id,
      leavers.map(({ personId }, i) => ({ ...effectOf({ number: null, personId, created: false }), ...done[i] })),
    );
  }
}

const effectOf = (row: { number: number | null; personId: string | null; created: boolean }): Effect => ({
  id: newId(),
  rowNumber: row.number,
  personId: row.personId!,
  createdPerson: row.created,
  closedIds: [],
  madeIds: [],
  identity: null,
});

function changeOf({ place }: SettledRow, file: ImportRecord): MembershipChange {
  if (!place || place.kind === 'add') throw new Error('nothing to change');
  const change = { ...place.change, importId: file.id };
  return place.kind === 'from-day'
    ? { id: place.membershipId, kind: 'from-day', on: file.effectiveOn, change }
    : { id: place.membershipId, kind: 'from-start', change };
}

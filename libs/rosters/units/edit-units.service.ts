import { Injectable } from '@nestjs/common';
import type { Actor } from '#libs/identity';
import { ChangeUnit, Units, isKindOf, type Tree, type UnitCorrection } from '#libs/organisation';
import { conflict, invalid, newId } from '#libs/platform';
import { RecordUnitChange } from './record-unit-change.service.js';
import type { UnitChange } from './unit-change.js';

export interface CreateRequest extends UnitChange {
  tree: Tree;
  parentId: string;
  code: string;
  kind: string;
  name: string;
}

/** Changes of one unit: each a dated event, or the correction of what was recorded wrongly. */
@Injectable()
export class EditUnits {
  constructor(
    private readonly changes: RecordUnitChange,
    private readonly units: Units,
    private readonly change: ChangeUnit,
  ) {}

  /** Returns the id of the new unit. */
  async create(actor: Actor, request: CreateRequest): Promise<string> {
    const { tree, parentId, code, kind, name, on } = request;
    if (!isKindOf(tree, kind)) throw invalid('unit.kind-missing', { kind: 'unit.kind-missing' });
    const id = newId();
    const step = { kind: 'create' as const, unitIds: [id, parentId], touches: [parentId] };
    return this.changes.run(actor, request, step, async (tx) => {
      await this.units.create(tx, { id, tree, parentId, code, kind, name, validFrom: on });
    });
  }

  async rename(actor: Actor, unitId: string, request: UnitChange & { name: string }): Promise<void> {
    await this.changes.run(actor, request, { kind: 'rename', unitIds: [unitId] }, (tx) =>
      this.change.rename(tx, unitId, { name: request.name, on: request.on }),
    );
  }

  async move(actor: Actor, unitId: string, request: UnitChange & { parentId: string }): Promise<void> {
    await this.changes.run(actor, request, { kind: 'move', unitIds: [unitId, request.parentId] }, (tx) =>
      this.change.move(tx, unitId, { parentId: request.parentId, on: request.on }),
    );
  }

  /** The territory unit a state or Party unit belongs to from the day on; null for none. */
  async link(actor: Actor, unitId: string, request: UnitChange & { territoryId: string | null }): Promise<void> {
    const { territoryId, on } = request;
    const unitIds = territoryId ? [unitId, territoryId] : [unitId];
    await this.changes.run(actor, request, { kind: 'link', unitIds }, (tx) =>
      this.change.link(tx, unitId, territoryId, on),
    );
  }

  /** A unit with people ends by becoming part of another, so that nobody is left in a unit that is no more. */
  async close(actor: Actor, unitId: string, request: UnitChange): Promise<void> {
    await this.changes.run(actor, request, { kind: 'close', unitIds: [unitId] }, async (tx) => {
      const [{ count }] = await tx.query(
        'SELECT count(*) FROM membership WHERE unit_id = $1 AND superseded_at IS NULL AND (valid_to IS NULL OR valid_to > $2)',
        [unitId, request.on],
      );
      if (count > 0) throw conflict('unit.has-members', { count });
      await this.change.close(tx, unitId, request.on);
    });
  }

  /** What was recorded for the period around the day was wrong. The wrong rows stay, superseded. */
  async correct(actor: Actor, unitId: string, request: UnitChange & UnitCorrection): Promise<void> {
    const { name, parentId, from, on } = request;
    const unitIds = parentId ? [unitId, parentId] : [unitId];
    await this.changes.run(actor, request, { kind: 'correct', unitIds }, (tx) =>
      this.change.correct(tx, unitId, on, { name, parentId, from }),
    );
  }
}

import { Injectable } from '@nestjs/common';
import { CarryGrants, type Actor } from '#libs/identity';
import { ChangeUnit, Units } from '#libs/organisation';
import { Clock, conflict, invalid, newId, notFound, type Tx } from '#libs/platform';
import { MoveMembers } from './move-members.service.js';
import { RecordUnitChange, type UnitStep } from './record-unit-change.service.js';
import type { UnitChange } from './unit-change.js';
import { countUnits, type Carried, type UnitImpact, type UnitPreview } from './unit-impact.js';

/** Where a part goes: a unit that is there on the day, or one that begins on it beside the unit that is split. */
export type SplitPart = { childIds: string[] } & ({ intoId: string } | { code: string; name: string });

export interface SplitRequest extends UnitChange {
  unitId: string;
  parts: SplitPart[];
  /** The part to which the people listed in the unit itself go; null when they stay. */
  peoplePart: number | null;
  /** The unit ends on the day; what was not named goes where its people go. */
  ends: boolean;
  /** Ids of roles given for the unit, to be given for the part that takes its people. For a unit that ends. */
  carry?: string[];
}

/** Parts of a unit go to new or existing units on a day. */
@Injectable()
export class SplitUnit {
  constructor(
    private readonly changes: RecordUnitChange,
    private readonly change: ChangeUnit,
    private readonly units: Units,
    private readonly members: MoveMembers,
    private readonly grants: CarryGrants,
    private readonly clock: Clock,
  ) {}

  async split(actor: Actor, request: SplitRequest): Promise<Carried> {
    const parts = this.checked(request);
    let carried: Carried = { granted: 0, proposed: 0 };
    await this.changes.run(actor, request, stepOf(request, parts), async (tx) => {
      const impact = await this.act(tx, request, parts);
      const succession = successionOf(request, parts);
      const grantIds = request.carry ?? [];
      if (succession) carried = await this.grants.carry(tx, actor, { ...succession, grantIds, reason: request.reason });
      return { ...impact, ...carried };
    });
    return carried;
  }

  async preview(actor: Actor, request: SplitRequest): Promise<UnitPreview> {
    const parts = this.checked(request);
    const found = await this.changes.preview(actor, request, stepOf(request, parts), async (tx) => {
      const impact = await this.act(tx, request, parts);
      const succession = successionOf(request, parts);
      return { ...impact, hanging: succession ? await this.grants.hanging(tx, actor, succession) : [] };
    });
    await this.grants.recordLook(actor, found.hanging);
    return found;
  }

  /** Each part with the id of its unit, made up where the unit is new. */
  private checked({ parts, ends, peoplePart }: SplitRequest): NamedPart[] {
    if (parts.length === 0) throw invalid('unit.split-no-parts', { code1: 'unit.split-no-parts' });
    if (ends && peoplePart === null) throw invalid('unit.split-heir', { peoplePart: 'unit.split-heir' });
    if (peoplePart !== null && !parts[peoplePart])
      throw invalid('unit.split-people', { peoplePart: 'unit.split-people' });
    const named = parts.flatMap(({ childIds }) => childIds);
    if (new Set(named).size < named.length) throw invalid('unit.split-twice', { code1: 'unit.split-twice' });
    return parts.map((part) => ('intoId' in part ? part : { ...part, intoId: newId() }));
  }

  private async act(tx: Tx, request: SplitRequest, parts: NamedPart[]): Promise<UnitImpact> {
    const { unitId, on, ends, peoplePart } = request;
    const heirId = peoplePart === null ? null : parts[peoplePart].intoId;
    const childIds = ends ? null : parts.flatMap((part) => part.childIds);
    const counts = await countUnits(tx, [unitId], childIds, { on, knownAt: this.clock.now() });
    await this.makeNew(tx, unitId, on, parts);
    await this.change.split(tx, unitId, { on, parts, heirId: ends ? heirId : null });
    const moved = heirId ? await this.members.move(tx, [unitId], heirId, on) : { memberships: 0, people: 0 };
    return ends ? { ...counts, ...moved } : { ...counts, links: 0, ...moved };
  }

  /** New units are of the same kind and stand beside the unit that is split. */
  private async makeNew(tx: Tx, unitId: string, on: string, parts: NamedPart[]): Promise<void> {
    const [unit] = await tx.query(
      `SELECT u.tree, u.kind, v.parent_id AS "parentId" FROM unit u JOIN unit_version v ON v.unit_id = u.id AND v.superseded_at IS NULL
         AND v.valid_from <= $2 AND (v.valid_to IS NULL OR v.valid_to > $2) WHERE u.id = $1`,
      [unitId, on],
    );
    if (!unit) throw notFound('unit.unknown');
    if (!unit.parentId) throw conflict('unit.split-root');
    for (const part of parts)
      if (part.name !== undefined)
        await this.units.create(tx, {
          id: part.intoId,
          code: part.code!,
          name: part.name,
          tree: unit.tree,
          kind: unit.kind,
          parentId: unit.parentId,
          validFrom: on,
        });
  }
}

type NamedPart = { intoId: string; childIds: string[]; code?: string; name?: string };

const stepOf = ({ unitId, ends, peoplePart }: SplitRequest, parts: NamedPart[]): UnitStep => ({
  kind: 'split',
  heirId: ends && peoplePart !== null ? parts[peoplePart].intoId : null,
  unitIds: [unitId, ...parts.map(({ intoId }) => intoId)],
  touches: [unitId, ...parts.filter(({ name }) => name === undefined).map(({ intoId }) => intoId)],
});

/** Roles of a unit that goes on stay where they are. */
const successionOf = ({ unitId, on, ends, peoplePart }: SplitRequest, parts: NamedPart[]) =>
  ends && peoplePart !== null ? { fromIds: [unitId], intoId: parts[peoplePart].intoId, on } : null;

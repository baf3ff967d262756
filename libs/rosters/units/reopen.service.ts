import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Scope, type Actor } from '#libs/identity';
import { ReopenUnit, UnitEvents, Units, asOf, type UnitNode } from '#libs/organisation';
import { Clock, addDays, conflict, type Tx } from '#libs/platform';
import { RecordUnitChange } from './record-unit-change.service.js';
import { ReturnMembers } from './return-members.service.js';
import type { UnitChange } from './unit-change.js';

export interface ReopenRequest extends Omit<UnitChange, 'on'> {
  unitId: string;
  /** Where it stands again; null: where it stood. */
  parentId: string | null;
  /** What moved when it was merged or split comes back. */
  takeBack: boolean;
}

/** What a closed unit was and what comes back with it. */
export interface ClosedUnit {
  /** On its last day. */
  unit: UnitNode;
  path: UnitNode[];
  /** From when it has been closed. */
  on: string;
  /** What it became part of on that day. */
  mergedInto: UnitNode | null;
  /** Among which it was parted on that day. */
  splitInto: UnitNode[];
  /** Directly listed and directly below on its last day. */
  people: number;
  children: number;
  /** The territory unit it belonged to then. */
  link: { name: string; code: string } | null;
  /** Roles given for it that have not ended: they are good for something again. */
  grants: number;
}

/** Opens a unit that was closed by mistake: a correction with its reason, dated with the day of the mistake. */
@Injectable()
export class ReopenClosedUnit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly changes: RecordUnitChange,
    private readonly reopening: ReopenUnit,
    private readonly returning: ReturnMembers,
    private readonly events: UnitEvents,
    private readonly units: Units,
    private readonly scope: Scope,
    private readonly clock: Clock,
  ) {}

  async reopen(actor: Actor, request: ReopenRequest): Promise<void> {
    const { unitId, takeBack } = request;
    const closed = await this.closed(actor, unitId);
    const parentId = request.parentId ?? closed.unit.parentId;
    const change = { ...request, on: closed.on };
    const step = { kind: 'reopen' as const, unitIds: parentId ? [unitId, parentId] : [unitId], touches: [] };
    await this.changes.run(actor, change, step, async (tx) => {
      if (parentId) await this.scope.assert(actor, 'unit.edit', parentId, closed.on, tx);
      return this.act(tx, unitId, parentId, takeBack);
    });
  }

  private async act(tx: Tx, unitId: string, parentId: string | null, takeBack: boolean) {
    const { on, mergedInto, wentTo, children, bodies, link } = await this.reopening.reopen(tx, unitId, {
      parentId,
      takeBack,
    });
    let people = 0;
    for (const intoId of takeBack ? wentTo : []) people += await this.returning.return(tx, unitId, intoId, on);
    return { mergedInto, wentTo, children, bodies, people, linked: link?.resumed ?? null };
  }

  /** Refuses `unit.not-closed`, `scope.outside`. */
  async closed(actor: Actor, unitId: string): Promise<ClosedUnit> {
    const [last] = await this.dataSource.query(
      `SELECT v.valid_to AS "on", m.into_id AS "intoId" FROM unit_version v
       LEFT JOIN unit_merge m ON m.unit_id = v.unit_id AND m.merged_on = v.valid_to AND m.superseded_at IS NULL
       WHERE v.unit_id = $1 AND v.superseded_at IS NULL ORDER BY v.valid_from DESC LIMIT 1`,
      [unitId],
    );
    // Whoever has no say over the unit is not told whether it is closed.
    const lastDay = last?.on ? addDays(last.on, -1) : this.clock.today();
    await this.scope.assert(actor, 'unit.edit', unitId, lastDay);
    if (!last?.on) throw conflict('unit.not-closed');
    const { on, intoId }: { on: string; intoId: string | null } = last;
    return {
      unit: await this.units.find(unitId, lastDay),
      path: await this.units.pathOn(unitId, lastDay),
      on,
      mergedInto: intoId ? await this.units.find(intoId, on).catch(() => null) : null,
      splitInto: intoId ? [] : await this.parts(unitId, on),
      ...(await this.counts(unitId, lastDay)),
    };
  }

  private async parts(unitId: string, on: string): Promise<UnitNode[]> {
    const ids = await this.events.splitInto(unitId, on);
    const found = await Promise.all(ids.map((id) => this.units.find(id, on).catch(() => null)));
    return found.filter((unit) => unit !== null);
  }

  private async counts(
    unitId: string,
    lastDay: string,
  ): Promise<Omit<ClosedUnit, 'unit' | 'path' | 'on' | 'mergedInto' | 'splitInto'>> {
    const [counts] = await this.dataSource.query(
      `SELECT (SELECT count(DISTINCT m.person_id) FROM membership m WHERE m.unit_id = $1 AND ${asOf('m', '$2', '$3')})::int AS people,
         (SELECT count(*) FROM unit_version v WHERE v.parent_id = $1 AND ${asOf('v', '$2', '$3')})::int AS children,
         (SELECT json_build_object('name', v.name, 'code', c.code) FROM unit_link l JOIN unit c ON c.id = l.commune_id
          JOIN unit_version v ON v.unit_id = c.id AND ${asOf('v', '$2', '$3')} WHERE l.unit_id = $1 AND ${asOf('l', '$2', '$3')} LIMIT 1) AS link,
         (SELECT count(DISTINCT g.id) FROM role_grant_unit u JOIN role_grant g ON g.id = u.grant_id WHERE u.unit_id = $1
          AND g.superseded_at IS NULL AND (g.valid_to IS NULL OR g.valid_to > $4))::int AS grants`,
      [unitId, lastDay, this.clock.now(), this.clock.today()],
    );
    return counts;
  }
}

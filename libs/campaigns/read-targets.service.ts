import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { People, Scope, scopeOf, type Actor } from '#libs/identity';
import { Units, type UnitNode } from '#libs/organisation';
import { Clock, notFound } from '#libs/platform';
import { readCampaign, readRequirements } from './campaign-facts.js';
import { ALL_LINE } from './figures-document.js';
import { readUnitTree } from './unit-tree.js';

export interface TargetView {
  id: string;
  unitId: string;
  /** Null when the unit no longer exists today. */
  unitName: string | null;
  /** 'all' or a capacity's code. */
  line: string;
  denominator: 'roster' | 'declared';
  declaredNumber: number | null;
  definition: string;
  sourceDocument: string;
  sourceDate: string | null;
  goalPercent: number;
  dueOn: string;
  authorId: string | null;
  /** Null when nobody is known: set by an operator, or the identity has been erased. */
  authorName: string | null;
  recordedAt: Date;
  supersededAt: Date | null;
}

export interface TargetDesk {
  /** Where the actor may begin. */
  roots: UnitNode[];
  /** From the uppermost unit of the actor's scope down to the unit. */
  path: UnitNode[];
  unit: UnitNode;
  /** The units directly below. */
  children: UnitNode[];
  /** Lines that the campaign has: 'all', then the capacities it asks something of. */
  lines: { line: string; name: string }[];
  /** Current ones of the unit and everything below it, depth-first. */
  targets: TargetView[];
}

const COLUMNS = `t.id, t.unit_id AS "unitId", t.capacity AS line, t.denominator, t.declared_number AS "declaredNumber",
  t.definition, t.source_document AS "sourceDocument", t.source_date AS "sourceDate", t.goal_percent AS "goalPercent",
  t.due_on AS "dueOn", t.author_id AS "authorId", t.recorded_at AS "recordedAt", t.superseded_at AS "supersededAt"`;

/** Targets as those see them who may set them: of the units in their scope. */
@Injectable()
export class ReadTargets {
  constructor(
    private readonly dataSource: DataSource,
    private readonly units: Units,
    private readonly people: People,
    private readonly scope: Scope,
    private readonly clock: Clock,
  ) {}

  /** Begins at the first root of the scope. Refuses `access.denied`, `scope.outside`, `campaign.unknown`, `unit.unknown`. */
  async desk(actor: Actor, campaignId: string, asked?: string): Promise<TargetDesk> {
    const rootIds = scopeOf(actor, 'target.set');
    const roots = await this.existing(rootIds);
    const unitId = asked ?? roots[0]?.id;
    if (!unitId) throw notFound('unit.unknown');
    const targets = await this.list(actor, campaignId, unitId);
    const today = this.clock.today();
    const whole = await this.units.pathOn(unitId, today);
    return {
      roots,
      path: whole.slice(
        Math.max(
          0,
          whole.findIndex(({ id }) => rootIds.includes(id)),
        ),
      ),
      unit: await this.units.find(unitId, today),
      children: await this.units.childrenOn(unitId, today),
      lines: await this.lines(campaignId),
      targets,
    };
  }

  private async existing(ids: string[]): Promise<UnitNode[]> {
    const today = this.clock.today();
    const found = await Promise.all(ids.map((id) => this.units.find(id, today).catch(() => null)));
    return found.filter((unit) => unit !== null);
  }

  private async lines(campaignId: string) {
    const requirements = await readRequirements(this.dataSource.manager, campaignId, this.clock.now());
    return [
      { line: ALL_LINE, name: '' },
      ...requirements.map(({ capacity, capacityName }) => ({ line: capacity, name: capacityName })),
    ];
  }

  /** Current targets of a unit and everything below it. Refuses as `desk` does. */
  async list(actor: Actor, campaignId: string, unitId: string): Promise<TargetView[]> {
    await this.scope.assert(actor, 'target.set', unitId);
    await readCampaign(this.dataSource.manager, campaignId);
    const moment = { day: this.clock.today(), knownAt: this.clock.now() };
    const units = await readUnitTree(this.dataSource.manager, unitId, moment);
    const rows = await this.dataSource.query(
      `SELECT ${COLUMNS} FROM unnest($2::uuid[]) WITH ORDINALITY AS u(id, position)
       JOIN target t ON t.unit_id = u.id AND t.campaign_id = $1 AND t.superseded_at IS NULL
       LEFT JOIN capacity k ON k.code = t.capacity
       ORDER BY u.position, k.position NULLS FIRST, t.capacity`,
      [campaignId, units.map((unit) => unit.unitId)],
    );
    return this.named(rows, new Map(units.map((unit) => [unit.unitId, unit.name])));
  }

  /** Every target there ever was of a unit in a line, the latest first. Refuses `access.denied`, `scope.outside`. */
  async history(actor: Actor, campaignId: string, unitId: string, line: string): Promise<TargetView[]> {
    await this.scope.assert(actor, 'target.set', unitId);
    const rows = await this.dataSource.query(
      `SELECT ${COLUMNS} FROM target t WHERE t.campaign_id = $1 AND t.unit_id = $2 AND t.capacity = $3
       ORDER BY t.recorded_at DESC, t.superseded_at DESC NULLS FIRST, t.id DESC LIMIT 200`,
      [campaignId, unitId, line],
    );
    return this.named(rows, await this.units.namesOn([unitId], this.clock.today()));
  }

  private async named(rows: TargetView[], units: Map<string, string>): Promise<TargetView[]> {
    const authors = rows.map(({ authorId }) => authorId).filter((id) => id !== null);
    const names = await this.people.names([...new Set(authors)]);
    return rows.map((row) => ({
      ...row,
      unitName: units.get(row.unitId) ?? null,
      authorName: names.get(row.authorId ?? '') ?? null,
    }));
  }
}

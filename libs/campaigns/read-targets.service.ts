import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { People, Scope, scopeOf, type Actor } from '#libs/identity';
import { UnitPlaces, Units, type UnitNode } from '#libs/organisation';
import { Clock, notFound } from '#libs/platform';
import { readCampaign, readRequirements } from './campaign-facts.js';
import { ALL_LINE } from './figures-document.js';
import { readUnitTree } from './unit-tree.js';

export interface TargetView {
  id: string;
  unitId: string;
  /** As it is called today, or was on its last day. */
  unitName: string | null;
  /** Since when the unit is no more: nothing is measured by its target any longer. */
  unitEndedOn: string | null;
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
  /** The unit's first day, when that is still to come. */
  beginsOn: string | null;
  /** The units directly below. */
  children: UnitNode[];
  /** Those that are to begin there while the campaign runs. */
  coming: (UnitNode & { from: string })[];
  /** Lines that the campaign has: 'all', then the capacities it asks something of. */
  lines: { line: string; name: string }[];
  /** Current ones of the unit and everything below it, depth-first. */
  targets: TargetView[];
  /** Still current ones of units that stood there and are no more, with what those were merged into. */
  left: (TargetView & { successor: { id: string; name: string } | null })[];
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
    private readonly places: UnitPlaces,
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
    const all = await this.list(actor, campaignId, unitId);
    const today = this.clock.today();
    const day = await this.places.dayOf(unitId, today);
    const { endsOn } = await readCampaign(this.dataSource.manager, campaignId);
    const whole = await this.units.pathOn(unitId, day);
    return {
      roots,
      path: whole.slice(
        Math.max(
          0,
          whole.findIndex(({ id }) => rootIds.includes(id)),
        ),
      ),
      unit: await this.units.find(unitId, day),
      beginsOn: day > today ? day : null,
      children: await this.units.childrenOn(unitId, day),
      coming: await this.units.childrenToCome(unitId, day, endsOn),
      lines: await this.lines(campaignId),
      targets: all.filter(({ unitEndedOn }) => unitEndedOn === null),
      left: await this.withSuccessors(all.filter(({ unitEndedOn }) => unitEndedOn !== null)),
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

  private async withSuccessors(targets: TargetView[]): Promise<TargetDesk['left']> {
    const today = this.clock.today();
    const merges: { unitId: string; intoId: string }[] = await this.dataSource.query(
      `SELECT DISTINCT ON (unit_id) unit_id AS "unitId", into_id AS "intoId" FROM unit_merge
       WHERE unit_id = ANY($1) AND superseded_at IS NULL AND merged_on <= $2 ORDER BY unit_id, merged_on DESC`,
      [targets.map(({ unitId }) => unitId), today],
    );
    const names = await this.units.namesOn(
      merges.map(({ intoId }) => intoId),
      today,
    );
    const into = new Map(merges.map(({ unitId, intoId }) => [unitId, intoId]));
    return targets.map((target) => {
      const id = into.get(target.unitId);
      const name = id && names.get(id);
      return { ...target, successor: id && name ? { id, name } : null };
    });
  }

  /** Current targets of a unit and everything below it, then of what stood there and is no more, or is to come. Refuses as `desk` does. */
  async list(actor: Actor, campaignId: string, unitId: string): Promise<TargetView[]> {
    const day = await this.places.dayOf(unitId, this.clock.today());
    await this.scope.assert(actor, 'target.set', unitId, day);
    await readCampaign(this.dataSource.manager, campaignId);
    const moment = { day, knownAt: this.clock.now() };
    const units = await readUnitTree(this.dataSource.manager, unitId, moment);
    const rows = await this.dataSource.query(
      `SELECT ${COLUMNS} FROM unnest($2::uuid[]) WITH ORDINALITY AS u(id, position)
       JOIN target t ON t.unit_id = u.id AND t.campaign_id = $1 AND t.superseded_at IS NULL
       LEFT JOIN capacity k ON k.code = t.capacity
       ORDER BY u.position, k.position NULLS FIRST, t.capacity`,
      [campaignId, [...new Set([...units.map((unit) => unit.unitId), ...(await this.elsewhen(campaignId, unitId))])]],
    );
    return this.named(rows);
  }

  /** Units that stand no more, or not yet. */
  private async elsewhen(campaignId: string, unitId: string): Promise<string[]> {
    const today = this.clock.today();
    const rows: { id: string }[] = await this.dataSource.query(
      `SELECT DISTINCT t.unit_id AS id FROM target t WHERE t.campaign_id = $1 AND t.superseded_at IS NULL
         AND NOT EXISTS (SELECT FROM unit_version v WHERE v.unit_id = t.unit_id AND v.superseded_at IS NULL
           AND v.valid_from <= $2 AND (v.valid_to IS NULL OR v.valid_to > $2))`,
      [campaignId, today],
    );
    const inside = await this.places.within(
      rows.map(({ id }) => id),
      [unitId],
      today,
    );
    return [...inside].sort();
  }

  /** Every target there ever was of a unit in a line, the latest first. Refuses `access.denied`, `scope.outside`. */
  async history(actor: Actor, campaignId: string, unitId: string, line: string): Promise<TargetView[]> {
    const place = (await this.places.of([unitId], this.clock.today())).get(unitId);
    await this.scope.assert(actor, 'target.set', unitId, place?.day);
    const rows = await this.dataSource.query(
      `SELECT ${COLUMNS} FROM target t WHERE t.campaign_id = $1 AND t.unit_id = $2 AND t.capacity = $3
       ORDER BY t.recorded_at DESC, t.superseded_at DESC NULLS FIRST, t.id DESC LIMIT 200`,
      [campaignId, unitId, line],
    );
    return this.named(rows);
  }

  private async named(rows: TargetView[]): Promise<TargetView[]> {
    const unitIds = [...new Set(rows.map(({ unitId }) => unitId))];
    const places = await this.places.of(unitIds, this.clock.today());
    const authors = rows.map(({ authorId }) => authorId).filter((id) => id !== null);
    const names = await this.people.names([...new Set(authors)]);
    return rows.map((row) => ({
      ...row,
      unitName: places.get(row.unitId)?.name ?? null,
      unitEndedOn: places.get(row.unitId)?.endedOn ?? null,
      authorName: names.get(row.authorId ?? '') ?? null,
    }));
  }
}

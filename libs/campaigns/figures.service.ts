import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork, invalid, isDay, type Tx } from '#libs/platform';
import { readCampaign, readRequirements, readTargets } from './campaign-facts.js';
import type { CountsByUnit, Moment } from './figure-counts.js';
import { figureRows, unitsToCount } from './figure-rows.policy.js';
import {
  DEFINITIONS_VERSION,
  type DefinitionsVersion,
  type FigureRow,
  type FiguresDocument,
} from './figures-document.js';
import { TodayQuery } from './today-query.service.js';
import { TruthQuery } from './truth-query.service.js';
import { readUnitTree } from './unit-tree.js';

export interface TableRequest {
  unitId: string;
  /** D; today without one. */
  day?: string;
  /** K; now without one. */
  knownAt?: Date;
  /** How many levels below the unit are shown; 1 without it. */
  depth?: number;
}

/** Builds the figures of a unit. It asks nobody's permission: use cases with an actor stand before it. */
@Injectable()
export class Figures {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly truth: TruthQuery,
    private readonly todayQuery: TodayQuery,
  ) {}

  /** The unit and its children. Today's come from the kept states, any other day's from the facts. */
  async table(campaignId: string, request: TableRequest, tx?: Tx): Promise<FiguresDocument> {
    const day = request.day ?? this.clock.today();
    if (!isDay(day)) throw invalid('day.invalid', { day: 'day.invalid' });
    const today = day === this.clock.today() && !request.knownAt;
    const moment = { day, knownAt: request.knownAt ?? this.clock.now() };
    return this.build(campaignId, request.unitId, moment, request.depth ?? 1, today, tx);
  }

  /** The unit and everything below it, from the facts alone: what a snapshot stores and is checked against. */
  async document(
    campaignId: string,
    unitId: string,
    moment: Moment,
    tx?: Tx,
    version: DefinitionsVersion = DEFINITIONS_VERSION,
  ): Promise<FiguresDocument> {
    const document = await this.build(campaignId, unitId, moment, Infinity, false, tx);
    if (version === DEFINITIONS_VERSION) return document;
    return { ...document, definitionsVersion: version, rows: document.rows.map(withoutNeither) };
  }

  private async build(
    campaignId: string,
    rootId: string,
    moment: Moment,
    depth: number,
    today: boolean,
    tx?: Tx,
  ): Promise<FiguresDocument> {
    return this.work.run(async (own) => {
      const campaign = await readCampaign(own, campaignId);
      const requirements = await readRequirements(own, campaignId, moment.knownAt);
      const targets = await readTargets(own, campaignId, moment.knownAt);
      const units = await readUnitTree(own, rootId, moment);
      const shown = new Set(units.filter(({ level }) => level <= depth).map(({ unitId }) => unitId));
      const counts = await this.counts(campaignId, unitsToCount(units, shown, targets), moment, today, own);
      const [root] = units;
      return {
        definitionsVersion: DEFINITIONS_VERSION,
        campaign,
        asOfDay: moment.day,
        knownAt: moment.knownAt.toISOString(),
        root: { unitId: root.unitId, code: root.code, name: root.name },
        requirements,
        rows: figureRows(
          units,
          shown,
          requirements.map(({ capacity }) => capacity),
          counts,
          targets,
        ),
      };
    }, tx);
  }

  private async counts(
    campaignId: string,
    unitIds: string[],
    moment: Moment,
    today: boolean,
    tx: Tx,
  ): Promise<CountsByUnit> {
    return today ? this.todayQuery.counts(campaignId, unitIds, tx) : this.truth.counts(campaignId, unitIds, moment, tx);
  }
}

function withoutNeither(row: FigureRow): FigureRow {
  const { neither: _, ...rest } = row;
  return rest;
}

import { Injectable } from '@nestjs/common';
import { Scope, type Actor } from '#libs/identity';
import { Clock, UnitOfWork, addDays, invalid, isDay } from '#libs/platform';
import { readCampaign, readRequirements } from './campaign-facts.js';
import { ALL_LINE, type CapacityRequirements, type FiguresDocument } from './figures-document.js';
import { FlowQuery, type FlowCounts } from './flow-query.service.js';
import { readUnitTree, type TreeUnit } from './unit-tree.js';

export interface FlowRow extends TreeUnit, FlowCounts {
  /** 'all' or a capacity's code. */
  line: string;
}

/** What came about from a day to a day, both included, in a unit and those directly below it in the tree of the last day. */
export interface FlowDocument {
  campaign: FiguresDocument['campaign'];
  from: string;
  to: string;
  /** ISO 8601, UTC. */
  knownAt: string;
  root: { unitId: string; code: string; name: string };
  requirements: CapacityRequirements[];
  /** Of each unit 'all', then one row per capacity. */
  rows: FlowRow[];
}

const NOTHING: FlowCounts = { completions: 0, group: 0, people: 0, finished: 0 };

/** Longer than any period that is reported on. */
const LONGEST_DAYS = 366;

/** The flow somebody may see: exact, of the units in their scope. */
@Injectable()
export class ViewFlow {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly scope: Scope,
    private readonly flow: FlowQuery,
  ) {}

  /** Refuses `period.invalid` (fields), `access.denied`, `scope.outside`, `campaign.unknown`, `unit.unknown`. */
  async table(
    actor: Actor,
    campaignId: string,
    { unitId, from, to }: { unitId: string; from: string; to: string },
  ): Promise<FlowDocument> {
    this.assertPeriod(from, to);
    await this.scope.assert(actor, 'figures.view', unitId, to);
    return this.document(campaignId, { unitId, from, to, knownAt: this.clock.now() });
  }

  /** Refuses `period.invalid` (fields) and `campaign.unknown`. */
  async check(campaignId: string, { from, to }: { from: string; to: string }): Promise<void> {
    this.assertPeriod(from, to);
    await this.work.run((tx) => readCampaign(tx, campaignId));
  }

  /** For jobs, whose request was checked when it was made. The same for ever. */
  async document(
    campaignId: string,
    { unitId, from, to, knownAt }: { unitId: string; from: string; to: string; knownAt: Date },
  ): Promise<FlowDocument> {
    return this.work.run(async (tx) => {
      const campaign = await readCampaign(tx, campaignId);
      const requirements = await readRequirements(tx, campaignId, knownAt);
      const units = (await readUnitTree(tx, unitId, { day: to, knownAt })).filter(({ level }) => level <= 1);
      const ids = units.map((unit) => unit.unitId);
      const counts = await this.flow.counts(campaignId, ids, { from, to, knownAt }, tx);
      const lines = [ALL_LINE, ...requirements.map(({ capacity }) => capacity)];
      const [root] = units;
      return {
        campaign,
        from,
        to,
        knownAt: knownAt.toISOString(),
        root: { unitId: root.unitId, code: root.code, name: root.name },
        requirements,
        rows: units.flatMap((unit) =>
          lines.map((line) => ({ ...unit, line, ...(counts.get(unit.unitId)?.get(line) ?? NOTHING) })),
        ),
      };
    });
  }

  private assertPeriod(from: string, to: string): void {
    const fields = this.problems(from, to);
    if (Object.keys(fields).length > 0) throw invalid('period.invalid', fields);
  }

  private problems(from: string, to: string): Record<string, string> {
    const fields: Record<string, string> = {};
    if (!isDay(from)) fields.from = 'day.invalid';
    if (!isDay(to)) fields.to = 'day.invalid';
    else if (to > this.clock.today()) fields.to = 'day.in-future';
    if (fields.from || fields.to) return fields;
    if (from > to) fields.to = 'period.backwards';
    else if (addDays(from, LONGEST_DAYS) <= to) fields.from = 'period.too-long';
    return fields;
  }
}

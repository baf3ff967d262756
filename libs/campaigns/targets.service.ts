import { Injectable } from '@nestjs/common';
import { Scope, type Actor } from '#libs/identity';
import { UnitPlaces } from '#libs/organisation';
import { AuditLog, Clock, UnitOfWork, clean, conflict, invalid, isDay, newId, type Tx } from '#libs/platform';
import { readCampaign } from './campaign-facts.js';
import { ALL_LINE } from './figures-document.js';

export interface NewTarget {
  campaignId: string;
  unitId: string;
  /** A capacity's code or 'all'. */
  line: string;
  denominator: 'roster' | 'declared';
  /** Exactly when the denominator is declared. */
  declaredNumber?: number | null;
  definition?: string;
  sourceDocument?: string;
  sourceDate?: string | null;
  /** 0 to 100, one decimal. */
  goalPercent: number;
  dueOn: string;
  /** The target's id, so that a form sent twice sets it once. */
  clientKey?: string;
}

/** Sets what is expected of a unit in a line. The target before it is superseded: figures known earlier still see it. */
@Injectable()
export class Targets {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly scope: Scope,
    private readonly places: UnitPlaces,
    private readonly audit: AuditLog,
  ) {}

  /** Refuses `access.denied`, `scope.outside`, `target.invalid` (fields), `target.key-taken`. */
  async set(actor: Actor, input: NewTarget, tx?: Tx): Promise<string> {
    return this.work.run(async (own) => {
      await this.assertUnit(own, actor, input);
      await lockTarget(own, input);
      if (await this.isSet(own, actor, input)) return input.clientKey!;
      const id = await this.put(own, input, actor.personId);
      await this.audit.append(own, {
        actorId: actor.personId,
        action: 'target.set',
        subjectType: 'target',
        subjectId: id,
        details: { campaignId: input.campaignId, unitId: input.unitId, line: input.line },
        origin: actor.origin,
      });
      return id;
    }, tx);
  }

  /** The unit stands, or is to begin while the campaign runs and before its day comes. */
  private async assertUnit(tx: Tx, actor: Actor, { campaignId, unitId, dueOn }: NewTarget): Promise<void> {
    const today = this.clock.today();
    const day = await this.places.dayOf(unitId, today, tx);
    await this.scope.assert(actor, 'target.set', unitId, day, tx);
    if (day === today) return;
    const { endsOn } = await readCampaign(tx, campaignId);
    if (day > endsOn) throw invalid('target.invalid', { unitId: 'target.unit-after' });
    if (isDay(dueOn) && dueOn < day) throw invalid('target.invalid', { dueOn: 'target.due-before-unit' });
  }

  private async isSet(tx: Tx, actor: Actor, { clientKey, campaignId, unitId, line }: NewTarget): Promise<boolean> {
    if (!clientKey) return false;
    const [row] = await tx.query(
      `SELECT author_id = $2 AND campaign_id = $3 AND unit_id = $4 AND capacity = $5 AS mine FROM target WHERE id = $1`,
      [clientKey, actor.personId, campaignId, unitId, line],
    );
    if (row && row.mine !== true) throw conflict('target.key-taken');
    return Boolean(row);
  }

  /** Without an actor: for seeds and imports by an operator. */
  async put(tx: Tx, input: NewTarget, authorId: string | null): Promise<string> {
    const capacities = await tx.query('SELECT code FROM capacity');
    const fields = problems(input, [ALL_LINE, ...capacities.map(({ code }: { code: string }) => code)]);
    if (Object.keys(fields).length > 0) throw invalid('target.invalid', fields);
    const at = this.clock.now();
    await lockTarget(tx, input);
    await tx.query(
      `UPDATE target SET superseded_at = greatest($4, recorded_at)
       WHERE campaign_id = $1 AND unit_id = $2 AND capacity = $3 AND superseded_at IS NULL`,
      [input.campaignId, input.unitId, input.line, at],
    );
    const id = input.clientKey ?? newId();
    await tx.query(
      `INSERT INTO target (id, campaign_id, unit_id, capacity, denominator, declared_number, definition, source_document,
         source_date, goal_percent, due_on, author_id, recorded_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        id,
        input.campaignId,
        input.unitId,
        input.line,
        input.denominator,
        input.declaredNumber ?? null,
        clean(input.definition ?? ''),
        clean(input.sourceDocument ?? ''),
        input.sourceDate ?? null,
        input.goalPercent,
        input.dueOn,
        authorId,
        at,
      ],
    );
    return id;
  }
}

/** Two targets of one unit and line, set at once, come one after the other. */
const lockTarget = (tx: Tx, { campaignId, unitId, line }: NewTarget) =>
  tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`target:${campaignId}:${unitId}:${line}`]);

/** A declared number is only as good as its source, so it names the document and its day. */
function problems(input: NewTarget, lines: string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  const { declaredNumber, goalPercent, sourceDate } = input;
  if (!lines.includes(input.line)) fields.line = 'target.line-unknown';
  if (!(goalPercent >= 0 && goalPercent <= 100) || Number(goalPercent.toFixed(1)) !== goalPercent) {
    fields.goalPercent = 'target.goal-invalid';
  }
  if (!isDay(input.dueOn)) fields.dueOn = 'day.invalid';
  if (sourceDate && !isDay(sourceDate)) fields.sourceDate = 'day.invalid';
  if (input.denominator === 'roster') {
    if (declaredNumber != null) fields.declaredNumber = 'target.number-not-declared';
    return fields;
  }
  if (!Number.isInteger(declaredNumber) || declaredNumber! < 1) fields.declaredNumber = 'target.number-invalid';
  if (!clean(input.definition ?? '')) fields.definition = 'target.definition-required';
  if (!clean(input.sourceDocument ?? '')) fields.sourceDocument = 'target.source-required';
  if (!sourceDate) fields.sourceDate ??= 'target.source-date-required';
  return fields;
}

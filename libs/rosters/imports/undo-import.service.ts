import { Injectable } from '@nestjs/common';
import { PeopleInBulk, type Actor, type ListedIdentity } from '#libs/identity';
import { AuditLog, Clock, Handles, conflict, type JobContext, type JobHandler, type Tx } from '#libs/platform';
import { BulkMemberships } from '../bulk-memberships.service.js';
import { dependents } from './dependents.js';
import { ImportEffects, type Effect } from './import-effects.service.js';
import type { ImportRecord } from './import-rows.js';
import { ImportSteps, type ImportStep } from './import-steps.service.js';

const STEP: ImportStep = {
  job: 'roster.undo',
  from: 'applied',
  during: 'undoing',
  mayNot: 'undo.may-not',
  failed: 'undo.failed',
};

/**
 * Takes an applied file back as a whole, as long as nothing depends on it. What was known meanwhile stays known: rows are
 * closed and recorded anew, never deleted. Only the identities of people whom the file brought in go.
 */
@Injectable()
@Handles(STEP.job)
export class UndoImport implements JobHandler<{ importId: string }> {
  constructor(
    private readonly steps: ImportSteps,
    private readonly effects: ImportEffects,
    private readonly people: PeopleInBulk,
    private readonly memberships: BulkMemberships,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** The second time it does nothing. */
  async ask(actor: Actor, id: string): Promise<void> {
    const check = ({ status }: ImportRecord): boolean => {
      if (status === 'undoing' || status === 'undone') return false;
      if (status !== 'applied') throw conflict('undo.not-applied');
      return true;
    };
    await this.steps.ask(actor, id, STEP, check);
  }

  /** Refused with `undo.*`: what stands against it. */
  async run({ importId }: { importId: string }, job: JobContext): Promise<void> {
    await this.steps.run(STEP, importId, job, (tx, actor, file) => this.undo(tx, actor, file));
  }

  private async undo(tx: Tx, actor: Actor, file: ImportRecord): Promise<void> {
    const effects = await this.effects.of(tx, file.id);
    const { add, change } = file.summary.counts;
    if (effects.length === 0 && add + change > 0) throw conflict('undo.too-late');
    await this.refuse(tx, file.id, effects);
    await this.effects.follow(tx, await this.memberships.undoMany(tx, effects));
    await this.restoreIdentities(tx, effects);
    await this.forgetCreated(tx, effects);
    await tx.query(
      `UPDATE roster_import SET status = 'undone', asked = NULL, undone_at = $2, undone_by = $3 WHERE id = $1`,
      [file.id, this.clock.now(), actor.personId],
    );
    await this.effects.forget(tx, file.id);
    await this.audit.append(tx, {
      actorId: actor.personId,
      action: 'roster-import.undo',
      subjectType: 'roster_import',
      subjectId: file.id,
      details: { unitId: file.unitId, people: effects.length },
      origin: actor.origin,
    });
  }

  private async refuse(tx: Tx, importId: string, effects: Effect[]): Promise<void> {
    const made = effects.flatMap(({ madeIds }) => madeIds);
    const created = createdIn(effects);
    const [{ changed }] = await tx.query(
      'SELECT count(*)::int AS changed FROM membership WHERE id = ANY($1::uuid[]) AND superseded_at IS NOT NULL',
      [made],
    );
    if (Number(changed) > 0) throw conflict('undo.membership-changed', { count: Number(changed) });
    const [{ elsewhere }] = await tx.query(
      `SELECT count(DISTINCT person_id)::int AS elsewhere FROM membership
       WHERE person_id = ANY($1::uuid[]) AND superseded_at IS NULL AND id <> ALL($2::uuid[])`,
      [created, made],
    );
    if (Number(elsewhere) > 0) throw conflict('undo.other-membership', { count: Number(elsewhere) });
    const [{ later }] = await tx.query(
      `SELECT count(DISTINCT r.person_id)::int AS later FROM roster_import_row r JOIN roster_import i ON i.id = r.import_id
       WHERE r.person_id = ANY($1::uuid[]) AND i.id <> $2 AND i.status IN ('applied', 'undoing')
         AND (i.applied_at, i.id) > (SELECT applied_at, id FROM roster_import WHERE id = $2)`,
      [effects.map(({ personId }) => personId), importId],
    );
    // What it said may rest on what this one said of the same people.
    if (Number(later) > 0) throw conflict('undo.later-import', { count: Number(later) });
    const [{ decided }] = await tx.query(
      `SELECT count(*)::int AS decided FROM match_doubt
       WHERE (person_id = ANY($1::uuid[]) OR other_person_id = ANY($1::uuid[])) AND superseded_at IS NOT NULL`,
      [created],
    );
    if (Number(decided) > 0) throw conflict('undo.doubt-decided', { count: Number(decided) });
    const [first] = await dependents(tx, created);
    if (first) throw conflict('undo.has-dependents', { count: first.people, table: first.table });
  }

  /** A field that somebody has changed since keeps what it says now. */
  private async restoreIdentities(tx: Tx, effects: Effect[]): Promise<void> {
    const changed = effects.filter(({ identity }) => identity);
    const now = await this.people.findMany(
      tx,
      changed.map(({ personId }) => personId),
    );
    const restored = changed.flatMap(({ personId, identity }) => {
      const current = now.get(personId);
      return current ? [{ ...restore(current, identity!), personId }] : [];
    });
    await this.people.replaceMany(tx, restored);
  }

  private async forgetCreated(tx: Tx, effects: Effect[]): Promise<void> {
    const created = createdIn(effects);
    await tx.query(
      `UPDATE match_doubt SET superseded_at = greatest($2::timestamptz, recorded_at)
       WHERE (person_id = ANY($1::uuid[]) OR other_person_id = ANY($1::uuid[])) AND superseded_at IS NULL`,
      [created, this.clock.now()],
    );
    await this.people.forget(tx, created);
  }
}

const createdIn = (effects: Effect[]): string[] =>
  effects.filter(({ createdPerson }) => createdPerson).map(({ personId }) => personId);

function restore(current: ListedIdentity, { before, after }: NonNullable<Effect['identity']>): ListedIdentity {
  const fields = Object.keys(before) as (keyof ListedIdentity)[];
  return Object.fromEntries(
    fields.map((field) => [field, current[field] === after[field] ? before[field] : current[field]]),
  ) as ListedIdentity;
}

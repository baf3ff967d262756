import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccessLog, People, Scope, can, scopeOf, type Actor } from '#libs/identity';
import { subtreeSql } from '#libs/organisation';
import { Clock, UnitOfWork, fold, forbidden, invalid, notFound, type Tx } from '#libs/platform';
import type { Adjustment, AdjustmentKind } from './adjustment.entity.js';
import { Adjustments, type AdjustmentInput } from './adjustments.service.js';
import { COMPLETIONS_OF_PERSON_SQL, INSIDE_SQL, KIN_SQL, SEARCH_SQL } from './adjustment-desk.sql.js';
import type { CompletionSource, TimeQuality } from './completion.entity.js';

export interface FoundPerson {
  personId: string;
  fullName: string;
  birthYear: number | null;
  /** Units today; those that would tell of a sensitive capacity are left out. */
  unitNames: string[];
  completions: number;
}

export interface AdjustmentView {
  id: string;
  kind: AdjustmentKind;
  reason: string;
  documentNumber: string;
  documentDate: string | null;
  /** Null when the identity has been erased. */
  authorName: string | null;
  /** ISO 8601. */
  recordedAt: string;
}

export interface AdjustableCompletion {
  id: string;
  moduleCode: string;
  moduleTitle: string;
  courseTitle: string;
  versionNumber: number;
  completedAt: Date;
  recordedAt: Date;
  source: CompletionSource;
  timeQuality: TimeQuality;
  isVoid: boolean;
  /** The latest first. */
  adjustments: AdjustmentView[];
}

export interface PersonCompletions {
  personId: string;
  /** Null when the identity has been erased. */
  fullName: string | null;
  /** The latest first; those recorded under an id that was merged with this one too. */
  completions: AdjustableCompletion[];
}

export type AdjustmentRequest = Omit<AdjustmentInput, 'authorId' | 'origin'> & { kind: AdjustmentKind };

const FOUND = 20;

/**
 * Where completions are looked at and adjusted: of people in the actor's scope, every look logged. A person is where a
 * membership of today or of a day to come places them; who has none any more is where they were.
 */
@Injectable()
export class AdjustmentDesk {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly scope: Scope,
    private readonly people: People,
    private readonly accessLog: AccessLog,
    private readonly adjustments: Adjustments,
  ) {}

  /** At most twenty. Refuses `access.denied`, `scope.outside`, `adjustment.search-short`. */
  async search(actor: Actor, request: { unitId?: string; name: string; purpose: string }): Promise<FoundPerson[]> {
    assertMay(actor);
    if (request.unitId) await this.scope.assert(actor, 'adjustment.make', request.unitId);
    const name = fold(request.name);
    if (name.length < 2) throw invalid('adjustment.search-short', { ten: 'adjustment.search-short' });
    const roots = request.unitId ? [request.unitId] : scopeOf(actor, 'adjustment.make');
    return this.work.run(async (tx) => {
      const found: FoundPerson[] = await tx.query(SEARCH_SQL, [
        roots,
        this.clock.today(),
        this.clock.now(),
        name,
        FOUND,
      ]);
      const seen = found.map(({ personId }) => personId);
      await this.accessLog.recordMany(tx, actor, seen, 'completions.search', request.purpose);
      return found;
    });
  }

  /** Refuses `access.denied`, `scope.outside`. */
  async person(actor: Actor, personId: string, purpose: string): Promise<PersonCompletions> {
    assertMay(actor);
    return this.work.run(async (tx) => {
      await this.assertInside(tx, actor, personId);
      await this.accessLog.record(tx, actor, personId, 'completions', purpose);
      const completions: AdjustableCompletion[] = await tx.query(COMPLETIONS_OF_PERSON_SQL, [personId]);
      const names = await this.people.names([personId], tx);
      return { personId, fullName: names.get(personId) ?? null, completions };
    });
  }

  /** The completion and whose it is. Refuses `access.denied`, `scope.outside`, `completion.unknown`. */
  async completion(
    actor: Actor,
    id: string,
    purpose: string,
  ): Promise<Omit<PersonCompletions, 'completions'> & { completion: AdjustableCompletion }> {
    assertMay(actor);
    const { completions, ...person } = await this.person(actor, await this.ownerOf(id), purpose);
    return { ...person, completion: completions.find((completion) => completion.id === id)! };
  }

  /** Refuses what `Adjustments` refuses, `access.denied` and `scope.outside`. */
  async adjust(actor: Actor, { kind, ...request }: AdjustmentRequest): Promise<Adjustment> {
    assertMay(actor);
    const input = { ...request, authorId: actor.personId, origin: actor.origin };
    return this.work.run(async (tx) => {
      await this.assertInside(tx, actor, await this.ownerOf(request.completionId, tx));
      return this.adjustments[kind](input, tx);
    });
  }

  private async ownerOf(completionId: string, tx?: Tx): Promise<string> {
    const [row] = await (tx ?? this.dataSource).query('SELECT person_id AS id FROM completion WHERE id = $1', [
      completionId,
    ]);
    if (!row) throw notFound('completion.unknown');
    return row.id;
  }

  private async assertInside(tx: Tx, actor: Actor, personId: string): Promise<void> {
    const [{ inside }] = await tx.query(
      `WITH RECURSIVE ${subtreeSql('$1::uuid[]', '$2::date', '$3::timestamptz')}, ${KIN_SQL('$4::uuid')}
       SELECT EXISTS (SELECT FROM kin WHERE EXISTS (${INSIDE_SQL('kin.id')})) AS inside`,
      [scopeOf(actor, 'adjustment.make'), this.clock.today(), this.clock.now(), personId],
    );
    if (!inside) throw forbidden('scope.outside');
  }
}

function assertMay(actor: Actor): void {
  if (!can(actor, 'adjustment.make')) throw forbidden('access.denied', { permission: 'adjustment.make' });
}

import { Injectable } from '@nestjs/common';
import { AccessLog, can, scopeOf, type Actor } from '#libs/identity';
import { UnitPlaces } from '#libs/organisation';
import { AuditLog, Clock, UnitOfWork, clean, forbidden, invalid, notFound, type Tx } from '#libs/platform';
import { Memberships } from '../memberships.service.js';
import { oneHuman } from '../one-human.sql.js';
import { correctionProblems, type Span } from './correct-membership.policy.js';

export interface CorrectablePlace extends Span {
  personId: string;
  unitId: string;
  unitName: string;
  capacity: string;
  capacityName: string;
  position: string | null;
}

/** What should have been recorded from the start; without days, the place was never held. */
export interface Correction {
  /** `to` may be empty: they are there still. */
  days: { from: string; to: string } | null;
  reason: string;
}

/** All records of a human being, `$1` among them. */
const ONE = `RECURSIVE ${oneHuman('ARRAY[$1::uuid]')}`;

/**
 * A place that was recorded wrongly, whether held still or long ago: other days, or never. What was known until now stays
 * known, so that frozen figures stand; figures as known from now on follow the correction.
 */
@Injectable()
export class CorrectMembership {
  constructor(
    private readonly work: UnitOfWork,
    private readonly places: UnitPlaces,
    private readonly memberships: Memberships,
    private readonly accessLog: AccessLog,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** For the page that asks; the look is logged. Throws `membership.unknown` when somebody has changed it meanwhile. */
  async open(actor: Actor, membershipId: string): Promise<CorrectablePlace> {
    return this.work.run(async (tx) => {
      const place = await this.find(tx, actor, membershipId);
      await this.accessLog.record(tx, actor, place.personId, 'person.view', 'Sửa quá trình trong danh sách');
      return place;
    });
  }

  /** Refuses with fields. Of two at once the second finds the row gone: `membership.unknown`. */
  async correct(
    actor: Actor,
    membershipId: string,
    { days, reason: typed }: Correction,
  ): Promise<{ personId: string }> {
    const reason = clean(typed);
    return this.work.run(async (tx) => {
      const place = await this.find(tx, actor, membershipId);
      await this.lock(tx, place.personId);
      const asked = days && { from: clean(days.from), to: clean(days.to) || null };
      const fields = { ...(asked && (await this.problems(tx, membershipId, place, asked))), ...reasonProblem(reason) };
      if (Object.keys(fields).length > 0) throw invalid('form.invalid', fields);
      // An end that stays is no end of its own where the unit becomes part of another on that day.
      const change = asked?.to === place.to ? { from: asked.from } : asked;
      const into = change && (await this.memberships.correct(tx, membershipId, change));
      if (!asked) await this.memberships.end(tx, membershipId, place.from);
      const { unitId, capacity, from, to } = place;
      await this.audit.append(tx, {
        actorId: actor.personId,
        action: asked ? 'membership.correct' : 'membership.remove',
        subjectType: 'person',
        subjectId: place.personId,
        details: { membershipId, unitId, capacity, from, to, reason, ...(asked && { into, corrected: asked }) },
        origin: actor.origin,
      });
      return { personId: place.personId };
    });
  }

  private async find(tx: Tx, actor: Actor, membershipId: string): Promise<CorrectablePlace> {
    const today = this.clock.today();
    const [place]: (CorrectablePlace | undefined)[] = await tx.query(
      `SELECT m.person_id AS "personId", m.unit_id AS "unitId", m.capacity, c.name AS "capacityName", m.position,
         m.valid_from AS "from", m.valid_to AS "to",
         coalesce((SELECT v.name FROM unit_version v WHERE v.unit_id = m.unit_id AND v.superseded_at IS NULL
           ORDER BY v.valid_from <= coalesce(m.valid_to, $2::date) DESC, v.valid_from DESC LIMIT 1), '') AS "unitName"
       FROM membership m JOIN capacity c ON c.code = m.capacity
       WHERE m.id = $1 AND m.superseded_at IS NULL AND m.valid_from <= $2`,
      [membershipId, today],
    );
    if (!place) throw notFound('membership.unknown');
    const { unitId } = place;
    if (!can(actor, 'roster.import')) throw forbidden('access.denied', { permission: 'roster.import' });
    // The unit itself may be no more: it belongs to whoever reached it where it stood last.
    const inside = await this.places.within([unitId], scopeOf(actor, 'roster.import'), today, tx);
    if (!inside.has(unitId)) throw forbidden('scope.outside');
    return place;
  }

  /** Two who correct, move or end places of one person wait for one another: each would not see what the other makes. */
  private async lock(tx: Tx, personId: string): Promise<void> {
    await tx.query(
      `WITH ${ONE} SELECT FROM membership m WHERE m.person_id IN (SELECT id FROM one) AND m.superseded_at IS NULL
       ORDER BY m.id FOR UPDATE OF m`,
      [personId],
    );
  }

  private async problems(
    tx: Tx,
    membershipId: string,
    { personId, unitId, capacity, ...now }: CorrectablePlace,
    asked: Span,
  ) {
    const others: Span[] = await tx.query(
      `WITH ${ONE} SELECT m.valid_from AS "from", m.valid_to AS "to" FROM membership m
       WHERE m.person_id IN (SELECT id FROM one) AND m.capacity = $2 AND m.id <> $3 AND m.superseded_at IS NULL`,
      [personId, capacity, membershipId],
    );
    const [born] = await tx.query('SELECT birth_year AS "birthYear" FROM identity WHERE person_id = $1', [personId]);
    return correctionProblems(asked, {
      today: this.clock.today(),
      now,
      birthYear: born?.birthYear ?? null,
      standing: await this.places.standing(unitId, tx),
      others,
    });
  }
}

function reasonProblem(reason: string): { reason?: string } {
  if (reason.length < 10) return { reason: 'reason.required' };
  return reason.length > 500 ? { reason: 'reason.too-long' } : {};
}

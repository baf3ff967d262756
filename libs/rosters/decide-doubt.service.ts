import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccessLog, People, Scope, type Actor, type PersonView } from '#libs/identity';
import { asOf, subtreeSql } from '#libs/organisation';
import { AuditLog, Clock, UnitOfWork, conflict, forbidden, newId, notFound, type Tx } from '#libs/platform';
import { Memberships, type MembershipView } from './memberships.service.js';

export interface DoubtSide extends PersonView {
  /** Without the sensitive ones: to tell two people apart nobody needs to know who is in the Party. */
  memberships: MembershipView[];
  hasAccount: boolean;
}

export interface DoubtView {
  id: string;
  reason: string;
  person: DoubtSide;
  other: DoubtSide;
  /** One of the two is who looks: somebody else decides. */
  own: boolean;
}

interface DoubtRow {
  id: string;
  personId: string;
  otherId: string;
  reason: string;
}

const PERSON = 'd.id, d.person_id AS "personId", d.other_person_id AS "otherId", d.reason';

const isOwn = ({ personId, otherId }: Pick<DoubtRow, 'personId' | 'otherId'>, actor: Actor): boolean =>
  [personId, otherId].includes(actor.personId);

/** A person of the unit decides whether two records are one human being. Until then the later one waits outside the figures. */
@Injectable()
export class DecideDoubt {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly scope: Scope,
    private readonly people: People,
    private readonly memberships: Memberships,
    private readonly accessLog: AccessLog,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Open doubts about people at or below the unit, the likeliest first. */
  async open(actor: Actor, unitId: string, limit = 50): Promise<DoubtView[]> {
    await this.scope.assert(actor, 'roster.import', unitId);
    const rows: DoubtRow[] = await this.dataSource.query(
      `WITH RECURSIVE ${subtreeSql('$1::uuid[]', '$2::date', '$3::timestamptz')}
       SELECT ${PERSON} FROM match_doubt d
       WHERE d.superseded_at IS NULL AND EXISTS (SELECT FROM membership m JOIN subtree s ON s.unit_id = m.unit_id
         WHERE m.person_id = d.person_id AND ${asOf('m', '$2', '$3')})
         AND (SELECT count(*) FROM identity i WHERE i.person_id IN (d.person_id, d.other_person_id) AND i.restricted_at IS NULL) = 2
       ORDER BY d.reason = 'same-name-birth-date' DESC, d.recorded_at, d.id LIMIT $4`,
      [[unitId], this.clock.today(), this.clock.now(), limit],
    );
    const seen = [...new Set(rows.flatMap(({ personId, otherId }) => [personId, otherId]))];
    await this.work.run((tx) =>
      this.accessLog.recordMany(tx, actor, seen, 'doubt.compare', 'Tìm người bị ghi hai lần'),
    );
    return Promise.all(
      rows.map(async ({ id, reason, personId, otherId }) => ({
        id,
        reason,
        person: await this.side(personId),
        other: await this.side(otherId),
        own: isOwn({ personId, otherId }, actor),
      })),
    );
  }

  private async side(personId: string): Promise<DoubtSide> {
    const [account] = await this.dataSource.query('SELECT 1 FROM account WHERE person_id = $1', [personId]);
    return {
      ...(await this.people.find(personId)),
      memberships: (await this.memberships.of(personId)).filter(({ sensitive }) => !sensitive),
      hasAccount: account !== undefined,
    };
  }

  /** Both are counted from now on. */
  async different(actor: Actor, doubtId: string): Promise<void> {
    await this.decide(actor, doubtId, 'doubt.different', async () => {});
  }

  /** The doubted record becomes part of the other one; figures count one person. Nothing recorded is changed. */
  async same(actor: Actor, doubtId: string): Promise<void> {
    await this.decide(actor, doubtId, 'person.merge', async (tx, { personId, otherId }) => {
      // Chains are followed, circles are not: the other one must not already lead here.
      const [circle] = await tx.query(
        `WITH RECURSIVE up AS (
           SELECT $1::uuid AS id, 0 AS depth
           UNION ALL SELECT g.into_person_id, up.depth + 1 FROM up JOIN person_merge g ON g.from_person_id = up.id AND g.superseded_at IS NULL WHERE up.depth < 20
         ) SELECT 1 FROM up WHERE id = $2`,
        [otherId, personId],
      );
      if (circle) throw conflict('person.merged-already');
      const added = await tx.query(
        `INSERT INTO person_merge (id, from_person_id, into_person_id, decided_by, recorded_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (from_person_id) WHERE superseded_at IS NULL DO NOTHING RETURNING id`,
        [newId(), personId, otherId, actor.personId, this.clock.now()],
      );
      if (added.length === 0) throw conflict('person.merged-already');
    });
  }

  private async decide(
    actor: Actor,
    doubtId: string,
    action: string,
    act: (tx: Tx, doubt: DoubtRow) => Promise<void>,
  ): Promise<void> {
    await this.work.run(async (tx) => {
      const [doubt]: DoubtRow[] = await tx.query(`SELECT ${PERSON} FROM match_doubt d WHERE d.id = $1`, [doubtId]);
      if (!doubt) throw notFound('doubt.unknown');
      await this.assertScope(actor, doubt.personId, tx);
      // What somebody else has finished would become one's own.
      if (isOwn(doubt, actor)) throw forbidden('doubt.own');
      const [closed] = await tx.query(
        'UPDATE match_doubt SET superseded_at = greatest($2::timestamptz, recorded_at) WHERE id = $1 AND superseded_at IS NULL RETURNING id',
        [doubtId, this.clock.now()],
      );
      if (closed.length === 0) throw conflict('doubt.decided');
      await act(tx, doubt);
      await this.audit.append(tx, {
        actorId: actor.personId,
        action,
        subjectType: 'person',
        subjectId: doubt.personId,
        details: { otherId: doubt.otherId, doubtId },
        origin: actor.origin,
      });
    });
  }

  /** Somebody who belongs to one of the actor's units. */
  private async assertScope(actor: Actor, personId: string, tx: Tx): Promise<void> {
    const places = await this.memberships.of(personId, this.clock.today(), tx);
    for (const { unitId } of places) {
      const inside = await this.scope.assert(actor, 'roster.import', unitId, undefined, tx).then(
        () => true,
        () => false,
      );
      if (inside) return;
    }
    throw notFound('doubt.unknown');
  }
}

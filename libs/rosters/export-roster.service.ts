import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccessLog, PeopleInBulk, Scope, type Actor, type ListedIdentity } from '#libs/identity';
import { asOf, subtreeSql } from '#libs/organisation';
import { AuditLog, Clock, UnitOfWork, invalid, type Tx } from '#libs/platform';
import type { Cells } from './imports/roster-file.parser.js';

export interface RosterExport {
  unitId: string;
  capacity: string;
  /** Why the list leaves the system; kept with who took it and about whom. */
  purpose: string;
}

interface Entry {
  personId: string;
  unitCode: string;
  position: string | null;
  isHead: boolean;
}

/**
 * A roster with everything a file can say, as a file that changes nothing when it is imported again. Whoever had the
 * processing of their data restricted is not in it, and does not leave the roster by that (`Leavers`).
 */
@Injectable()
export class ExportRoster {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly scope: Scope,
    private readonly people: PeopleInBulk,
    private readonly accessLog: AccessLog,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Only for those who may change the roster: it is not masked. Throws `roster.purpose-required`. */
  async rows(actor: Actor, { unitId, capacity, purpose }: RosterExport): Promise<Cells[]> {
    await this.scope.assert(actor, 'roster.import', unitId);
    if (!purpose.trim()) throw invalid('roster.purpose-required', { purpose: 'roster.purpose-required' });
    const [known] = await this.dataSource.query('SELECT 1 FROM capacity WHERE code = $1', [capacity]);
    if (!known) throw invalid('capacity.unknown');
    return this.work.run(async (tx) => {
      const entries = await this.entries(tx, unitId, capacity);
      const ids = entries.map(({ personId }) => personId);
      const identities = await this.people.findMany(tx, ids);
      await this.accessLog.recordMany(tx, actor, ids, `roster-export.${capacity}`, purpose);
      await this.audit.append(tx, {
        actorId: actor.personId,
        action: 'roster.export',
        subjectType: 'unit',
        subjectId: unitId,
        purpose,
        details: { capacity, people: ids.length },
        origin: actor.origin,
      });
      return entries.flatMap((entry) => {
        const identity = identities.get(entry.personId);
        return identity ? [cellsOf(entry, identity)] : [];
      });
    });
  }

  private entries(tx: Tx, unitId: string, capacity: string): Promise<Entry[]> {
    return tx.query(
      `WITH RECURSIVE ${subtreeSql('$1::uuid[]', '$2::date', '$3::timestamptz')}
       SELECT m.person_id AS "personId", u.code AS "unitCode", m.position, m.is_head AS "isHead"
       FROM subtree s JOIN membership m ON m.unit_id = s.unit_id AND m.capacity = $4 AND ${asOf('m', '$2', '$3')}
       JOIN unit u ON u.id = m.unit_id JOIN identity i ON i.person_id = m.person_id AND i.restricted_at IS NULL
       ORDER BY u.code, split_part(i.full_name, ' ', -1) COLLATE "vi-x-icu", i.full_name COLLATE "vi-x-icu", m.id`,
      [[unitId], this.clock.today(), this.clock.now(), capacity],
    );
  }
}

const cellsOf = ({ unitCode, position, isHead }: Entry, identity: ListedIdentity): Cells => ({
  fullName: identity.fullName,
  birth: identity.birthDate?.split('-').reverse().join('/') ?? identity.birthYear?.toString(),
  phone: identity.phone?.replace(/^\+84/, '0'),
  personalNumber: identity.personalNumber ?? undefined,
  unitCode,
  position: position ?? undefined,
  isHead: isHead ? 'x' : undefined,
});

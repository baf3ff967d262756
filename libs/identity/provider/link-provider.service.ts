import { Injectable } from '@nestjs/common';
import { AuditLog, Clock, KeyRing, newId, type RequestOrigin, type Tx } from '#libs/platform';
import { personalNumberIndex, phoneIndex } from '../identity-fields.js';
import type { ExternalIdentity } from './provider.entity.js';
import type { ProviderClaims } from './provider-claims.js';

type LinkedBy = ExternalIdentity['linkedBy'];
export type ClaimMatch =
  | { kind: 'linked'; personId: string }
  | { kind: 'match'; personId: string; by: LinkedBy }
  | { kind: 'several' }
  | { kind: 'nobody' };

/** Finds whom the provider's claims name: by an earlier link, a vouched personal number, a phone verified on both sides. Never by name. */
@Injectable()
export class LinkProvider {
  constructor(
    private readonly keys: KeyRing,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Also makes two sign-ins of one subject wait for each other. */
  async find(tx: Tx, claims: ProviderClaims): Promise<ClaimMatch> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [this.subjectIndex(claims)]);
    const [link] = await tx.query(
      'SELECT person_id AS "personId" FROM external_identity WHERE issuer = $1 AND subject_index = $2',
      [claims.issuer, this.subjectIndex(claims)],
    );
    if (link) return { kind: 'linked', personId: link.personId };
    if (claims.personalNumber) {
      const people = await tx.query('SELECT person_id AS id FROM identity WHERE personal_number_index = $1 LIMIT 2', [
        personalNumberIndex(this.keys, claims.personalNumber),
      ]);
      if (people.length > 0) return one(people, 'personal-number');
    }
    if (!claims.phone) return { kind: 'nobody' };
    const people = await tx.query(
      'SELECT person_id AS id FROM identity WHERE phone_index = $1 AND phone_verified_at IS NOT NULL LIMIT 2',
      [phoneIndex(this.keys, claims.phone)],
    );
    return people.length > 0 ? one(people, 'phone') : { kind: 'nobody' };
  }

  async link(tx: Tx, personId: string, claims: ProviderClaims, by: LinkedBy, origin: RequestOrigin): Promise<void> {
    const now = this.clock.now();
    await tx.query(
      `INSERT INTO external_identity (id, person_id, issuer, subject_index, linked_by, linked_at) VALUES ($1, $2, $3, $4, $5, $6)`,
      [newId(), personId, claims.issuer, this.subjectIndex(claims), by, now],
    );
    if (claims.personalNumber) {
      await tx.query(
        `UPDATE identity SET personal_number_verified_at = $3, updated_at = $3 WHERE person_id = $1 AND personal_number_index = $2`,
        [personId, personalNumberIndex(this.keys, claims.personalNumber), now],
      );
    }
    await this.audit.append(tx, {
      actorId: personId,
      action: 'provider.link',
      subjectType: 'person',
      subjectId: personId,
      details: { by },
      origin,
    });
  }

  private subjectIndex({ issuer, subject }: ProviderClaims): string {
    return this.keys.mac(`${issuer} ${subject}`, 'external_identity.subject');
  }
}

const one = (people: { id: string }[], by: LinkedBy): ClaimMatch =>
  people.length === 1 ? { kind: 'match', personId: people[0]!.id, by } : { kind: 'several' };

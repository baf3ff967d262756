import { Injectable } from '@nestjs/common';
import { AuditLog, Clock, KeyRing, fold, newId, type RequestOrigin, type Tx } from '#libs/platform';
import { personalNumberIndexes, phoneIndexes } from '../identity-fields.js';
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
    const indexes = this.subjectIndexes(claims);
    await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [indexes[0]]);
    const [link] = await tx.query(
      'SELECT id, person_id AS "personId", subject_cipher AS cipher FROM external_identity WHERE issuer = $1 AND subject_index = ANY($2)',
      [claims.issuer, indexes],
    );
    if (link && !link.cipher) await this.keepSubject(tx, link.id, claims);
    if (link) return { kind: 'linked', personId: link.personId };
    if (claims.personalNumber) {
      const people = await tx.query(
        `SELECT i.person_id AS id, i.folded_name AS name, i.personal_number_verified_at IS NULL AND EXISTS (
           SELECT FROM account a WHERE a.person_id = i.person_id) AS guarded
         FROM identity i WHERE i.personal_number_index = ANY($1) LIMIT 2`,
        [personalNumberIndexes(this.keys, claims.personalNumber)],
      );
      if (people.some((person: Numbered) => isOfAnother(person, claims))) return { kind: 'several' };
      if (people.length > 0) return one(people, 'personal-number');
    }
    if (!claims.phone) return { kind: 'nobody' };
    const people = await tx.query(
      'SELECT person_id AS id FROM identity WHERE phone_index = ANY($1) AND phone_verified_at IS NOT NULL LIMIT 2',
      [phoneIndexes(this.keys, claims.phone)],
    );
    return people.length > 0 ? one(people, 'phone') : { kind: 'nobody' };
  }

  async link(tx: Tx, personId: string, claims: ProviderClaims, by: LinkedBy, origin: RequestOrigin): Promise<void> {
    const now = this.clock.now();
    await tx.query(
      `INSERT INTO external_identity (id, person_id, issuer, subject_index, subject_cipher, linked_by, linked_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [newId(), personId, claims.issuer, this.subjectIndexes(claims)[0], this.seal(claims), by, now],
    );
    if (claims.personalNumber) {
      await tx.query(
        `UPDATE identity SET personal_number_verified_at = $3, updated_at = $3 WHERE person_id = $1 AND personal_number_index = ANY($2)`,
        [personId, personalNumberIndexes(this.keys, claims.personalNumber), now],
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

  /** A link of the time before subjects were kept gets its own at the first sign-in after. */
  private async keepSubject(tx: Tx, linkId: string, claims: ProviderClaims): Promise<void> {
    await tx.query('UPDATE external_identity SET subject_index = $2, subject_cipher = $3 WHERE id = $1', [
      linkId,
      this.subjectIndexes(claims)[0],
      this.seal(claims),
    ]);
  }

  private subjectIndexes(claims: ProviderClaims): string[] {
    return this.keys.blindIndexes(subjectOf(claims), SUBJECT_INDEX);
  }

  private seal(claims: ProviderClaims): string {
    return this.keys.encrypt(subjectOf(claims), SUBJECT);
  }
}

const SUBJECT = 'external_identity.subject';
/** Named so that links of the time before, which were made by a digest of another kind, are found too. */
const SUBJECT_INDEX = `mac:${SUBJECT}`;
const subjectOf = ({ issuer, subject }: ProviderClaims): string => `${issuer} ${subject}`;

interface Numbered {
  name: string;
  guarded: boolean;
}

/** A list told the number; whoever writes lists does not let themselves into somebody's account by writing their own. */
const isOfAnother = ({ guarded, name }: Numbered, claims: ProviderClaims): boolean =>
  guarded && claims.name !== null && fold(claims.name) !== name;

const one = (people: { id: string }[], by: LinkedBy): ClaimMatch =>
  people.length === 1 ? { kind: 'match', personId: people[0]!.id, by } : { kind: 'several' };

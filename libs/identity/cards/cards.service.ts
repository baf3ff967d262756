import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Units } from '#libs/organisation';
import { AuditLog, Clock, KeyRing, UnitOfWork, newId, notFound, type Tx } from '#libs/platform';
import { AccessLog } from '../access-log.service.js';
import type { Actor } from '../actor.js';
import { hashPassword } from '../password.js';
import { scopeOf } from '../permissions.js';
import { Scope } from '../scope.service.js';
import { newToken, tokenHash } from '../token.js';
import { newPin } from './pin.policy.js';

export interface CardView {
  id: string;
  personId: string;
  fullName: string;
  birthYear: number | null;
  unitId: string;
  unitName: string;
  issuedAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

/** What the paper carries; there for a day, then only on the paper. */
export interface CardSecret {
  token: string;
  pin: string;
}

const SECRET = 'assisted_card.secret';
const PRINTABLE_MS = 24 * 3600_000;
const LISTED = 500;

/** Cards of people without a phone: made, shown for printing, taken back. Each by someone with `card.issue` over the unit. */
@Injectable()
export class Cards {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly scope: Scope,
    private readonly units: Units,
    private readonly accessLog: AccessLog,
    private readonly audit: AuditLog,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  /** A new card in place of any the person has. The caller has seen to the consent. */
  async issue(tx: Tx, actor: Actor, { personId, unitId }: { personId: string; unitId: string }): Promise<string> {
    await this.scope.assert(actor, 'card.issue', unitId, undefined, tx);
    await this.endLiving(tx, personId);
    const id = newId();
    const secret: CardSecret = { token: newToken(), pin: newPin() };
    await tx.query(
      `INSERT INTO assisted_card (id, person_id, unit_id, token_hash, pin_hash, secret_cipher, issued_by, issued_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        id,
        personId,
        unitId,
        tokenHash(secret.token),
        await hashPassword(secret.pin),
        this.keys.encrypt(JSON.stringify(secret), SECRET),
        actor.personId,
        this.clock.now(),
      ],
    );
    await this.note(tx, actor, 'card.issue', id);
    return id;
  }

  /** For a lost card: the old one is worth nothing any more. */
  async reissue(actor: Actor, id: string): Promise<string> {
    const { personId, unitId } = await this.find(actor, id);
    return this.work.run((tx) => this.issue(tx, actor, { personId, unitId }));
  }

  /** Sessions that the card opened end with it. */
  async revoke(actor: Actor, id: string): Promise<void> {
    const { personId } = await this.find(actor, id);
    await this.work.run(async (tx) => {
      await this.endLiving(tx, personId);
      await this.note(tx, actor, 'card.revoke', id);
    });
  }

  /** Refuses `card.unknown`, also for a card outside the scope. The look is logged. */
  async open(actor: Actor, id: string): Promise<{ card: CardView; secret: CardSecret | null }> {
    const card = await this.find(actor, id);
    const [{ cipher, mine }] = await this.dataSource.query(
      `SELECT CASE WHEN revoked_at IS NULL AND issued_at > $2 THEN secret_cipher END AS cipher, issued_by = $3 AS mine
       FROM assisted_card WHERE id = $1`,
      [id, this.printableSince(), actor.personId],
    );
    await this.work.run((tx) => this.accessLog.record(tx, actor, card.personId, 'card', 'card.print'));
    const secret = cipher && mine ? (JSON.parse(this.keys.decrypt(cipher, SECRET)) as CardSecret) : null;
    return { card, secret };
  }

  /** Those of the actor's units, newest first. Secrets that were not printed in time are forgotten on the way. */
  async list(actor: Actor): Promise<CardView[]> {
    await this.dataSource.query(
      'UPDATE assisted_card SET secret_cipher = NULL WHERE secret_cipher IS NOT NULL AND issued_at <= $1',
      [this.printableSince()],
    );
    return this.read(actor, '', []);
  }

  private async find(actor: Actor, id: string): Promise<CardView> {
    const [card] = await this.read(actor, 'AND c.id = $3', [id]);
    if (!card) throw notFound('card.unknown');
    return card;
  }

  private async read(actor: Actor, where: string, values: unknown[]): Promise<CardView[]> {
    const today = this.clock.today();
    const unitIds = await this.units.subtreeIds(scopeOf(actor, 'card.issue'), today);
    const cards: CardView[] = await this.dataSource.query(
      `SELECT c.id, c.person_id AS "personId", i.full_name AS "fullName", i.birth_year AS "birthYear", c.unit_id AS "unitId",
         c.issued_at AS "issuedAt", c.last_used_at AS "lastUsedAt", c.revoked_at AS "revokedAt"
       FROM assisted_card c JOIN identity i ON i.person_id = c.person_id
       WHERE c.unit_id = ANY ($1) ${where} ORDER BY c.revoked_at IS NOT NULL, c.issued_at DESC LIMIT $2`,
      [unitIds, LISTED, ...values],
    );
    const names = await this.units.namesOn([...new Set(cards.map(({ unitId }) => unitId))], today);
    return cards.map((card) => ({ ...card, unitName: names.get(card.unitId) ?? '' }));
  }

  private async endLiving(tx: Tx, personId: string): Promise<void> {
    const now = this.clock.now();
    await tx.query(
      `UPDATE session SET revoked_at = $2 WHERE revoked_at IS NULL AND card_id IN (SELECT id FROM assisted_card WHERE person_id = $1)`,
      [personId, now],
    );
    await tx.query(
      'UPDATE assisted_card SET revoked_at = $2, secret_cipher = NULL WHERE person_id = $1 AND revoked_at IS NULL',
      [personId, now],
    );
  }

  private note(tx: Tx, actor: Actor, action: string, id: string): Promise<void> {
    return this.audit.append(tx, {
      actorId: actor.personId,
      action,
      subjectType: 'assisted_card',
      subjectId: id,
      origin: actor.origin,
    });
  }

  private printableSince(): Date {
    return new Date(this.clock.now().getTime() - PRINTABLE_MS);
  }
}

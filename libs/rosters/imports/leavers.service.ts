import { Injectable } from '@nestjs/common';
import { Units } from '#libs/organisation';
import type { Tx } from '#libs/platform';
import type { ImportRecord } from './import-rows.js';
import { CANONICAL } from '../one-human.sql.js';

export interface Leaver {
  membershipId: string;
  personId: string;
}

/** Somebody may have two rows: one until their unit becomes part of another, and one from then on. */
export const peopleAmong = (leavers: Leaver[]): number => new Set(leavers.map(({ personId }) => personId)).size;

export interface LeaverView {
  fullName: string;
  birthYear: number | null;
  unitName: string | null;
}

/**
 * People whom a whole roster does not name although a roster lists them there on the effective day or later. Who signed
 * up and named the commune was never put there by the unit, and stays. So does whoever had the processing of their data
 * restricted: no exported file names them, so that a file cannot tell whether they left.
 */
@Injectable()
export class Leavers {
  constructor(private readonly units: Units) {}

  async of(tx: Tx, file: ImportRecord): Promise<Leaver[]> {
    return tx.query(
      `WITH RECURSIVE ${CANONICAL}, named AS (
         SELECT coalesce(c.person, r.person_id) AS person FROM roster_import_row r LEFT JOIN canonical c ON c.raw = r.person_id
         WHERE r.import_id = $1 AND r.person_id IS NOT NULL)
       SELECT m.id AS "membershipId", m.person_id AS "personId" FROM membership m LEFT JOIN canonical c ON c.raw = m.person_id
       WHERE ${HERE} AND coalesce(c.person, m.person_id) NOT IN (SELECT person FROM named)
         AND NOT EXISTS (SELECT FROM identity r WHERE r.person_id = c.person AND r.restricted_at IS NOT NULL) ORDER BY m.id`,
      [file.id, ...(await this.here(tx, file))],
    );
  }

  /** Of how many. */
  async total(tx: Tx, file: ImportRecord): Promise<number> {
    const [{ count }] = await tx.query(
      `SELECT count(DISTINCT m.person_id)::int AS count FROM membership m WHERE $1::uuid IS NOT NULL AND ${HERE}`,
      [file.id, ...(await this.here(tx, file))],
    );
    return Number(count);
  }

  async names(tx: Tx, file: ImportRecord, limit: number): Promise<LeaverView[]> {
    if (file.mode !== 'whole') return [];
    const waiting = file.status === 'staged' || file.status === 'applying';
    const ids = waiting ? (await this.of(tx, file)).map((leaver) => leaver.membershipId) : null;
    return tx.query(
      `SELECT i.full_name AS "fullName", i.birth_year AS "birthYear", v.name AS "unitName"
       FROM (SELECT DISTINCT ON (person_id) person_id, unit_id FROM membership
         WHERE id = ANY(coalesce($1::uuid[], (SELECT array_agg(closed_ids[1]) FROM roster_import_effect WHERE import_id = $2 AND row_number IS NULL)))
         ORDER BY person_id, valid_from) m
       JOIN identity i ON i.person_id = m.person_id
       LEFT JOIN LATERAL (SELECT name FROM unit_version WHERE unit_id = m.unit_id AND superseded_at IS NULL
         ORDER BY valid_from DESC LIMIT 1) v ON true
       ORDER BY i.full_name COLLATE "vi-x-icu" LIMIT $3`,
      [ids, file.id, limit],
    );
  }

  private async here(tx: Tx, file: ImportRecord): Promise<unknown[]> {
    const units = file.withBelow ? await this.units.subtreeIds([file.unitId], file.effectiveOn, tx) : [file.unitId];
    return [units, file.capacity, file.effectiveOn];
  }
}

const HERE = `m.unit_id = ANY($2::uuid[]) AND m.capacity = $3 AND m.source = 'roster' AND m.superseded_at IS NULL
  AND (m.valid_to IS NULL OR m.valid_to > $4::date)
  AND NOT EXISTS (SELECT FROM identity r WHERE r.person_id = m.person_id AND r.restricted_at IS NOT NULL)`;

import { Injectable } from '@nestjs/common';
import { homeSql } from '#libs/organisation';
import { Clock, newId, type Tx } from '#libs/platform';

/** Who may be recorded twice: the same folded name and birth year in one commune (or among the province's bodies). */
@Injectable()
export class Doubts {
  constructor(private readonly clock: Clock) {}

  async look(tx: Tx, personId: string, unitId: string): Promise<number> {
    return this.lookMany(tx, [{ personId, unitId }]);
  }

  /**
   * Records a doubt about each of these people for everybody there who may be the same. Different personal numbers or
   * birth dates rule it out (numbers indexed under two keys cannot be compared), and a pair that was decided once is never doubted again. Returns the number of new doubts.
   */
  async lookMany(tx: Tx, people: { personId: string; unitId: string }[]): Promise<number> {
    if (people.length === 0) return 0;
    const found: { personId: string; otherId: string; sameDay: boolean }[] = await tx.query(
      `WITH RECURSIVE ${homeSql('$3::date', '$4::timestamptz')}
       SELECT DISTINCT mine.person_id AS "personId", other.person_id AS "otherId", coalesce(mine.birth_date = other.birth_date, false) AS "sameDay"
       FROM unnest($1::uuid[], $2::uuid[]) AS n(person_id, unit_id)
       LEFT JOIN home h ON h.unit_id = n.unit_id
       JOIN identity mine ON mine.person_id = n.person_id
       JOIN identity other ON other.folded_name = mine.folded_name AND other.birth_year = mine.birth_year AND other.person_id <> mine.person_id
       JOIN membership m ON m.person_id = other.person_id AND m.superseded_at IS NULL AND (m.valid_to IS NULL OR m.valid_to > $3::date)
       LEFT JOIN home oh ON oh.unit_id = m.unit_id
       WHERE oh.commune_id IS NOT DISTINCT FROM h.commune_id
         AND coalesce(mine.personal_number_index = other.personal_number_index
           OR split_part(mine.personal_number_index, '.', 1) <> split_part(other.personal_number_index, '.', 1), true)
         AND coalesce(mine.birth_date = other.birth_date, true)
         AND NOT EXISTS (SELECT FROM match_doubt d
           WHERE (d.person_id, d.other_person_id) IN ((mine.person_id, other.person_id), (other.person_id, mine.person_id)))
         AND NOT EXISTS (SELECT FROM person_merge g WHERE g.superseded_at IS NULL
           AND (g.from_person_id, g.into_person_id) IN ((mine.person_id, other.person_id), (other.person_id, mine.person_id)))`,
      [
        people.map(({ personId }) => personId),
        people.map(({ unitId }) => unitId),
        this.clock.today(),
        this.clock.now(),
      ],
    );
    const doubts = oncePerPair(found);
    await this.record(
      tx,
      doubts.map(({ sameDay, ...pair }) => ({
        ...pair,
        reason: sameDay ? 'same-name-birth-date' : 'same-name-birth-year',
      })),
    );
    return doubts.length;
  }

  /** Somebody has to decide about each of them. */
  async record(tx: Tx, doubts: { personId: string; otherId: string; reason: string }[]): Promise<void> {
    if (doubts.length === 0) return;
    await tx.query(
      `INSERT INTO match_doubt (id, person_id, other_person_id, reason, recorded_at)
       SELECT t.id, t.person_id, t.other_id, t.reason, $5 FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) AS t(id, person_id, other_id, reason)`,
      [
        doubts.map(() => newId()),
        doubts.map(({ personId }) => personId),
        doubts.map(({ otherId }) => otherId),
        doubts.map(({ reason }) => reason),
        this.clock.now(),
      ],
    );
  }
}

/** Two new people who may be one are one doubt, about the later of them. */
function oncePerPair<T extends { personId: string; otherId: string }>(found: T[]): T[] {
  const seen = new Set<string>();
  return found.filter(({ personId, otherId }) => {
    const pair = [personId, otherId].sort().join();
    return !seen.has(pair) && seen.add(pair);
  });
}

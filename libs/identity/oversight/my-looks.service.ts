import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { asOf } from '#libs/organisation';
import { PersonalData } from '#libs/platform';
import type { Role } from '../permissions.js';

export interface Look {
  at: Date;
  what: string;
  purpose: string;
  /** Roles that the looker held that day, and where: who they are as an office, not as a person. */
  roles: Role[];
  units: string[];
}

/** Who looked at a person's data, as that person may know it. */
@Injectable()
export class MyLooks {
  constructor(
    private readonly dataSource: DataSource,
    private readonly data: PersonalData,
  ) {}

  /** Under every id of the person; the newest first. Looks of one role, kind and purpose within one minute are one line. */
  async of(personId: string, page: { offset: number; limit: number }): Promise<{ total: number; looks: Look[] }> {
    const rows: (Look & { total: number })[] = await this.dataSource.query(
      `WITH looks AS (
         SELECT max(at) AS at, what, purpose, actor_id FROM access_log WHERE subject_id = ANY($1)
         GROUP BY actor_id, what, purpose, date_trunc('minute', at))
       SELECT l.at, l.what, l.purpose, held.roles, held.units, count(*) OVER ()::int AS total
       FROM looks l CROSS JOIN LATERAL (
         SELECT coalesce(array_agg(DISTINCT g.role), '{}') AS roles, coalesce(array_agg(DISTINCT v.name) FILTER (WHERE v.name IS NOT NULL), '{}') AS units
         FROM role_grant g LEFT JOIN role_grant_unit u ON u.grant_id = g.id
         LEFT JOIN unit_version v ON v.unit_id = u.unit_id AND ${asOf('v', `(l.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date`, 'l.at')}
         WHERE g.person_id = l.actor_id AND g.recorded_at <= l.at AND (g.superseded_at IS NULL OR g.superseded_at > l.at)
           AND g.valid_from <= (l.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
           AND (g.valid_to IS NULL OR g.valid_to > (l.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)) held
       ORDER BY l.at DESC, l.what OFFSET $2 LIMIT $3`,
      [await this.data.idsOf(this.dataSource.manager, personId), page.offset, page.limit],
    );
    return { total: rows[0]?.total ?? 0, looks: rows };
  }
}

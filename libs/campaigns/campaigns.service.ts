import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, clean, conflict, invalid, isDay, newId, notFound, type Tx } from '#libs/platform';
import { RequirementStates } from './requirement-states.service.js';
import { slugProblem } from './slug.policy.js';
import { MAXIMUM_ASKED } from './sql/facts.sql.js';

export interface CampaignView {
  id: string;
  slug: string;
  name: string;
  startsOn: string;
  endsOn: string;
}

export interface NewCampaign {
  slug: string;
  name: string;
  startsOn: string;
  endsOn: string;
}

export interface NewRequirement {
  campaignId: string;
  capacity: string;
  courseVersionId: string;
  /** Module id to the lowest version number that counts. */
  minimumVersions?: Record<string, number>;
}

const VIEW = 'id, slug, name, starts_on AS "startsOn", ends_on AS "endsOn"';

/** Campaigns and what they require of whom. Neither is ever changed: figures once reported must stay explicable. */
@Injectable()
export class Campaigns {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly states: RequirementStates,
  ) {}

  /** Refuses `campaign.invalid` (fields) and `campaign.slug-taken`. */
  async create(tx: Tx, input: NewCampaign): Promise<string> {
    const fields = problems(input);
    if (Object.keys(fields).length > 0) throw invalid('campaign.invalid', fields);
    if (await this.bySlug(input.slug, tx)) throw conflict('campaign.slug-taken');
    const id = newId();
    await tx.query(
      'INSERT INTO campaign (id, slug, name, starts_on, ends_on, created_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [id, input.slug, clean(input.name), input.startsOn, input.endsOn, this.clock.now()],
    );
    return id;
  }

  /**
   * Asks a course version of everybody holding the capacity, and reads from the facts who has met it already.
   * Refuses `requirement.exists` and `campaign.too-many-modules`.
   */
  async require(
    tx: Tx,
    { campaignId, capacity, courseVersionId, minimumVersions = {} }: NewRequirement,
  ): Promise<string> {
    const id = newId();
    const [created] = await tx.query(
      `INSERT INTO requirement (id, campaign_id, capacity, course_version_id, minimum_versions, created_at)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id`,
      [id, campaignId, capacity, courseVersionId, JSON.stringify(minimumVersions), this.clock.now()],
    );
    if (!created) throw conflict('requirement.exists');
    await this.assertCountable(tx, campaignId);
    await this.states.rebuild(campaignId, tx);
    return id;
  }

  private async assertCountable(tx: Tx, campaignId: string): Promise<void> {
    const [{ asked }] = await tx.query(
      `SELECT count(DISTINCT (m.module_id, r.minimum_versions ->> m.module_id::text)) AS asked
       FROM requirement r JOIN course_version_module m ON m.course_version_id = r.course_version_id WHERE r.campaign_id = $1`,
      [campaignId],
    );
    if (asked > MAXIMUM_ASKED) throw conflict('campaign.too-many-modules', { asked, maximum: MAXIMUM_ASKED });
  }

  /** The latest first. */
  async list(): Promise<CampaignView[]> {
    return this.dataSource.query(`SELECT ${VIEW} FROM campaign ORDER BY starts_on DESC, name`);
  }

  async bySlug(slug: string, tx?: Tx): Promise<CampaignView | null> {
    const [row] = await (tx ?? this.dataSource).query(`SELECT ${VIEW} FROM campaign WHERE slug = $1`, [slug]);
    return row ?? null;
  }

  async find(id: string, tx?: Tx): Promise<CampaignView> {
    const [row] = await (tx ?? this.dataSource).query(`SELECT ${VIEW} FROM campaign WHERE id = $1`, [id]);
    if (!row) throw notFound('campaign.unknown');
    return row;
  }

  /** The running one that began last, else the one that began last. */
  async current(): Promise<CampaignView | null> {
    const [row] = await this.dataSource.query(
      `SELECT ${VIEW} FROM campaign ORDER BY ($1::date BETWEEN starts_on AND ends_on) DESC, starts_on DESC LIMIT 1`,
      [this.clock.today()],
    );
    return row ?? null;
  }
}

function problems({ slug, name, startsOn, endsOn }: NewCampaign): Record<string, string> {
  const fields: Record<string, string> = {};
  const slugFault = slugProblem(slug);
  if (slugFault) fields.slug = slugFault;
  if (!clean(name)) fields.name = 'name.required';
  if (!isDay(startsOn)) fields.startsOn = 'day.invalid';
  if (!isDay(endsOn)) fields.endsOn = 'day.invalid';
  else if (endsOn < startsOn) fields.endsOn = 'campaign.ends-before-start';
  return fields;
}

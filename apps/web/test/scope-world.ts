import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { Campaigns, Snapshots } from '#libs/campaigns';
import { ImportCourse } from '#libs/catalogue';
import {
  ApiTokens,
  Cards,
  GrantRoles,
  Grants,
  OpenCase,
  OpenReviews,
  People,
  Sessions,
  type Actor,
  type Role,
} from '#libs/identity';
import { RequestPrint } from '#libs/credentials';
import { Completions } from '#libs/learning';
import { Units } from '#libs/organisation';
import { UnitOfWork, newId } from '#libs/platform';
import { Reports } from '#libs/reporting';
import { Doubts, Memberships } from '#libs/rosters';
import type { WebContext } from './web-context.js';

const ORIGIN = { ip: '127.0.0.1', port: 40_000 };
const SINCE = '2025-07-01';
const COURSE = 'seed/courses/b-an-toan-thong-tin';

/** One id of every kind, all belonging to one commune, its people and its managers. */
export interface Side {
  unit: string;
  person: string;
  membership: string;
  completion: string;
  certificate: string;
  print: string;
  session: string;
  token: string;
  attempt: string;
  question: string;
  rosterImport: string;
  snapshot: string;
  report: string;
  grant: string;
  proposal: string;
  /** The half-year's look at the commune's roles; only its own administrator reaches it. */
  review: string;
  /** A second factor asked to be reset. */
  reset: string;
  card: string;
  /** A request of the learner about their own data. */
  rightsCase: string;
  merge: string;
  /** About somebody else on the roster, who may be the person. */
  doubt: string;
}

export interface Caller {
  actor: Actor;
  session: string;
  bearer: string;
}

/** Two communes side by side, with the same things in each: what is one's is outside the other's scope. */
export class ScopeWorld {
  readonly inside: Side = {} as Side;
  readonly outside: Side = {} as Side;

  private constructor(private readonly context: WebContext) {}

  static async make(context: WebContext): Promise<ScopeWorld> {
    const world = new ScopeWorld(context);
    await context.get(ImportCourse).fromFolder(COURSE);
    const [province, inside, outside] = await world.makeUnits();
    const campaignId = await world.makeCampaign();
    const proposer = await world.caller('Quản trị tỉnh', 'administrator', province);
    for (const [side, unit] of [
      [world.inside, inside],
      [world.outside, outside],
    ] as const) {
      side.unit = unit;
      await world.fillPerson(side);
      await world.fillDesk(side, campaignId, proposer.actor);
    }
    return world;
  }

  /** Somebody with the role over one unit; without a role, only a learner. */
  async caller(fullName: string, role: Role | null, unitId: string): Promise<Caller> {
    const { get } = this.context;
    const session = await get(UnitOfWork).run(async (tx) => {
      const personId = await get(People).create(tx, { fullName, birthYear: 1980 });
      if (role && role !== 'learner')
        await get(Grants).grant(tx, { personId, role, unitIds: [unitId], from: SINCE, by: null });
      return (await get(Sessions).start(tx, personId, ORIGIN, 'jest')).token;
    });
    const actor = (await get(Sessions).resolve(session, ORIGIN))!;
    return { actor, session, bearer: (await get(ApiTokens).issue(actor, 'Thử', 1)).token };
  }

  private makeUnits(): Promise<[string, string, string]> {
    return this.context.get(UnitOfWork).run(async (tx) => {
      const make = (code: string, kind: string, parentId: string | null) =>
        this.context
          .get(Units)
          .create(tx, { tree: 'territory', code, kind, name: `Đơn vị ${code}`, parentId, validFrom: SINCE });
      const province = await make('12', 'province', null);
      return [province, await make('03390', 'commune', province), await make('03394', 'commune', province)];
    });
  }

  private async makeCampaign(): Promise<string> {
    const [{ id: courseVersionId }] = await this.context.db.query('SELECT id FROM course_version');
    return this.context.get(UnitOfWork).run(async (tx) => {
      const campaigns = this.context.get(Campaigns);
      const dates = { startsOn: '2025-10-01', endsOn: '2027-06-30' };
      const id = await campaigns.create(tx, { slug: 'dot-mot', name: 'Đợt một', ...dates });
      await campaigns.require(tx, { campaignId: id, capacity: 'citizen', courseVersionId });
      return id;
    });
  }

  /** A learner on the commune's roster with a certificate, an open attempt, a session and a token. */
  private async fillPerson(side: Side): Promise<void> {
    const { db, get } = this.context;
    const learner = await this.caller('Lò Thị Mai', null, side.unit);
    side.person = learner.actor.personId;
    side.session = learner.actor.sessionId!;
    [{ id: side.token }] = await db.query('SELECT id FROM api_token WHERE person_id = $1', [side.person]);
    const modules = await db.query(
      'SELECT m.module_id AS "moduleId", v.id AS "moduleVersionId" FROM course_version_module m JOIN module_version v ON v.module_id = m.module_id',
    );
    await get(UnitOfWork).run(async (tx) => {
      const place = {
        personId: side.person,
        unitId: side.unit,
        capacity: 'citizen',
        source: 'roster' as const,
        from: SINCE,
      };
      side.membership = await get(Memberships).add(tx, place);
      for (const module of modules) {
        const { completion } = await get(Completions).record(tx, { ...module, personId: side.person, source: 'self' });
        side.completion = completion.id;
      }
    });
    side.rightsCase = await get(OpenCase).open(learner.actor, { kind: 'view' });
    side.merge = newId();
    const twin = await get(UnitOfWork).run((tx) => get(People).create(tx, { fullName: 'Lò Thị Mai', birthYear: 1980 }));
    await db.query('INSERT INTO person_merge (id, from_person_id, into_person_id) VALUES ($1, $2, $3)', [
      side.merge,
      twin,
      side.person,
    ]);
    await get(UnitOfWork).run(async (tx) => {
      const personId = await get(People).create(tx, { fullName: 'Lò Thị Mai', birthYear: 1980 });
      await get(Memberships).add(tx, {
        personId,
        unitId: side.unit,
        capacity: 'citizen',
        source: 'roster',
        from: SINCE,
      });
      await get(Doubts).record(tx, [{ personId, otherId: side.person, reason: 'same-name-birth-year' }]);
    });
    [{ id: side.doubt }] = await db.query('SELECT id FROM match_doubt WHERE other_person_id = $1', [side.person]);
    [{ code: side.certificate }] = await db.query('SELECT code FROM certificate WHERE person_id = $1', [side.person]);
    const [{ course, module }] = await db.query(
      'SELECT c.slug AS course, m.slug AS module FROM course c JOIN module m ON m.course_id = c.id LIMIT 1',
    );
    const attempt = await this.api(learner, '/me/attempts', {
      courseSlug: course,
      moduleSlug: module,
      clientKey: randomUUID(),
    });
    side.attempt = attempt.id;
    side.question = attempt.questions[0].id;
  }

  /** What managers and the committee of the commune have at hand. */
  private async fillDesk(side: Side, campaignId: string, proposer: Actor): Promise<void> {
    const facilitator = await this.caller('Tuyên truyền viên', 'facilitator', side.unit);
    const owner = { personId: side.person, unitId: side.unit };
    side.card = await this.context
      .get(UnitOfWork)
      .run((tx) => this.context.get(Cards).issue(tx, facilitator.actor, owner));
    const { get } = this.context;
    const manager = await this.caller('Vàng Thị Dợ', 'unit_manager', side.unit);
    const committee = await this.caller('Lê Thị Thanh', 'committee', side.unit);
    side.rosterImport = newId();
    const counts = { add: 0, change: 0, skip: 0, error: 0 };
    await this.context.db.query(
      `INSERT INTO roster_import (id, unit_id, capacity, file_name, effective_on, status, summary, made_by)
       VALUES ($1, $2, 'citizen', 'a.csv', '2026-01-15', 'staged', $3, $4)`,
      [
        side.rosterImport,
        side.unit,
        JSON.stringify({ counts, unknownColumns: [], columns: [] }),
        manager.actor.personId,
      ],
    );
    const figures = { campaignId, unitId: side.unit, day: '2026-01-15', title: 'Tháng một', clientKey: randomUUID() };
    const print = { unitId: side.unit, purpose: 'Trao giấy', clientKey: randomUUID() };
    side.print = await get(RequestPrint).request(manager.actor, print);
    side.snapshot = await get(Snapshots).freeze(committee.actor, figures);
    const report = { snapshotId: side.snapshot, format: 'csv', purpose: 'Báo cáo tháng', clientKey: randomUUID() };
    side.report = await get(Reports).request(committee.actor, report);
    const role = { personId: side.person, unitIds: [side.unit], from: today(), to: null, reason: 'Quyết định số 12' };
    side.grant = newId();
    await get(GrantRoles).give(manager.actor, { ...role, role: 'facilitator', clientKey: side.grant });
    await this.context.db.query(
      'INSERT INTO account (id, person_id, login_index, password_hash) VALUES ($1, $2, $3, $3)',
      [newId(), side.person, side.person],
    );
    side.reset = newId();
    await this.context.db.query(
      'INSERT INTO second_factor_reset (id, person_id, reason, requested_by) VALUES ($1, $2, $3, $4)',
      [side.reset, side.person, 'Mất điện thoại', manager.actor.personId],
    );
    await this.caller('Quản trị xã', 'administrator', side.unit);
    await get(OpenReviews).run();
    const review = 'SELECT id FROM access_review WHERE unit_ids = ARRAY[$1::uuid]';
    [{ id: side.review }] = await this.context.db.query(review, [side.unit]);
    side.proposal = newId();
    await get(GrantRoles).give(proposer, { ...role, role: 'committee', clientKey: side.proposal });
  }

  private async api({ bearer }: Caller, path: string, body: object): Promise<any> {
    const call = request(this.context.app.getHttpServer())
      .post(`/api/v1${path}`)
      .set('authorization', `Bearer ${bearer}`);
    const answer = await call.send(body);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  }
}

const today = () => new Date(Date.now() + 7 * 3600_000).toISOString().slice(0, 10);

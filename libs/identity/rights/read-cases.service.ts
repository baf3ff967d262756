import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { KeyRing, PersonalData, UnitOfWork, notFound, type ExportSection } from '#libs/platform';
import { AccessLog } from '../access-log.service.js';
import type { Actor } from '../actor.js';
import { LegalCalendar } from './legal-calendar.service.js';
import { PeopleInReach } from './people-in-reach.js';
import { ReadGuardian } from './read-guardian.service.js';
import type { CaseKind, CaseState } from './rights-case.entity.js';
import { CASE_ANSWER, CASE_NOTE, CASE_WISH } from './rights-fields.js';

export interface CaseSummary {
  id: string;
  personId: string;
  kind: CaseKind;
  state: CaseState;
  openedAt: Date;
  replyDueOn: string;
  repliedAt: Date | null;
  /** With its extension. */
  dueOn: string;
  extendedTo: string | null;
  closedAt: Date | null;
  /** Until the reply while there is none, else until the deed; null once closed. */
  workingDaysLeft: number | null;
}

export interface CaseView extends CaseSummary {
  wish: string | null;
  answer: string | null;
  evidence: string | null;
  events: { kind: string; at: Date; note: string | null; byPerson: boolean }[];
}

type Row = CaseSummary & { wishCipher: string | null; answerCipher: string | null; evidence: string | null };

const COLUMNS = `id, person_id AS "personId", kind, state, opened_at AS "openedAt", reply_due_on AS "replyDueOn", replied_at AS "repliedAt",
  coalesce(extended_to, due_on) AS "dueOn", extended_to AS "extendedTo", closed_at AS "closedAt",
  wish_cipher AS "wishCipher", answer_cipher AS "answerCipher", evidence`;

/** Cases as their person sees them, and as those at the desk do. */
@Injectable()
export class ReadCases {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly calendar: LegalCalendar,
    private readonly accessLog: AccessLog,
    private readonly data: PersonalData,
    private readonly reach: PeopleInReach,
    private readonly guardians: ReadGuardian,
    private readonly keys: KeyRing,
  ) {}

  async mine(actor: Actor): Promise<CaseSummary[]> {
    return this.summaries(
      await this.dataSource.query(
        `SELECT ${COLUMNS} FROM rights_case WHERE person_id = $1 ORDER BY opened_at DESC, id DESC`,
        [actor.personId],
      ),
    );
  }

  async one(actor: Actor, id: string): Promise<CaseView> {
    return this.view('id = $1 AND person_id = $2', [id, actor.personId]);
  }

  /**
   * For the desk, of people in the actor's reach: who asked is not in the list. Open ones first, by the nearer of the days
   * that the law still sets for them, then those closed last.
   */
  async desk(actor: Actor, page: { offset: number; limit: number }): Promise<{ total: number; cases: CaseSummary[] }> {
    const asked: { id: string }[] = await this.dataSource.query('SELECT DISTINCT person_id AS id FROM rights_case');
    const ids = asked.map(({ id }) => id);
    const within = await this.reach.among(actor, 'rights.handle', ids);
    const rows: (Row & { total: number })[] = await this.dataSource.query(
      `SELECT ${COLUMNS}, count(*) OVER ()::int AS total FROM rights_case WHERE person_id = ANY($1::uuid[])
       ORDER BY (state = 'open') DESC,
         CASE WHEN state = 'open' THEN least(CASE WHEN replied_at IS NULL THEN reply_due_on END, coalesce(extended_to, due_on)) END,
         closed_at DESC, id OFFSET $2 LIMIT $3`,
      [within, page.offset, page.limit],
    );
    return { total: rows[0]?.total ?? 0, cases: await this.summaries(rows.map(({ total: _t, ...row }) => row)) };
  }

  /** Refuses `scope.outside`. A case with its person's data: a look at that person, logged with the case as its purpose. */
  async handle(actor: Actor, id: string): Promise<CaseView & { sections: ExportSection[] }> {
    const view = await this.view('id = $1', [id]);
    await this.reach.assert(actor, 'rights.handle', view.personId);
    if (view.state !== 'open') return { ...view, sections: [] };
    return this.work.run(async (tx) => {
      await this.accessLog.record(tx, actor, view.personId, 'rights-case', 'Giải quyết yêu cầu về dữ liệu cá nhân');
      return { ...view, sections: await this.data.exportOf(tx, view.personId) };
    });
  }

  /** For the form of a step: whether there is a guardian's record to correct, too. */
  async about(actor: Actor, id: string): Promise<{ kind: CaseKind; guarded: boolean }> {
    const [row] = await this.dataSource.query('SELECT kind, person_id AS person FROM rights_case WHERE id = $1', [id]);
    if (!row) throw notFound('case.unknown');
    await this.reach.assert(actor, 'rights.handle', row.person);
    return { kind: row.kind, guarded: (await this.guardians.of(row.person)) !== null };
  }

  /** What the platform keeps of the asker, for themselves. */
  async ownData(actor: Actor): Promise<ExportSection[]> {
    return this.data.exportOf(this.dataSource.manager, actor.personId);
  }

  private async view(where: string, values: string[]): Promise<CaseView> {
    const [row]: Row[] = await this.dataSource.query(`SELECT ${COLUMNS} FROM rights_case WHERE ${where}`, values);
    if (!row) throw notFound('case.unknown');
    const [summary] = await this.summaries([row]);
    const events: { kind: string; at: Date; noteCipher: string | null; byPerson: boolean }[] =
      await this.dataSource.query(
        `SELECT kind, at, note_cipher AS "noteCipher", actor_id IS NOT DISTINCT FROM $2 AS "byPerson"
         FROM rights_case_event WHERE case_id = $1 ORDER BY at, id`,
        [row.id, row.personId],
      );
    return {
      ...summary,
      wish: this.open(row.wishCipher, CASE_WISH),
      answer: this.open(row.answerCipher, CASE_ANSWER),
      evidence: row.evidence,
      events: events.map(({ noteCipher, ...event }) => ({ ...event, note: this.open(noteCipher, CASE_NOTE) })),
    };
  }

  private async summaries(rows: Row[]): Promise<CaseSummary[]> {
    const left = await this.calendar.left(rows.map((row) => (row.repliedAt ? row.dueOn : row.replyDueOn)));
    return rows.map(({ wishCipher: _w, answerCipher: _a, evidence: _e, ...row }, i) => ({
      ...row,
      workingDaysLeft: row.state === 'open' ? left[i] : null,
    }));
  }

  private open(cipher: string | null, context: string): string | null {
    return cipher && this.keys.decrypt(cipher, context);
  }
}

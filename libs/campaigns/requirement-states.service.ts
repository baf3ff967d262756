import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CompletionListeners, type Completion, type CompletionListener } from '#libs/learning';
import { UnitOfWork, type Tx } from '#libs/platform';
import { STATE_OF_ONE_SQL, STATE_OF_PEOPLE_SQL, STATE_OF_CAMPAIGNS_SQL } from './sql/state.sql.js';

/** Keeps requirement_state: in the transaction of each completion, and anew after facts were loaded in bulk. */
@Injectable()
export class RequirementStates implements CompletionListener, OnModuleInit {
  constructor(
    private readonly listeners: CompletionListeners,
    private readonly work: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.listeners.register(this);
  }

  /** One at a time per person: two modules finished at once on two devices must not each miss the other. */
  async onCompletion(tx: Tx, completion: Completion): Promise<void> {
    await lock(tx, completion.personId);
    await tx.query(STATE_OF_ONE_SQL, [completion.personId, completion.moduleId]);
  }

  async onAdjustment(tx: Tx, completion: Completion): Promise<void> {
    await this.refresh(tx, [completion.personId]);
  }

  /** Writes these people's states anew from the facts. */
  async refresh(tx: Tx, personIds: string[]): Promise<void> {
    for (const id of [...new Set(personIds)].sort()) await lock(tx, id);
    await tx.query('DELETE FROM requirement_state WHERE person_id = ANY($1)', [personIds]);
    await tx.query(STATE_OF_PEOPLE_SQL, [personIds]);
  }

  /** The states of people who were recorded in this transaction, whom nobody else knows yet. */
  async settle(tx: Tx, personIds: string[]): Promise<void> {
    await tx.query(STATE_OF_PEOPLE_SQL, [personIds]);
  }

  /**
   * Writes everybody's state in a campaign (in all, without one) from the facts. For new requirements and for bulk loads;
   * completions recorded meanwhile wait for its end. It waits for nobody longer than half a minute, and ends some time.
   */
  async rebuild(campaignId?: string, tx?: Tx): Promise<void> {
    await this.work.run(async (own) => {
      const ids = campaignId ? [campaignId] : await campaignIds(own);
      await own.query(`SELECT set_config('lock_timeout', '30s', true), set_config('work_mem', '64MB', true)`);
      await own.query('LOCK TABLE requirement_state IN SHARE ROW EXCLUSIVE MODE');
      await own.query(`SELECT set_config('statement_timeout', '15min', true)`);
      await own.query('DELETE FROM requirement_state WHERE campaign_id = ANY($1)', [ids]);
      await own.query(STATE_OF_CAMPAIGNS_SQL, [ids]);
    }, tx);
  }
}

const campaignIds = async (tx: Tx): Promise<string[]> =>
  (await tx.query('SELECT id FROM campaign')).map(({ id }: { id: string }) => id);

const lock = (tx: Tx, personId: string) =>
  tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('requirement_state:' || $1, 0))`, [personId]);

import { Injectable } from '@nestjs/common';
import { Scope, type Actor } from '#libs/identity';
import { UnitEvents, asOf, type UnitEventKind } from '#libs/organisation';
import { AuditLog, Clock, UnitOfWork, conflict, invalid, type Tx } from '#libs/platform';
import { assertChange, besideField, type UnitChange } from './unit-change.js';

export interface UnitStep {
  kind: UnitEventKind;
  /** The unit it is about, then the others. */
  unitIds: string[];
  /** The part that takes the people of a unit that ends when it is split. */
  heirId?: string | null;
  /** Those that must stand in the actor's scope on the day; all of `unitIds` when left out. */
  touches?: string[];
}

/** Ids and numbers only: they go to the audit. */
export type StepDetails = Record<string, unknown>;

class OnlyLooking extends Error {}

/** The frame of every change of units: scope, day, reason, one transaction, once per key, audit. */
@Injectable()
export class RecordUnitChange {
  constructor(
    private readonly work: UnitOfWork,
    private readonly scope: Scope,
    private readonly events: UnitEvents,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Returns the id of the unit it was about, the first time and every time after. */
  async run(
    actor: Actor,
    change: UnitChange,
    step: UnitStep,
    act: (tx: Tx) => Promise<StepDetails | void>,
  ): Promise<string> {
    return this.work
      .run((tx) => this.once(tx, actor, change, step, act))
      .catch((error: unknown) => {
        throw besideField(error);
      });
  }

  /** Does it all and takes it back: what it would change is counted by what really happens, and refused by the same rules. */
  async preview<T extends StepDetails>(
    actor: Actor,
    change: UnitChange,
    step: UnitStep,
    act: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    let found: T | undefined;
    try {
      await this.work.run(async (tx) => {
        await this.assertAllowed(tx, actor, change, step);
        found = await act(tx);
        throw new OnlyLooking();
      });
    } catch (error) {
      if (!(error instanceof OnlyLooking)) throw besideField(error);
    }
    return found!;
  }

  private async once(
    tx: Tx,
    actor: Actor,
    change: UnitChange,
    step: UnitStep,
    act: (tx: Tx) => Promise<StepDetails | void>,
  ): Promise<string> {
    const { clientKey: id, on, reason, document } = change;
    const { kind, unitIds, heirId } = step;
    const event = { id, on, reason: reason.trim(), document: document.trim(), kind, unitIds, heirId };
    const done = await this.events.subjectOf(id, actor.personId, tx);
    if (done) return done;
    await this.assertAllowed(tx, actor, change, step);
    // Two at the same moment: the second waits for the first, and then finds the key used.
    if (!(await this.events.record(tx, { ...event, madeBy: actor.personId }))) throw conflict('unit.sent-twice');
    const details = await act(tx);
    await this.audit.append(tx, {
      actorId: actor.personId,
      action: `unit.${step.kind}`,
      subjectType: 'unit',
      subjectId: step.unitIds[0],
      details: { eventId: id, on, unitIds: step.unitIds, ...details },
      origin: actor.origin,
    });
    return step.unitIds[0];
  }

  private async assertAllowed(tx: Tx, actor: Actor, change: UnitChange, step: UnitStep): Promise<void> {
    assertChange(change, this.clock.today());
    const touched = [...new Set(step.touches ?? step.unitIds)];
    const there = await tx.query(
      `SELECT v.unit_id AS id FROM unit_version v WHERE v.unit_id = ANY($1) AND ${asOf('v', '$2', '$3')}`,
      [touched, change.on, this.clock.now()],
    );
    if (there.length < touched.length) throw invalid('unit.not-on-day', { on: 'unit.not-on-day' });
    for (const unitId of touched) await this.scope.assert(actor, 'unit.edit', unitId, change.on, tx);
  }
}

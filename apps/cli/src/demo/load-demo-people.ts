import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RequirementStates } from '#libs/campaigns';
import { IssueCertificate } from '#libs/credentials';
import { KeyRing } from '#libs/platform';
import { planPerson } from './demo-plan.js';
import { readDemoWorld } from './demo-world.js';
import { issueCertificates } from './issue-demo-certificates.js';
import { Random } from './random.js';
import { writeHistories } from './write-demo-histories.js';
import { writeMemberships, writePeople } from './write-demo-people.js';

const SEED = 20_250_701;

export interface DemoLoad {
  campaignId: string;
  count: number;
  passwordHash: string;
  /** How many demo people there are already: their numbers and phones are not used again. */
  offset?: number;
  /** How many in one transaction. */
  batch?: number;
  onBatch?: (done: number) => void;
}

/** Writes people with their memberships, histories and states: whatever ends it, what stands is whole. */
export async function loadDemoPeople(app: INestApplicationContext, load: DemoLoad): Promise<void> {
  const db = app.get(DataSource);
  const keys = app.get(KeyRing);
  const certificates = app.get(IssueCertificate, { strict: false });
  const states = app.get(RequirementStates, { strict: false });
  const offset = load.offset ?? 0;
  const world = await readDemoWorld(db, load.campaignId);
  const random = new Random(SEED + offset);
  const batch = load.batch ?? 1000;
  for (let from = 0; from < load.count; from += batch) {
    const people = Array.from({ length: Math.min(batch, load.count - from) }, (_, i) =>
      planPerson(offset + from + i, random, world),
    );
    await db.transaction(async (tx) => {
      await writePeople(tx, people, keys, load.passwordHash);
      await writeMemberships(tx, people);
      await writeHistories(tx, people, random);
      await issueCertificates(tx, people, certificates);
      await states.settle(
        tx,
        people.map(({ personId }) => personId),
      );
    });
    load.onBatch?.(from + people.length);
  }
}

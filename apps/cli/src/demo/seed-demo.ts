import type { INestApplicationContext } from '@nestjs/common';
import { Campaigns, Targets } from '#libs/campaigns';
import { Consents, Grants, LEARNING_CONSENT, People, hashPassword, normalisePhone, phoneIndex } from '#libs/identity';
import { Units, type Tree } from '#libs/organisation';
import { KeyRing, UnitOfWork, addDays, localDay, newId, type Tx } from '#libs/platform';
import { DEMO_ACCOUNTS, DEMO_PASSWORD, type DemoAccount } from './demo-accounts.js';
import { demoCampaignStart } from './demo-world.js';
import { loadDemoPeople } from './load-demo-people.js';
import { SIGNED_UP } from './write-demo-people.js';

export const DEMO_CAMPAIGN = 'binh-dan-hoc-vu-so';
const FIRST_PEOPLE = 300;
const SINCE = '2025-07-01';

/** One account per role, a running campaign with targets, and people with months of history. Does nothing when it has been done. */
export async function seedDemo(app: INestApplicationContext): Promise<void> {
  const campaigns = app.get(Campaigns, { strict: false });
  if (await campaigns.bySlug(DEMO_CAMPAIGN)) return;
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  const campaignId = await app.get(UnitOfWork).run(async (tx) => {
    await seedAccounts(app, tx, passwordHash);
    return seedCampaign(app, tx);
  });
  await loadDemoPeople(app, { campaignId, count: FIRST_PEOPLE, passwordHash });
}

async function seedAccounts(app: INestApplicationContext, tx: Tx, passwordHash: string): Promise<void> {
  const keys = app.get(KeyRing);
  for (const account of DEMO_ACCOUNTS) {
    const phone = normalisePhone(account.phone)!;
    const personId = await app.get(People, { strict: false }).create(tx, {
      fullName: account.fullName,
      birthDate: `${account.birthYear}-03-15`,
      phone,
      phoneVerified: true,
    });
    await tx.query('INSERT INTO account (id, person_id, login_index, password_hash) VALUES ($1, $2, $3, $4)', [
      newId(),
      personId,
      phoneIndex(keys, phone),
      passwordHash,
    ]);
    await app
      .get(Consents, { strict: false })
      .give(tx, personId, { ...LEARNING_CONSENT, method: 'sign-up-form' }, new Date(SIGNED_UP));
    await placeAccount(app, tx, personId, account);
    if (account.role) {
      const unitIds: string[] = [];
      for (const scope of account.scope) unitIds.push(await unitId(app, tx, scope));
      await app
        .get(Grants, { strict: false })
        .grant(tx, { personId, role: account.role, unitIds, from: SINCE, by: null });
    }
  }
}

/** Everyone is a citizen of a commune; those who work at a desk are officials and party members too. */
async function placeAccount(
  app: INestApplicationContext,
  tx: Tx,
  personId: string,
  account: DemoAccount,
): Promise<void> {
  const places: [string, string][] = [['citizen', 'territory:03390-1']];
  if (account.label !== 'người dân') places.push(['official', 'state:so-khcn'], ['party_member', 'party:cb-so-khcn']);
  for (const [capacity, scope] of places) {
    await tx.query(
      `INSERT INTO membership (id, person_id, unit_id, capacity, source, valid_from) VALUES ($1, $2, $3, $4, 'roster', $5)`,
      [newId(), personId, await unitId(app, tx, scope), capacity, SINCE],
    );
  }
}

async function seedCampaign(app: INestApplicationContext, tx: Tx): Promise<string> {
  const campaigns = app.get(Campaigns, { strict: false });
  const today = localDay(new Date());
  const campaignId = await campaigns.create(tx, {
    slug: DEMO_CAMPAIGN,
    name: 'Bình dân học vụ số tỉnh Lai Châu (bản dùng thử)',
    startsOn: demoCampaignStart(today),
    endsOn: addDays(today, 120),
  });
  const versions = new Map<string, string>(
    (
      await tx.query(
        `SELECT DISTINCT ON (c.code) c.code, v.id FROM course c JOIN course_version v ON v.course_id = c.id ORDER BY c.code, v.number DESC`,
      )
    ).map(({ code, id }: { code: string; id: string }) => [code, id]),
  );
  const asked: Record<string, string[]> = { official: ['A', 'B', 'C'], party_member: ['A', 'B'], citizen: ['A'] };
  for (const [capacity, codes] of Object.entries(asked)) {
    for (const code of codes)
      await campaigns.require(tx, { campaignId, capacity, courseVersionId: versions.get(code)! });
  }
  await seedTargets(app, tx, campaignId, addDays(today, 120));
  return campaignId;
}

/** Officials and party members are counted by roster; for citizens one commune has a declared number, so that both kinds are seen. */
async function seedTargets(app: INestApplicationContext, tx: Tx, campaignId: string, dueOn: string): Promise<void> {
  const targets = app.get(Targets, { strict: false });
  const roots: [string, string][] = [
    ['official', 'state:root'],
    ['party_member', 'party:root'],
    ['citizen', 'territory:12'],
  ];
  for (const [capacity, scope] of roots) {
    await targets.put(
      tx,
      {
        campaignId,
        unitId: await unitId(app, tx, scope),
        line: capacity,
        denominator: 'roster',
        goalPercent: capacity === 'citizen' ? 50 : 100,
        dueOn,
        definition: 'Người có trong danh sách của đơn vị',
        sourceDocument: 'Số liệu dùng thử',
        sourceDate: localDay(new Date()),
      },
      null,
    );
  }
}

async function unitId(app: INestApplicationContext, tx: Tx, scope: string): Promise<string> {
  const [tree, code] = scope.split(':') as [Tree, string];
  const unit = await app.get(Units, { strict: false }).byCode(tree, code, tx);
  if (!unit) throw new Error(`no unit ${scope}`);
  return unit.id;
}

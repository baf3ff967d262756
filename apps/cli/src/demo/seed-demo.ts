import type { INestApplicationContext } from '@nestjs/common';
import { Campaigns, Targets } from '#libs/campaigns';
import { Consents, Grants, LEARNING_CONSENT, People, hashPassword, normalisePhone, phoneIndex } from '#libs/identity';
import { Units, type Tree } from '#libs/organisation';
import { KeyRing, RuntimeConfig, UnitOfWork, addDays, localDay, newId, type Tx } from '#libs/platform';
import { DEMO_ACCOUNTS, DEMO_PASSWORD, type DemoAccount } from './demo-accounts.js';
import { demoCampaignStart } from './demo-world.js';
import { loadDemoPeople } from './load-demo-people.js';
import { SIGNED_UP } from './write-demo-people.js';

export const DEMO_CAMPAIGN = 'binh-dan-hoc-vu-so';
/** Xã Bình Lư, whose manager is one of the accounts: more people than the demo puts on its roster. */
const DECLARED_IN = '03390';
const DECLARED = 1000;
const SINCE = '2025-07-01';

/**
 * One account per role, a running campaign with targets, and people with months of history. Each of these is done once;
 * a first start that was killed between two of them is finished by the next.
 */
export async function seedDemo(app: INestApplicationContext): Promise<void> {
  const campaign = await app.get(Campaigns, { strict: false }).bySlug(DEMO_CAMPAIGN);
  if (campaign && (await app.get(UnitOfWork).run(peopleAreThere))) return;
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  const campaignId =
    campaign?.id ??
    (await app.get(UnitOfWork).run(async (tx) => {
      await seedAccounts(app, tx, passwordHash);
      return seedCampaign(app, tx);
    }));
  await loadDemoPeople(app, { campaignId, count: app.get(RuntimeConfig).demoPeople, passwordHash });
}

/** They are written in one transaction, so that they are there whole or not at all. */
async function peopleAreThere(tx: Tx): Promise<boolean> {
  const [{ accounts }] = await tx.query('SELECT count(*)::int AS accounts FROM account');
  return accounts > DEMO_ACCOUNTS.length;
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

/**
 * Every line of the three trees and each commune is counted by roster; for the citizens of one commune a number is declared,
 * so that both kinds are seen.
 */
async function seedTargets(app: INestApplicationContext, tx: Tx, campaignId: string, dueOn: string): Promise<void> {
  const sourceDate = localDay(new Date());
  const set = (unitId: string, line: string, declaredNumber?: number) =>
    app.get(Targets, { strict: false }).put(
      tx,
      {
        campaignId,
        unitId,
        line,
        denominator: declaredNumber ? 'declared' : 'roster',
        declaredNumber,
        goalPercent: line === 'all' || line === 'citizen' ? 50 : 100,
        dueOn,
        definition: declaredNumber ? 'Người từ 18 tuổi trở lên biết chữ' : 'Người có trong danh sách của đơn vị',
        sourceDocument: 'Số liệu dùng thử',
        sourceDate,
      },
      null,
    );
  for (const line of ['all', 'official', 'party_member', 'citizen'])
    await set(await unitId(app, tx, 'territory:12'), line);
  await set(await unitId(app, tx, 'state:root'), 'official');
  await set(await unitId(app, tx, 'party:root'), 'party_member');
  const communes: { id: string; code: string }[] = await tx.query(
    `SELECT id, code FROM unit WHERE tree = 'territory' AND kind IN ('commune', 'ward') ORDER BY code`,
  );
  for (const { id, code } of communes) {
    await set(id, 'all');
    await set(id, 'citizen', code === DECLARED_IN ? DECLARED : undefined);
  }
}

async function unitId(app: INestApplicationContext, tx: Tx, scope: string): Promise<string> {
  const [tree, code] = scope.split(':') as [Tree, string];
  const unit = await app.get(Units, { strict: false }).byCode(tree, code, tx);
  if (!unit) throw new Error(`no unit ${scope}`);
  return unit.id;
}

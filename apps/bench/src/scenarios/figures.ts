import { DataSource } from 'typeorm';
import { Campaigns, Snapshots, ViewFigures } from '#libs/campaigns';
import { Sessions, phoneIndex } from '#libs/identity';
import { KeyRing } from '#libs/platform';
import type { Bench, Line } from '../bench.js';
import { captureStatements } from '../capture.js';
import { load } from '../load.js';
import { signIn, type Browser } from '../setup/sessions.js';
import { rawSql } from './raw.js';

const GOAL_MS = 1000;
const REQUESTS = 8;
/** The committee's account among the demo people: it sees the whole province. */
const COMMITTEE = '+84900000007';

/** The committee's desk over the whole province, one request at a time, beside the statements it sends. */
export async function campaignFigures(bench: Bench): Promise<Line> {
  const db = bench.app.get(DataSource);
  const login = phoneIndex(bench.app.get(KeyRing), COMMITTEE);
  const [{ id }] = await db.query('SELECT person_id AS id FROM account WHERE login_index = $1', [login]);
  const browser = await signIn(bench.app, id);
  const one = { ...bench, options: { ...bench.options, connections: 1 } };
  const statements = await captureStatements(db, () => readDesk(bench, browser));
  const request = {
    url: `${bench.webUrl}/bao-cao`,
    headers: { cookie: browser.cookie },
    connections: 1,
    expected: 200,
  };
  const watched = { serverPid: bench.web.pid, postmaster: bench.postmaster };
  await load({ ...request, amount: 2 }, watched);
  const measured = await load({ ...request, amount: REQUESTS }, watched);
  const yardstick = await rawSql(one, Array(REQUESTS).fill(statements), false);
  return {
    what: 'Số liệu chiến dịch (/bao-cao, cả tỉnh)',
    measured,
    yardstick,
    yardstickName: 'SQL trần',
    note: `một kết nối, ${REQUESTS} lần, ${statements.length} câu lệnh mỗi lần`,
    mark: '< 1 giây (p99)',
    reached: `${Math.round(measured.p99)} ms`,
    holds: measured.p99 < GOAL_MS,
  };
}

/** The reads of the desk's controller, in its order. */
async function readDesk({ app }: Bench, { token }: Browser): Promise<void> {
  const actor = (await app.get(Sessions, { strict: false }).resolve(token, { ip: '127.0.0.1' }))!;
  const figures = app.get(ViewFigures, { strict: false });
  const campaign = (await app.get(Campaigns, { strict: false }).current())!;
  const roots = await figures.roots(actor);
  await figures.table(actor, campaign.id, { unitId: roots[0]!.id });
  await figures.path(actor, roots[0]!.id);
  await app.get(Snapshots, { strict: false }).list(actor, campaign.id);
}

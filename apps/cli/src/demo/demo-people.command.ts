import { DataSource } from 'typeorm';
import { Campaigns } from '#libs/campaigns';
import { hashPassword } from '#libs/identity';
import { RuntimeConfig, StartupError, migrate, readConfig } from '#libs/platform';
import { seedAll, withServices } from '../seed.command.js';
import { withDatabase } from '../with-database.js';
import { DEMO_PASSWORD } from './demo-accounts.js';
import { loadDemoPeople } from './load-demo-people.js';
import { DEMO_CAMPAIGN } from './seed-demo.js';
import { SIGNED_UP } from './write-demo-people.js';

const MOST = 800_000;

/** `--count N`: adds N demo people with histories, while the program runs or not. */
export async function demoPeople(args: string[]): Promise<void> {
  const count = Number(args[args.indexOf('--count') + 1]);
  if (!args.includes('--count') || !Number.isInteger(count) || count < 1 || count > MOST) {
    throw new StartupError(`Cách dùng: npm run demo:people -- --count N (từ 1 đến ${MOST})`);
  }
  const config = readConfig(RuntimeConfig);
  if (!config.demoMode) throw new StartupError('Không thêm người dùng thử vào máy thật.');
  await withDatabase(config, async ({ ownerUrl }) => {
    await migrate(ownerUrl);
    await seedAll(config);
    await withServices(config, async (app) => {
      const campaign = await app.get(Campaigns, { strict: false }).bySlug(DEMO_CAMPAIGN);
      const [{ people }] = await app
        .get(DataSource)
        .query(`SELECT count(*)::int AS people FROM consent WHERE method = 'demo' OR at = $1`, [SIGNED_UP]);
      const started = Date.now();
      await loadDemoPeople(app, {
        campaignId: campaign!.id,
        count,
        offset: people,
        passwordHash: await hashPassword(DEMO_PASSWORD),
        onBatch: (done) => process.stdout.write(`\r${done}/${count}`),
      });
      process.stdout.write(`\nĐã thêm ${count} người trong ${Math.round((Date.now() - started) / 1000)} giây.\n`);
    });
  });
}

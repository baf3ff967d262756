import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { NestFactory } from '@nestjs/core';
import { CampaignsModule } from '#libs/campaigns';
import { CredentialsModule } from '#libs/credentials';
import { ErasureList, RightsModule } from '#libs/identity';
import { PlatformModule, RuntimeConfig, readConfig } from '#libs/platform';
import { ReportingModule } from '#libs/reporting';
import { RostersModule } from '#libs/rosters';
import { withDatabase } from './with-database.js';

/** Every lib that keeps something of people: an erasure that misses one is none. */
const LIBS = [RightsModule, RostersModule, CredentialsModule, CampaignsModule, ReportingModule];

/** After a backup was restored: erases again whoever had been erased since it was made. */
export async function rightsReapply(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { list: { type: 'string' } } });
  const extra = values.list ? await readFile(values.list, 'utf8') : '';
  const config = readConfig(RuntimeConfig);
  await withDatabase(config, async () => {
    const module = { module: class ReapplyModule {}, imports: [PlatformModule.forRoot(config, 2), ...LIBS] };
    const app = await NestFactory.createApplicationContext(module, { logger: ['error'] });
    const { listed, erased } = await app.get(ErasureList, { strict: false }).reapply(extra);
    await app.close();
    process.stdout.write(`Danh sách có ${listed} mã; đã xóa lại ${erased} người.\n`);
  });
}

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ImportCourse } from '#libs/catalogue';
import { ImportUnits } from '#libs/organisation';
import { RuntimeConfig, migrate, readConfig } from '#libs/platform';
import { CliModule } from './cli.module.js';
import { seedDemo } from './demo/seed-demo.js';
import { withDatabase } from './with-database.js';

/** seed/ stands at the top of the project, four folders above the built file. */
const SEED = fileURLToPath(new URL('../../../../seed', import.meta.url));

export async function seedCommand(): Promise<void> {
  const config = readConfig(RuntimeConfig);
  await withDatabase(config, async ({ url, ownerUrl }) => {
    await migrate(ownerUrl, url);
    await seedAll(config);
    process.stdout.write('Đã nạp đơn vị và chuyên đề.\n');
  });
}

/** Units and courses; outside production also villages, a campaign and people to try everything with. Safe to repeat. */
export async function seedAll(config: RuntimeConfig): Promise<void> {
  await withServices(config, async (app) => {
    const units = app.get(ImportUnits, { strict: false });
    await units.territory(join(SEED, 'units'));
    const courses = app.get(ImportCourse, { strict: false });
    for (const folder of readdirSync(join(SEED, 'courses')).sort())
      await courses.fromFolder(join(SEED, 'courses', folder));
    if (!config.demoMode) return;
    await units.bodies(join(SEED, 'units'));
    await units.demoVillages();
    await seedDemo(app);
  });
}

export async function withServices<T>(
  config: RuntimeConfig,
  work: (app: INestApplicationContext) => Promise<T>,
): Promise<T> {
  const app = await NestFactory.createApplicationContext(CliModule.forRoot(config), {
    logger: ['error'],
    abortOnError: false,
  });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

import { NestFactory } from '@nestjs/core';
import { PlatformModule, RuntimeConfig, SealAudit, readConfig } from '#libs/platform';
import { withDatabase } from './with-database.js';

/** Exit code 1 when an entry was changed, removed or reordered. */
export async function auditVerify(): Promise<void> {
  const config = readConfig(RuntimeConfig);
  await withDatabase(config, async () => {
    const app = await NestFactory.createApplicationContext(PlatformModule.forRoot(config, 2), { logger: ['error'] });
    const broken = await app.get(SealAudit).firstBroken();
    await app.close();
    process.stdout.write(broken === null ? 'Chuỗi nhật ký nguyên vẹn.\n' : `Chuỗi nhật ký đứt ở mục số ${broken}.\n`);
    if (broken !== null) process.exitCode = 1;
  });
}

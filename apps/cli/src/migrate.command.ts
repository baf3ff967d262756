import { RuntimeConfig, migrate, readConfig } from '#libs/platform';
import { withDatabase } from './with-database.js';

export async function migrateCommand(): Promise<void> {
  const config = readConfig(RuntimeConfig);
  await withDatabase(config, async ({ url, ownerUrl }) => {
    const applied = await migrate(ownerUrl, url);
    process.stdout.write(applied.length > 0 ? `Đã cập nhật: ${applied.join(', ')}\n` : 'Cấu trúc đã mới nhất.\n');
  });
}

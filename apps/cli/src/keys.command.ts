import { NestFactory } from '@nestjs/core';
import { AuditLog, PlatformModule, RotateKeys, RuntimeConfig, UnitOfWork, readConfig } from '#libs/platform';
import { withDatabase } from './with-database.js';

/**
 * `keys:rotate` begins or goes on, `--stop` asks the worker to end after its batch, `--status` only tells. The worker does the
 * work; this only writes what it should do.
 */
export async function keysRotate(args: string[] = []): Promise<void> {
  const config = readConfig(RuntimeConfig);
  await withDatabase(config, async () => {
    const app = await NestFactory.createApplicationContext(PlatformModule.forRoot(config, 2), { logger: ['error'] });
    const rotation = app.get(RotateKeys);
    if (!args.includes('--status')) {
      const stop = args.includes('--stop');
      await app.get(UnitOfWork).run(async (tx) => {
        await (stop ? rotation.stop(tx) : rotation.start(tx));
        await app.get(AuditLog).append(tx, { action: stop ? 'key.rotate-stop' : 'key.rotate', subjectType: 'key' });
      });
    }
    const state = await rotation.latest();
    const left = await rotation.remaining();
    const indexes = await rotation.remainingIndexes();
    await app.close();
    const progress = state?.finishedAt
      ? 'Đã xong.'
      : state?.stopAskedAt
        ? 'Đã yêu cầu dừng; chạy lại lệnh này để làm tiếp.'
        : state
          ? 'Worker đang hoặc sắp làm.'
          : 'Chưa đổi khóa lần nào.';
    process.stdout.write(
      `${progress} Còn ${left} giá trị mã hóa và ${indexes} chỉ mục bằng khóa cũ.` +
        `${state?.finishedAt && left + indexes === 0 ? ' Từ ngày mai bỏ được khóa cũ khỏi APP_SECRET.' : ''}\n`,
    );
  });
}

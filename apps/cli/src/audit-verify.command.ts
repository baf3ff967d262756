import { NestFactory } from '@nestjs/core';
import {
  PlatformModule,
  RuntimeConfig,
  StartupError,
  VerifyAudit,
  formatShortDate,
  readConfig,
  type AuditFinding,
} from '#libs/platform';
import { withDatabase } from './with-database.js';

const FAULTS: Record<AuditFinding['fault'], string> = {
  changed: 'nội dung mục đã bị sửa',
  removed: 'mục đã bị xóa',
  reordered: 'thứ tự các mục đã bị đổi',
  inserted: 'mục được ghi thêm về sau với giờ cũ',
  'cut-off': 'phần cuối nhật ký đã bị cắt',
  rewritten: 'chuỗi đã bị lập lại, không khớp mốc đã công bố',
  'head-missing': 'mốc đã công bố bị mất hoặc bị sửa',
};

/**
 * Exit code 1 when an entry was changed, removed or reordered, or the end cut off. `--head NUMBER:HASH` holds the chain
 * against a head that somebody noted elsewhere.
 */
export async function auditVerify(args: string[] = []): Promise<void> {
  const noted = notedHead(args);
  const config = readConfig(RuntimeConfig);
  await withDatabase(config, async () => {
    const app = await NestFactory.createApplicationContext(PlatformModule.forRoot(config, 2), { logger: ['error'] });
    const { sealed, heads, findings } = await app.get(VerifyAudit).verify(noted);
    await app.close();
    const lines = findings.map(
      ({ fault, number, day }) =>
        `  ${number === null ? '' : `mục số ${number}: `}${FAULTS[fault]}${day ? ` (mốc ngày ${formatShortDate(day)})` : ''}\n`,
    );
    const seen = `${sealed} mục đã niêm phong, ${heads} mốc đã công bố`;
    process.stdout.write(
      findings.length === 0
        ? `Chuỗi nhật ký nguyên vẹn: ${seen}.\n`
        : `Nhật ký có vấn đề (${seen}):\n${lines.join('')}`,
    );
    if (findings.length > 0) process.exitCode = 1;
  });
}

function notedHead(args: string[]): { number: number; hash: string } | undefined {
  const at = args.indexOf('--head');
  if (at < 0) return undefined;
  const [number, hash] = (args[at + 1] ?? '').split(':');
  if (!/^\d+$/.test(number ?? '') || !/^[0-9a-f]{64}$/.test(hash ?? ''))
    throw new StartupError('Mốc ghi như: --head 1234:chuỗi-64-ký-tự');
  return { number: Number(number), hash: hash! };
}

import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StartupError } from '../errors/startup-error.js';

/** Makes the folder of the program's data, or says in a sentence why it cannot be used. */
export function makeDataFolder(folder: string): void {
  try {
    makeFolder(folder);
    const probe = join(folder, `.probe-${process.pid}`);
    try {
      writeFileSync(probe, 'x');
    } finally {
      rmSync(probe, { force: true });
    }
  } catch (error) {
    throw new StartupError(
      isFull(error)
        ? `Ổ đĩa chứa thư mục dữ liệu ${folder} đã hết chỗ. Hãy giải phóng chỗ rồi chạy lại.`
        : `Không ghi được vào thư mục dữ liệu ${folder}. Hãy kiểm tra quyền, hoặc đặt DATA_DIR sang thư mục khác.`,
    );
  }
}

/** Level by level: mkdir's own `recursive` never returns below a folder that takes none, such as /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o755 });
}

function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');
}

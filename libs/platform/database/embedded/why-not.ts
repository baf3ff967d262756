import type { DatabaseError } from 'pg';

/** What PostgreSQL wrote before it ended, as a sentence its reader can act on. */
export function whyNotStarted(log: string, cluster: string): string {
  const [, theirs, ours] = log.match(/initialized by PostgreSQL version ([\d.]+),.*this version ([\d.]+\d)/) ?? [];
  if (theirs)
    return (
      `Dữ liệu ở ${cluster} là của PostgreSQL ${theirs}, còn PostgreSQL đi kèm là bản ${ours}. Hãy dùng lại bản chương trình cũ ` +
      `để xuất dữ liệu (pg_dump) rồi nạp vào bản mới, hoặc đặt DATA_DIR sang thư mục khác.`
    );
  const full = diskFull(log, cluster);
  if (full) return `${full} Hãy giải phóng chỗ rồi chạy lại; dữ liệu đã ghi vẫn còn.`;
  const last = log.trim().split('\n').slice(-5).join('\n');
  if (/could not find the database system|pg_control|invalid checkpoint|could not locate a valid checkpoint/.test(log))
    return `Cơ sở dữ liệu ở ${cluster} thiếu tệp hoặc đã hỏng. Hãy khôi phục từ bản sao lưu, hoặc đặt DATA_DIR sang thư mục khác.\n${last}`;
  return `PostgreSQL đi kèm không khởi động được:\n${last}`;
}

/** The same of initdb, which leaves nothing behind. */
export function whyNotMade(log: string, cluster: string): string {
  const full = diskFull(log, cluster);
  if (full) return `${full} Hãy giải phóng chỗ (cần khoảng 200 MB) rồi chạy lại.`;
  return `Không tạo được cơ sở dữ liệu ở ${cluster}:\n${log.trim().split('\n').slice(-5).join('\n')}`;
}

/** Of a server that was up. Only lines that ended it: others repeat statements, and with them what people typed. */
export function whyEnded(log: string, cluster: string): string {
  const last = log
    .split('\n')
    .filter((line) => /\b(FATAL|PANIC): /.test(line))
    .slice(-3);
  return diskFull(last.join('\n'), cluster) ?? last.join('\n');
}

function diskFull(log: string, cluster: string): string | null {
  return /No space left on device|Disk quota exceeded/.test(log) ? `Ổ đĩa chứa ${cluster} đã hết chỗ.` : null;
}

/** A refusal that waiting does not change; null while the server is only not there yet. */
export function refusalOf(error: unknown, passwordFile: string): string | null {
  const { code } = error as DatabaseError;
  return code === '28P01'
    ? `Mật khẩu trong ${passwordFile} không phải của cơ sở dữ liệu này. Hãy khôi phục tệp đó từ bản sao lưu cùng lúc với dữ liệu.`
    : null;
}

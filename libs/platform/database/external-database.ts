import pg from 'pg';
import { StartupError } from '../errors/startup-error.js';

const OLDEST = 15;

/** Says in a sentence why an external database cannot be used, before anything is started on it. */
export async function assertDatabaseUsable(url: string, variable: string): Promise<void> {
  let client: pg.Client | undefined;
  try {
    client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
    client.on('error', () => undefined);
    await client.connect();
    const { rows } = await client.query('SHOW server_version_num');
    const refusal = refuseVersion(Number(rows[0].server_version_num));
    if (refusal) throw new StartupError(refusal);
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(sentence(error as NodeJS.ErrnoException, url, variable));
  } finally {
    await client?.end().catch(() => undefined);
  }
}

/** `server_version_num` is 140012 for 14.12. */
export function refuseVersion(serverVersion: number): string | null {
  const major = Math.floor(serverVersion / 10_000);
  return major >= OLDEST ? null : `Cần PostgreSQL ${OLDEST} trở lên; máy chủ này là PostgreSQL ${major}.`;
}

function sentence({ code, message }: NodeJS.ErrnoException, url: string, variable: string): string {
  const { host, database, user } = partsOf(url);
  switch (code) {
    case '28P01':
    case '28000':
      return `PostgreSQL ở ${host} không nhận tài khoản “${user}”. Hãy kiểm tra tên và mật khẩu trong ${variable}.`;
    case '3D000':
      return `PostgreSQL ở ${host} chưa có cơ sở dữ liệu “${database}”. Hãy tạo nó, hoặc sửa tên trong ${variable}.`;
    case '53300':
      return `PostgreSQL ở ${host} đã hết chỗ kết nối. Hãy tăng max_connections hoặc thử lại sau ít phút.`;
    case '57P03':
      return `PostgreSQL ở ${host} đang khởi động hoặc đang dừng. Hãy thử lại sau ít giây.`;
    default:
      return `Không kết nối được PostgreSQL ở ${host} (${code ?? message}). Hãy xem PostgreSQL đã chạy chưa và kiểm tra ${variable}.`;
  }
}

/** The password never reaches a message. */
function partsOf(url: string): { host: string; database: string; user: string } {
  try {
    const { hostname, port, pathname, username } = new URL(url);
    return {
      host: `${hostname}:${port || 5432}`,
      database: decodeURIComponent(pathname.slice(1)),
      user: decodeURIComponent(username),
    };
  } catch {
    return { host: 'địa chỉ đã cho', database: '', user: '' };
  }
}

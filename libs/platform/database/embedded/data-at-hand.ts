import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { StartupError } from '../../errors/startup-error.js';

export interface ClusterFiles {
  cluster: string;
  passwordFile: string;
  /** Written after initdb has ended well. */
  marker: string;
}

/**
 * What stands where the database belongs: nothing that counts, so it may be made there, or a database of ours. Anything
 * else is left as it is and refused: it may be somebody's only copy.
 */
export function dataAtHand({ cluster, passwordFile, marker }: ClusterFiles): 'none' | 'ours' {
  const made = existsSync(marker);
  const isEmpty = !existsSync(cluster) || readdirSync(cluster).length === 0;
  if (!made && isEmpty) return 'none';
  if (isEmpty)
    throw new StartupError(
      `Cơ sở dữ liệu đã có ở ${cluster} nhưng nay không còn tệp nào. Hãy khôi phục thư mục đó từ bản sao lưu; ` +
        `muốn bắt đầu lại với dữ liệu mới thì xóa ${marker}.`,
    );
  if (!existsSync(passwordFile))
    throw new StartupError(
      made
        ? `Thiếu ${passwordFile}, mật khẩu của cơ sở dữ liệu ở ${cluster}. Hãy khôi phục tệp đó từ bản sao lưu, hoặc đặt DATA_DIR sang thư mục khác.`
        : `${cluster} có tệp không phải của chương trình này, nên không ghi gì vào đó. Hãy đặt DATA_DIR sang thư mục khác.`,
    );
  // initdb leaves no such file: a server has run on it, so it was made in full.
  return made || existsSync(join(cluster, 'postmaster.opts')) ? 'ours' : 'none';
}

import { IsIn, IsInt, IsOptional, IsString, IsUrl, Max, Min, ValidateIf } from 'class-validator';
import { resolve } from 'node:path';
import { AreAddresses, AreSecrets } from './checks.js';

const inProduction = ({ nodeEnv }: RuntimeConfig) => nodeEnv === 'production';

/** Where the program runs: addresses, folders, processes. */
export class RuntimeConfig {
  @IsIn(['development', 'production', 'test'], { message: 'chỉ nhận development, production hoặc test' })
  nodeEnv: string = 'development';

  /** Address the web listens on. */
  @IsString()
  host: string = '127.0.0.1';

  @IsInt({ message: 'phải là một số' })
  @Min(0)
  @Max(65535)
  port: number = 3000;

  /** Folder of the embedded database, stored files and generated secrets. */
  @IsString()
  dataDir: string = '.data';

  /** The address people type; used in links, QR codes and cookies (https makes them Secure). Production must know it. */
  @ValidateIf((config: RuntimeConfig) => inProduction(config) || config.publicUrl !== undefined)
  @IsUrl({ require_tld: false }, { message: 'phải là một địa chỉ web đầy đủ, ví dụ https://hocvuso.example.vn' })
  publicUrl?: string = undefined;

  /** Whose X-Forwarded-* headers are believed: addresses, networks or names (loopback, uniquelocal), by comma. */
  @AreAddresses({ message: 'chỉ nhận địa chỉ hoặc dải địa chỉ của máy chuyển tiếp, ví dụ 10.0.0.5 hoặc 10.0.0.0/24' })
  trustedProxies: string = 'loopback';

  /** PostgreSQL 15 or later. Unset: the embedded one. */
  @IsOptional()
  @IsString()
  databaseUrl?: string = undefined;

  /** Owner of the tables, for migrations only. Unset: DATABASE_URL. */
  @IsOptional()
  @IsString()
  databaseOwnerUrl?: string = undefined;

  /** Jobs go through Bull when set. */
  @IsOptional()
  @IsString()
  redisUrl?: string = undefined;

  @IsInt({ message: 'phải là một số' })
  @Min(1)
  @Max(64)
  webConcurrency: number = 1;

  /** 32 random characters or more; keys for encrypted fields and form tokens are derived from it. Older ones after a comma. */
  @ValidateIf(inProduction)
  @AreSecrets({ message: 'cần một chuỗi bí mật ngẫu nhiên dài ít nhất 32 ký tự' })
  appSecret?: string = undefined;

  /** Production uses an external database unless this is "yes". */
  @IsIn(['yes', 'no'])
  allowEmbeddedDatabase: string = 'no';

  @IsIn(['yes', 'no'])
  demo: string = 'yes';

  /** "1": administrators, auditors and the committee need a second factor outside production too. There they always do. */
  @IsIn(['0', '1'], { message: 'chỉ nhận 0 hoặc 1' })
  hvsRequireTotp: string = '0';

  get production(): boolean {
    return this.nodeEnv === 'production';
  }
  /** Demo people and the message sink exist only outside production. */
  get demoMode(): boolean {
    return this.demo === 'yes' && !this.production;
  }
  get baseUrl(): string {
    return (this.publicUrl ?? `http://localhost:${this.port}`).replace(/\/$/, '');
  }
  get dataPath(): string {
    return resolve(this.dataDir);
  }
}

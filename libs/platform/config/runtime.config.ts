import { IsIn, IsInt, IsOptional, IsString, IsUrl, Matches, Max, Min, ValidateIf } from 'class-validator';
import { resolve } from 'node:path';
import { AreAddresses, AreSecrets } from './checks.js';

const PORT_RANGE = 'phải là một số từ 0 đến 65535';
const PROCESSES = 'phải là một số từ 1 đến 64';
const DEMO_PEOPLE = 'phải là một số từ 0 đến 10000';
const HEAP = 'phải là một số từ 128 đến 4096';
const POSTGRES = /^postgres(ql)?:\/\/[^/\s]/;
const POSTGRES_FORM = 'phải có dạng postgres://tài-khoản:mật-khẩu@máy:5432/tên-cơ-sở-dữ-liệu';
const inProduction = ({ nodeEnv }: RuntimeConfig) => nodeEnv === 'production';

/** Where the program runs: addresses, folders, processes. */
export class RuntimeConfig {
  @IsIn(['development', 'production', 'test'], { message: 'chỉ nhận development, production hoặc test' })
  nodeEnv: string = 'development';

  /** Address the web listens on. */
  @IsString()
  host: string = '127.0.0.1';

  @IsInt({ message: PORT_RANGE })
  @Min(0, { message: PORT_RANGE })
  @Max(65535, { message: PORT_RANGE })
  port: number = 3000;

  /** Folder of the embedded database, stored files and generated secrets. */
  @IsString()
  dataDir: string = '.data';

  /** The address people type; used in links, QR codes and cookies (https makes them Secure). Production must know it. */
  @ValidateIf((config: RuntimeConfig) => inProduction(config) || config.publicUrl !== undefined)
  @IsUrl(
    { require_tld: false, protocols: ['http', 'https'], require_protocol: true },
    { message: 'phải là một địa chỉ web đầy đủ, ví dụ https://hocvuso.example.vn' },
  )
  @Matches(/^([^/]*\/\/)?[^/?#]+\/?$/, { message: 'không có gì sau tên miền, ví dụ https://hocvuso.example.vn' })
  publicUrl?: string = undefined;

  /** Whose X-Forwarded-* headers are believed: addresses, networks or names (loopback, uniquelocal), by comma. */
  @AreAddresses({ message: 'chỉ nhận địa chỉ hoặc dải địa chỉ của máy chuyển tiếp, ví dụ 10.0.0.5 hoặc 10.0.0.0/24' })
  trustedProxies: string = 'loopback';

  /** PostgreSQL 15 or later. Unset: the embedded one. */
  @IsOptional()
  @Matches(POSTGRES, { message: POSTGRES_FORM })
  databaseUrl?: string = undefined;

  /** Owner of the tables, for migrations only. Unset: DATABASE_URL. */
  @IsOptional()
  @Matches(POSTGRES, { message: POSTGRES_FORM })
  databaseOwnerUrl?: string = undefined;

  /** Jobs go through Bull when set. */
  @IsOptional()
  @Matches(/^rediss?:\/\/[^/\s]/, { message: 'phải có dạng redis://máy:6379' })
  redisUrl?: string = undefined;

  @IsInt({ message: PROCESSES })
  @Min(1, { message: PROCESSES })
  @Max(64, { message: PROCESSES })
  webConcurrency: number = 1;

  /** Megabytes of heap for the worker that `start` starts; fifty thousand rows of a roster need less than half of it. */
  @IsInt({ message: HEAP })
  @Min(128, { message: HEAP })
  @Max(4096, { message: HEAP })
  workerHeapMb: number = 384;

  /** 32 random characters or more; keys for encrypted fields and form tokens are derived from it. Older ones after a comma. */
  @ValidateIf(inProduction)
  @AreSecrets({ message: 'cần một chuỗi bí mật ngẫu nhiên dài ít nhất 32 ký tự' })
  appSecret?: string = undefined;

  /** Production uses an external database unless this is "yes". */
  @IsIn(['yes', 'no'], { message: 'chỉ nhận yes hoặc no' })
  allowEmbeddedDatabase: string = 'no';

  @IsIn(['yes', 'no'], { message: 'chỉ nhận yes hoặc no' })
  demo: string = 'yes';

  /** People with histories that the demo begins with. */
  @IsInt({ message: DEMO_PEOPLE })
  @Min(0, { message: DEMO_PEOPLE })
  @Max(10_000, { message: DEMO_PEOPLE })
  demoPeople: number = 300;

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

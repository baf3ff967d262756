import { IsNotEmpty, IsString, IsUrl, ValidateIf } from 'class-validator';
import { readConfig } from './config.js';

const ADDRESS = 'phải là một địa chỉ web, ví dụ https://s3.example.vn';
const NEEDED = 'cần có khi dùng kho S3';
/** One of the settings asks for all. */
const wanted = ({ s3Endpoint, s3Bucket, s3AccessKey, s3SecretKey }: StorageConfig) =>
  [s3Endpoint, s3Bucket, s3AccessKey, s3SecretKey].some((value) => value !== undefined);

/** Where files live: an S3 store when it is named, else the folder DATA_DIR/files. */
export class StorageConfig {
  /** Address of the store, without the bucket: objects are asked for as `endpoint/bucket/key`. */
  @ValidateIf(wanted)
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true }, { message: ADDRESS })
  s3Endpoint?: string = undefined;

  @ValidateIf(wanted)
  @IsNotEmpty({ message: NEEDED })
  s3Bucket?: string = undefined;

  /** Part of the signature; stores of one's own mostly take any. */
  @IsString()
  s3Region: string = 'us-east-1';

  @ValidateIf(wanted)
  @IsNotEmpty({ message: NEEDED })
  s3AccessKey?: string = undefined;

  @ValidateIf(wanted)
  @IsNotEmpty({ message: NEEDED })
  s3SecretKey?: string = undefined;
}

export interface S3Settings {
  endpoint: string;
  bucket: string;
  region: string;
  accessKey: string;
  secretKey: string;
}

/** Null: no store is named. Refuses settings that are incomplete. */
export function s3Settings(env: NodeJS.ProcessEnv = process.env): S3Settings | null {
  const { s3Endpoint, s3Bucket, s3Region, s3AccessKey, s3SecretKey } = readConfig(StorageConfig, env);
  if (s3Endpoint === undefined) return null;
  return {
    endpoint: s3Endpoint.replace(/\/+$/, ''),
    bucket: s3Bucket!,
    region: s3Region,
    accessKey: s3AccessKey!,
    secretKey: s3SecretKey!,
  };
}

import { describe, expect, it } from '@jest/globals';
import { ConfigError } from './config.js';
import { s3Settings } from './storage.config.js';

const ALL = {
  S3_ENDPOINT: 'https://s3.example.vn/',
  S3_BUCKET: 'hoc-vu-so',
  S3_ACCESS_KEY: 'ma',
  S3_SECRET_KEY: 'bi-mat',
};

describe('where files live', () => {
  it('is the folder unless a store is named', () => {
    expect(s3Settings({})).toBeNull();
    expect(s3Settings({ S3_REGION: 'vn-1' })).toBeNull();
  });

  it('is the store that is named', () => {
    expect(s3Settings(ALL)).toEqual({
      endpoint: 'https://s3.example.vn',
      bucket: 'hoc-vu-so',
      region: 'us-east-1',
      accessKey: 'ma',
      secretKey: 'bi-mat',
    });
    expect(s3Settings({ ...ALL, S3_ENDPOINT: 'http://minio:9000', S3_REGION: 'vn-1' })).toMatchObject({
      endpoint: 'http://minio:9000',
      region: 'vn-1',
    });
  });

  it.each(Object.keys(ALL))('is not half named: without %s nothing starts', (name) => {
    expect(() => s3Settings({ ...ALL, [name]: '' })).toThrow(ConfigError);
    expect(() => s3Settings({ ...ALL, [name]: undefined })).toThrow(name);
  });

  it('has an address of the web', () => {
    expect(() => s3Settings({ ...ALL, S3_ENDPOINT: 's3.example.vn' })).toThrow(/S3_ENDPOINT: phải là một địa chỉ web/);
  });
});

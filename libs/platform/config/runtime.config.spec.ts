import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';
import { RuntimeConfig } from './runtime.config.js';

describe('the address people type', () => {
  it.each(['http://localhost:3000', 'https://hocvuso.example.vn', 'https://hocvuso.example.vn/'])('may be %s', (url) =>
    expect(readConfig(RuntimeConfig, { PUBLIC_URL: url }).baseUrl).toBe(url.replace(/\/$/, '')),
  );

  it.each(['hocvuso.example.vn', 'localhost:3000', 'ftp://hocvuso.example.vn'])('is one of the web, not %s', (url) =>
    expect(() => readConfig(RuntimeConfig, { PUBLIC_URL: url })).toThrow(
      /PUBLIC_URL: phải là một địa chỉ web đầy đủ, ví dụ \S+$/,
    ),
  );

  it.each(['https://a.example.vn/hoc', 'https://a.example.vn?x=1', 'https://a.example.vn/#x'])(
    'ends with its name, not as %s',
    (url) =>
      expect(() => readConfig(RuntimeConfig, { PUBLIC_URL: url })).toThrow(/PUBLIC_URL: không có gì sau tên miền/),
  );
});

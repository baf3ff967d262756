import { describe, expect, it } from '@jest/globals';
import { createTestContext } from '#libs/testing';
import { assertDatabaseUsable, refuseVersion } from './external-database.js';

/** Against the tests' own server: what an operator reads about an address that is nearly right. */
describe('an external database', () => {
  it('is told apart by what is wrong with it, and never with its password', async () => {
    const context = await createTestContext({});
    try {
      const url = new URL(context.config.databaseUrl!);
      const refusal = async (change: (address: URL) => void) => {
        const address = new URL(url);
        change(address);
        return assertDatabaseUsable(address.href, 'DATABASE_URL').then(
          () => null,
          (error: Error) => error.message,
        );
      };
      expect(await refusal(() => undefined)).toBeNull();
      const wrongPassword = await refusal((address) => (address.password = 'khong-dung'));
      expect(wrongPassword).toMatch(/không nhận tài khoản “postgres”.*DATABASE_URL/);
      expect(wrongPassword).not.toContain('khong-dung');
      expect(await refusal((address) => (address.pathname = '/khong_co'))).toMatch(/chưa có cơ sở dữ liệu “khong_co”/);
      expect(await refusal((address) => (address.port = '1'))).toMatch(/^Không kết nối được PostgreSQL ở 127.0.0.1:1 /);
    } finally {
      await context.close();
    }
  });

  it.each([
    [140_012, 'Cần PostgreSQL 15 trở lên; máy chủ này là PostgreSQL 14.'],
    [90_624, 'Cần PostgreSQL 15 trở lên; máy chủ này là PostgreSQL 9.'],
    [150_000, null],
    [180_001, null],
  ])('of version %d', (version, refusal) => expect(refuseVersion(version)).toBe(refusal));
});

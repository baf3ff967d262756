import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { FirstAdministrators, IdentityModule } from '#libs/identity';
import { Units } from '#libs/organisation';
import { StartupError, UnitOfWork } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { commands } from '../src/commands.js';

jest.setTimeout(400_000);

/** The commands themselves, on a real database, as an operator types them. */
describe('administrators at the command line', () => {
  let context: TestContext;
  const before = { ...process.env };
  beforeAll(async () => {
    context = await createTestContext({ imports: [IdentityModule] }, { realClock: true });
    context.config.hvsRequireTotp = '1';
    Object.assign(process.env, {
      DATABASE_URL: context.config.databaseUrl,
      DATA_DIR: context.config.dataDir,
      PUBLIC_URL: 'https://hocvuso.example',
    });
    await context.get(UnitOfWork).run((tx) =>
      context.get(Units).create(tx, {
        tree: 'territory',
        code: '12',
        kind: 'province',
        name: 'Tỉnh Lai Châu',
        parentId: null,
        validFrom: '2025-07-01',
      }),
    );
  });
  afterAll(async () => {
    for (const name of ['DATABASE_URL', 'DATA_DIR', 'PUBLIC_URL'])
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    await context.close();
  });

  async function run(name: string, ...args: string[]): Promise<string> {
    const written = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      await commands[name]!.run(args);
      return written.mock.calls.map(([text]) => String(text)).join('');
    } finally {
      written.mockRestore();
    }
  }
  const create = (...args: string[]) => run('admin:create', ...args);

  it('prints where to go and a code that works there once; a second one needs a reason; each refusal is a sentence', async () => {
    const first = await create('--name', 'Hoàng Minh Tuấn', '--phone', '0912000001');
    const [, requestId] = first.match(/https:\/\/hocvuso\.example\/dang-nhap\/quan-tri-moi\?yeu-cau=([0-9a-f-]{36})/)!;
    const [, code] = first.match(/Mã:\s+(\d{6})/)!;
    const form = { requestId: requestId!, code: code!, password: 'ruộng bậc thang mùa lúa', consent: true };
    expect((await context.get(FirstAdministrators).accept(form, {})).step).toMatchObject({ need: 'set-up' });
    for (const [args, told] of [
      [['--name', 'Trần Thu Hà', '--phone', '0912000002'], /Đã có quản trị viên/],
      [['--name', 'Trần Thu Hà', '--phone', '0912000002', '--another'], /lý do/],
      [['--name', 'Trần Thu Hà', '--phone', '12', '--another', '--reason', 'Cần hai người duyệt'], /điện thoại/],
      [['--name', 'Ai Khác', '--phone', '0912000001', '--another', '--reason', 'Cần hai người duyệt'], /tên khác/],
    ] as const) {
      const refused = create(...args);
      await expect(refused).rejects.toThrow(StartupError);
      await expect(refused).rejects.toThrow(told);
    }
    const second = ['--name', 'Trần Thu Hà', '--phone', '0912000002', '--another', '--reason', 'Cần hai người duyệt'];
    expect(await create(...second)).toMatch(/Mã:\s+\d{6}/);
  });

  it('resets the second factor of the only administrator', async () => {
    const [{ id }] = await context.db.query('SELECT person_id AS id FROM account');
    await context.db.query(
      `INSERT INTO second_factor (person_id, secret_cipher, confirmed_at) VALUES ($1, 'x', now())`,
      [id],
    );
    await expect(run('admin:reset-second-factor', '--phone', '0912000001')).rejects.toThrow(/lý do/);
    const args = ['--phone', '0912000001', '--reason', 'Mất điện thoại và mã dự phòng'];
    expect(await run('admin:reset-second-factor', ...args)).toContain('Đã đặt lại');
    expect(await context.db.query('SELECT 1 FROM second_factor')).toEqual([]);
  });
});

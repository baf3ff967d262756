import { describe, expect, it, jest } from '@jest/globals';
import { hashPassword, passwordProblem, verifyDecoy, verifyPassword } from './password.js';
import { hashWorkers } from './security/hashing/hash-workers.js';

describe('passwords', () => {
  it('are kept as argon2id, differently each time', async () => {
    const [one, two] = await Promise.all([hashPassword('ruộng bậc thang'), hashPassword('ruộng bậc thang')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=32768,t=3,p=1\$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword(one, 'ruộng bậc thang')).toBe(true);
    expect(await verifyPassword(one, 'ruong bac thang')).toBe(false);
  });

  it('are the same however the phone composes its tones', async () => {
    const stored = await hashPassword('ruộng bậc thang'.normalize('NFD'));
    expect(await verifyPassword(stored, 'ruộng bậc thang'.normalize('NFC'))).toBe(true);
  });

  it.each([
    ['1234567', 'password.too-short'],
    ['x'.repeat(201), 'password.too-long'],
    ['12345678', 'password.common'],
    ['09876543', 'password.common'],
    ['40028922', null],
    ['9876543210', 'password.common'],
    ['88888888', 'password.common'],
    ['aaaaaaaaa', 'password.common'],
    ['Mật khẩu 123', 'password.common'],
    ['Vietnam123', 'password.common'],
    ['0912345678', 'password.is-phone'],
    ['mai 0912.345.678', 'password.is-phone'],
    ['912345678x', 'password.is-phone'],
    ['ruộng bậc thang', null],
    ['hocvuso2026', null],
  ])('%p: %p', (password, problem) => {
    expect(passwordProblem(password, { minLength: 8, phone: '+84912345678' })).toBe(problem);
  });

  it('are not blamed for a phone that is not known', () => {
    expect(passwordProblem('chợ phiên 40', { minLength: 8 })).toBeNull();
  });

  it.each([
    ['Lò Thị Mai 1968', 'password.is-name'],
    ['lothimai', 'password.is-name'],
    ['LO.THI.MAI!2026', 'password.is-name'],
    ['lò thị mai lò thị mai', 'password.is-name'],
    ['lò thị mai trồng ngô', null],
  ])('are not the own name: %p', (password, problem) => {
    expect(passwordProblem(password, { minLength: 8, fullName: 'Lò Thị Mai' })).toBe(problem);
  });

  it.each([
    ['mậtkhẩu123456', 'password.too-short'],
    ['password123456', 'password.common'],
    ['Mật khẩu 123456', 'password.common'],
    ['12345678901234', 'password.common'],
    ['abcabcabcabcabca', 'password.common'],
    ['2026 2026 2026 2026', 'password.common'],
    ['ruộng bậc thang', null],
  ])('of fourteen characters at least: %p', (password, problem) => {
    expect(passwordProblem(password, { minLength: 14 })).toBe(problem);
  });

  it('are as long as they look, however the phone composes its tones', () => {
    expect(passwordProblem('ruộng bậc tha'.normalize('NFD'), { minLength: 14 })).toBe('password.too-short');
  });

  it('of an unknown account cost what a real one costs', async () => {
    const cost = (hash: string | null) => hash?.split('$').slice(0, 4).join('$');
    const stored = await hashPassword('một hai ba bốn');
    await verifyDecoy('làm nóng');
    const run = jest.spyOn(hashWorkers, 'run');
    await verifyPassword(stored, 'sai mật khẩu');
    await verifyDecoy('sai mật khẩu');
    const [real, decoy, ...more] = run.mock.calls.map(([job]) => job);
    run.mockRestore();
    expect([cost(real!.stored), real!.password, more]).toEqual([cost(decoy!.stored), decoy!.password, []]);
  });
});

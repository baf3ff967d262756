import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JobRunner } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import type { Actor } from '../actor.js';
import { PersonalExports } from './personal-exports.service.js';
import { PASSWORD, makeOwner, unzip } from './rights.fixtures.js';
import { RightsModule } from './rights.module.js';

describe('a copy of own data', () => {
  let context: TestContext;
  let owner: Actor;
  let exports: PersonalExports;
  let id: string;
  beforeAll(async () => {
    context = await createTestContext({ imports: [RightsModule] });
    exports = context.get(PersonalExports);
    owner = await makeOwner(context, 'Lò <b>Mai</b>');
    id = await exports.request(owner);
  });
  afterAll(() => context.close());

  it('is made once, by a job', async () => {
    expect(await exports.request(owner)).toBe(id);
    await expect(exports.open(owner, id, PASSWORD)).rejects.toMatchObject({ code: 'export.gone' });
    await context.get(JobRunner).drain();
    expect(await exports.list(owner)).toMatchObject([{ id, readyAt: context.clock.now() }]);
  });

  it('holds a page to read and a file for programs, with nothing of anybody else', async () => {
    const { stream } = await exports.open(owner, id, PASSWORD);
    const files = await unzip(stream);
    expect(Object.keys(files)).toContain('json/thong-tin.json');
    expect(files['du-lieu-cua-ban.html']).toContain('Lò &lt;b&gt;Mai&lt;/b&gt;');
    expect(files['du-lieu-cua-ban.html']).not.toMatch(/<script|https?:/);
    expect(JSON.parse(files['json/thong-tin.json']).rows[0]).toMatchObject({
      birthYear: 1968,
      phone: expect.stringMatching(/^\+84/),
    });
    expect(JSON.stringify(files)).not.toMatch(/argon2|hash/);
  });

  it('wants the password, and is nobody else’s', async () => {
    const stranger = await makeOwner(context);
    await expect(exports.open(owner, id, 'sai')).rejects.toMatchObject({ fields: { password: 'password.wrong' } });
    await expect(exports.open(stranger, id, PASSWORD)).rejects.toMatchObject({ code: 'export.gone' });
    await expect(exports.open({ ...owner, via: 'token' }, id, PASSWORD)).rejects.toMatchObject({
      code: 'export.by-token',
    });
  });

  it('is gone after seven days', async () => {
    context.clock.advance(7 * 86_400 - 1);
    await exports.open(owner, id, PASSWORD);
    context.clock.advance(1);
    await expect(exports.open(owner, id, PASSWORD)).rejects.toMatchObject({ code: 'export.gone' });
    expect(await exports.list(owner)).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JobRunner, countStatements } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { newCertificateCode } from './certificate-code.policy.js';
import { Certificates } from './certificates.service.js';
import { world } from './credentials.fixtures.js';
import { CredentialsModule } from './credentials.module.js';
import { ErasePrintedCertificates } from './erase-printed-certificates.service.js';
import { RevokeCertificate } from './revoke-certificate.service.js';
import { VerifyCertificate } from './verify-certificate.service.js';

let context: TestContext;
const { run, newPerson, newActor, newCertificate } = world(() => context);
beforeAll(async () => {
  context = await createTestContext({ imports: [CredentialsModule] });
});
afterAll(() => context.close());

const byCode = (code: string) => context.get(VerifyCertificate).byCode(code);
const REASON = 'Cấp nhầm người, theo biên bản số 3.';

describe('verification', () => {
  it('finds all that the paper shows in one statement, however the code is typed', async () => {
    const { code } = await newCertificate(await newPerson('Giàng A Páo'));
    const { result, statements } = await countStatements(() => byCode(code.toLowerCase().replaceAll('-', ' ')));
    expect(statements).toHaveLength(1);
    expect(result).toMatchObject({ code, revokedAt: null, revokedReason: null });
    expect(result.printed).toMatchObject({ code, fullName: 'Giàng A Páo', modules: ['Mật khẩu'] });
  });

  it('refuses a code that nobody holds, and asks nothing for what cannot be one', async () => {
    await expect(byCode(newCertificateCode())).rejects.toMatchObject({
      kind: 'not-found',
      code: 'certificate.unknown',
    });
    const { statements } = await countStatements(() => expect(byCode('không phải số')).rejects.toThrow());
    expect(statements).toEqual([]);
  });

  it('still knows an erased one, without a name', async () => {
    const person = await newPerson();
    const { code } = await newCertificate(person);
    await run((tx) => context.get(ErasePrintedCertificates).of(tx, person));
    expect(await byCode(code)).toMatchObject({ code, printed: null, ready: false });
  });
});

describe('a revocation', () => {
  it('stands with its reason and moment, once, in the audit', async () => {
    const admin = await newActor('administrator');
    const { id, code } = await newCertificate(await newPerson());
    const send = () => context.get(RevokeCertificate).revoke(admin, code, ` ${REASON} `);
    await Promise.all([send(), send()]);
    await send();
    expect(await byCode(code)).toMatchObject({
      revokedAt: context.clock.now(),
      revokedReason: REASON,
      printed: null,
    });
    const entries = await context.db.query('SELECT action, actor_id, details FROM audit WHERE subject_id = $1', [id]);
    expect(entries).toMatchObject([{ action: 'certificate.revoke', actor_id: admin.personId }]);
    expect(JSON.stringify(entries)).not.toContain('biên bản');
  });

  it('keeps the first reason against another', async () => {
    const { code } = await newCertificate(await newPerson());
    await context.get(RevokeCertificate).revoke(await newActor('administrator'), code, REASON);
    const second = context.get(RevokeCertificate).revoke(await newActor('administrator'), code, 'Một lý do khác hẳn.');
    await expect(second).rejects.toMatchObject({ kind: 'conflict', code: 'certificate.already-revoked' });
    expect(await byCode(code)).toMatchObject({ revokedReason: REASON });
    await expect(context.db.query(`UPDATE certificate_revocation SET reason = 'x'`)).rejects.toThrow(
      /permission denied/,
    );
    await expect(context.db.query('DELETE FROM certificate_revocation')).rejects.toThrow(/permission denied/);
  });

  it('needs the permission, a certificate and a reason', async () => {
    const { code } = await newCertificate(await newPerson());
    const as = context.get(RevokeCertificate);
    for (const role of ['auditor', 'committee', 'unit_manager', 'reviewer'] as const)
      await expect(as.revoke(await newActor(role), code, REASON)).rejects.toMatchObject({ kind: 'forbidden' });
    const admin = await newActor('administrator');
    for (const reason of ['', '   ngắn    ', 'x'.repeat(501)])
      await expect(as.revoke(admin, code, reason)).rejects.toMatchObject({
        fields: { reason: 'revocation.reason-required' },
      });
    await expect(as.revoke(admin, newCertificateCode(), REASON)).rejects.toMatchObject({ code: 'certificate.unknown' });
    await expect(as.revoke(admin, 'abc', REASON)).rejects.toMatchObject({ code: 'certificate.unknown' });
    expect(await byCode(code)).toMatchObject({ revokedAt: null });
  });
});

describe('the file', () => {
  const files = () => context.get(Certificates);
  const looksAt = (subject: string) =>
    context.db.query('SELECT actor_id, what, purpose FROM access_log WHERE subject_id = $1', [subject]);

  it('is its holder\u2019s once it is made, and nobody else\u2019s', async () => {
    const holder = await newActor();
    const { code } = await newCertificate(holder.personId);
    await expect(files().file(holder, code)).rejects.toMatchObject({ code: 'certificate.not-ready' });
    await context.get(JobRunner).drain();
    const { stream, bytes } = await files().file(holder, code.toLowerCase());
    expect(Buffer.concat(await stream.toArray())).toHaveLength(bytes);
    for (const other of [await newActor(), await newActor('committee', 'auditor', 'unit_manager')])
      await expect(files().file(other, code)).rejects.toMatchObject({ code: 'certificate.unknown' });
    expect(await looksAt(holder.personId)).toEqual([]);
  });

  it('is in the access log when who may revoke reads it', async () => {
    const [holder, admin] = [await newActor(), await newActor('administrator')];
    const { code } = await newCertificate(holder.personId);
    await context.get(JobRunner).drain();
    (await files().file(admin, code)).stream.destroy();
    expect(await looksAt(holder.personId)).toEqual([
      { actor_id: admin.personId, what: 'certificate.file', purpose: 'revocation' },
    ]);
  });

  it('is no longer handed to its holder after a revocation or an erasure', async () => {
    const [holder, admin] = [await newActor(), await newActor('administrator')];
    const { code } = await newCertificate(holder.personId);
    await context.get(JobRunner).drain();
    await context.get(RevokeCertificate).revoke(admin, code, REASON);
    await expect(files().file(holder, code)).rejects.toMatchObject({ code: 'certificate.revoked' });
    (await files().file(admin, code)).stream.destroy();
    await run((tx) => context.get(ErasePrintedCertificates).of(tx, holder.personId));
    await expect(files().file(admin, code)).rejects.toMatchObject({ code: 'certificate.erased' });
  });

  it('is listed among one\u2019s own, the newest first', async () => {
    const [person, other] = [await newPerson(), await newPerson()];
    const first = await newCertificate(person);
    context.clock.advance(60);
    const second = await newCertificate(person);
    await newCertificate(other);
    expect((await files().mine(person)).map(({ code }) => code)).toEqual([second.code, first.code]);
  });
});

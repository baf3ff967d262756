import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JobRunner, Storage } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { CertificateCards } from './certificate-cards.service.js';
import { world } from './credentials.fixtures.js';
import { CredentialsModule } from './credentials.module.js';
import { DrawMissingCards } from './draw-missing-cards.service.js';
import { ErasePrintedCertificates } from './erase-printed-certificates.service.js';

let context: TestContext;
const { run, newPerson, newCertificate } = world(() => context);
beforeAll(async () => {
  context = await createTestContext({ imports: [CredentialsModule] });
});
afterAll(() => context.close());

/** Issued and printed in the days before there were pictures. */
async function issuedEarlier(): Promise<{ person: string; id: string; code: string }> {
  const person = await newPerson();
  const { id, code } = await newCertificate(person);
  await context.get(JobRunner).drain();
  await context.get(Storage).delete(`certificates/${id}.png`);
  await context.db.query('UPDATE certificate_payload SET card_key = NULL WHERE certificate_id = $1', [id]);
  return { person, id, code };
}

const card = async (id: string): Promise<Buffer | null> => {
  const file = await context.get(Storage).open(`certificates/${id}.png`);
  return file && Buffer.concat(await file.stream.toArray());
};
const draw = async (): Promise<number> => {
  let drawn = 0;
  await context.get(DrawMissingCards).run({}, { progress: async (done) => void (drawn = done) });
  return drawn;
};

describe('the picture of a certificate issued before there were pictures', () => {
  it('is drawn once, and whoever holds the code sees it', async () => {
    const { id, code } = await issuedEarlier();
    await expect(context.get(CertificateCards).byCode(code)).rejects.toMatchObject({ code: 'certificate.not-ready' });
    expect(await draw()).toBe(1);
    expect((await card(id))!.subarray(1, 4).toString()).toBe('PNG');
    await expect(context.get(CertificateCards).byCode(code)).resolves.toMatchObject({ bytes: expect.any(Number) });
    expect(await draw()).toBe(0);
  });

  it('is no business of the catch-up when the certificate is still to be printed, or was with its picture', async () => {
    const person = await newPerson();
    const { id } = await newCertificate(person);
    expect([await draw(), await card(id)]).toEqual([0, null]);
    await context.get(JobRunner).drain();
    expect([await draw(), await card(id)]).toEqual([0, expect.any(Buffer)]);
  });

  it('does not stay behind when the person is erased while it is drawn', async () => {
    const { person, id } = await issuedEarlier();
    const storage = context.get(Storage);
    const put = storage.put.bind(storage);
    storage.put = async (key, data) => {
      await run((tx) => context.get(ErasePrintedCertificates).of(tx, person));
      await put(key, data);
    };
    await draw();
    storage.put = put;
    expect(await card(id)).toBeNull();
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JobRunner, Storage } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { Certificates } from './certificates.service.js';
import { world } from './credentials.fixtures.js';
import { CredentialsModule } from './credentials.module.js';
import { ErasePrintedCertificates } from './erase-printed-certificates.service.js';
import { RenderCertificate } from './render-certificate.service.js';

let context: TestContext;
const { run, newPerson, newCertificate, certificatesOf } = world(() => context);
beforeAll(async () => {
  context = await createTestContext({ imports: [CredentialsModule] });
});
afterAll(() => context.close());

const stored = async (id: string): Promise<Buffer | null> => {
  const file = await context.get(Storage).open(`certificates/${id}.pdf`);
  return file && Buffer.concat(await file.stream.toArray());
};
const card = async (id: string) => context.get(Storage).open(`certificates/${id}.png`);
const erase = (person: string) => run((tx) => context.get(ErasePrintedCertificates).of(tx, person));

describe('the file of a certificate', () => {
  it('is made by the job, and the page knows when', async () => {
    const person = await newPerson();
    const { id } = await newCertificate(person);
    expect(await context.get(Certificates).mine(person)).toMatchObject([{ ready: false }]);
    expect(await stored(id)).toBeNull();
    await context.get(JobRunner).drain();
    expect(await context.get(Certificates).mine(person)).toMatchObject([{ ready: true }]);
    expect((await stored(id))!.subarray(0, 5).toString()).toBe('%PDF-');
    expect(await card(id)).not.toBeNull();
  });

  it('is the same, byte for byte, when the job runs again', async () => {
    const person = await newPerson();
    const { id } = await newCertificate(person);
    const render = context.get(RenderCertificate);
    await render.run({ certificateId: id });
    const first = await stored(id);
    context.clock.advance(3600);
    await render.run({ certificateId: id });
    expect(await stored(id)).toEqual(first);
  });

  it('goes with the printed payload, and the fact stays', async () => {
    const person = await newPerson();
    const { id } = await newCertificate(person);
    await context.get(JobRunner).drain();
    expect(await erase(person)).toBe(1);
    await context.get(JobRunner).drain();
    expect([await stored(id), await card(id)]).toEqual([null, null]);
    expect(await certificatesOf(person)).toMatchObject([{ id, printed: null }]);
    expect(await erase(person)).toBe(0);
  });

  it('keeps its payload and its file when the erasure is rolled back', async () => {
    const person = await newPerson();
    const { id } = await newCertificate(person);
    await context.get(JobRunner).drain();
    const failing = run(async (tx) => {
      await context.get(ErasePrintedCertificates).of(tx, person);
      throw new Error('roll back');
    });
    await expect(failing).rejects.toThrow('roll back');
    await context.get(JobRunner).drain();
    expect(await stored(id)).not.toBeNull();
  });

  it('does not stay behind when the payload is erased while it is being made', async () => {
    const person = await newPerson();
    const { id } = await newCertificate(person);
    const storage = context.get(Storage);
    const put = storage.put.bind(storage);
    storage.put = async (key, data) => {
      await erase(person);
      await put(key, data);
    };
    await context.get(RenderCertificate).run({ certificateId: id });
    storage.put = put;
    expect(await stored(id)).toBeNull();
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Retention, type Actor } from '#libs/identity';
import { Units } from '#libs/organisation';
import { JobRunner, Storage } from '#libs/platform';
import { Memberships } from '#libs/rosters';
import { createTestContext, type TestContext } from '#libs/testing';
import { world, type TestCourse } from '../credentials.fixtures.js';
import { CredentialsModule } from '../credentials.module.js';
import { ErasePrintedCertificates } from '../erase-printed-certificates.service.js';
import { RevokeCertificate } from '../revoke-certificate.service.js';
import { BuildPrint } from './build-print.service.js';
import { Prints } from './prints.service.js';
import { RequestPrint } from './request-print.service.js';

let context: TestContext;
const { run, newPerson, newActor, newCourse, complete } = world(() => context);

describe('printing the certificates of a unit', () => {
  let course: TestCourse;
  let commune: string;
  let villages: string[];
  let manager: Actor;
  let mai: string;

  beforeAll(async () => {
    context = await createTestContext({ imports: [CredentialsModule] });
    course = await newCourse('An toàn số', ['Mật khẩu']);
  });
  afterAll(() => context.close());

  beforeEach(async () => {
    commune = await unit('commune', 'Xã Sìn Hồ', null);
    villages = [await unit('village', 'Bản Nậm Tăm', commune), await unit('village', 'Bản Đề', commune)];
    manager = { ...(await newActor()), grants: [{ role: 'unit_manager', unitIds: [commune] }] };
    mai = await holder('Lò Thị Mai', villages[0]!);
    await holder('Vàng A Ân', villages[0]!);
    await holder('Đèo Văn Ất', villages[1]!);
  });

  const unit = (kind: string, name: string, parentId: string | null) =>
    run((tx) =>
      context
        .get(Units)
        .create(tx, { tree: 'territory', code: randomUUID(), kind, name, parentId, validFrom: '2025-07-01' }),
    );

  async function holder(fullName: string, ...unitIds: string[]): Promise<string> {
    const personId = await newPerson(fullName);
    for (const unitId of unitIds)
      await run((tx) =>
        context
          .get(Memberships)
          .add(tx, { personId, unitId, capacity: 'citizen', source: 'roster', from: '2026-01-01' }),
      );
    await complete(personId, course.modules[0]!);
    return personId;
  }

  const ask = (change: object = {}) =>
    context
      .get(RequestPrint)
      .request(manager, { unitId: commune, purpose: 'Trao giấy', clientKey: randomUUID(), ...change });
  const made = async (change: object = {}) => {
    const id = await ask(change);
    await context.get(JobRunner).drain();
    return id;
  };
  const state = async (id: string) =>
    (await context.get(Prints).of(manager, commune)).find((print) => print.id === id)!.state;
  const bytes = async (id: string) =>
    Buffer.concat(await (await context.get(Prints).open(manager, id)).stream.toArray());
  const stored = (id: string) => context.get(Storage).open(`certificate-prints/${id}.pdf`);
  const names = async (id: string): Promise<string[]> =>
    (
      await context.db.query(
        `SELECT l.printed->>'fullName' AS name FROM certificate_print_item t
         JOIN certificate_payload l USING (certificate_id) WHERE t.print_id = $1 ORDER BY t.position`,
        [id],
      )
    ).map(({ name }: { name: string }) => name);

  it('sorts by village, then by given name, a page for each', async () => {
    const id = await made();
    expect(await names(id)).toEqual(['Đèo Văn Ất', 'Vàng A Ân', 'Lò Thị Mai']);
    const pdf = (await bytes(id)).toString('latin1');
    expect(pdf.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(3);
    expect(pdf.match(/\/Title/g)).toHaveLength(3);
    expect(await context.get(Prints).of(manager, commune)).toMatchObject([{ id, state: 'ready', certificates: 3 }]);
  });

  it('prints who stands in two villages once, and nobody whose paper was revoked', async () => {
    await holder('Giàng A Áo', ...villages);
    const administrator = { ...manager, grants: [{ role: 'administrator' as const, unitIds: [commune] }] };
    const [{ code }] = await context.db.query('SELECT code FROM certificate WHERE person_id = $1', [mai]);
    await context.get(RevokeCertificate).revoke(administrator, code, 'Cấp nhầm người');
    expect(await context.get(RequestPrint).count(manager, commune)).toBe(3);
    expect(await names(await ask())).toEqual(['Giàng A Áo', 'Đèo Văn Ất', 'Vàng A Ân']);
  });

  it('writes down each person at asking and at taking, with the purpose', async () => {
    const looks = () =>
      context.db.query(
        `SELECT subject_id FROM access_log WHERE actor_id = $1 AND what = 'certificate.print' AND purpose = 'Trao giấy'`,
        [manager.personId],
      );
    const id = await made();
    expect(await looks()).toHaveLength(3);
    await bytes(id);
    expect(await looks()).toHaveLength(6);
  });

  it('makes one file of one form, however often it is sent, and refuses what makes none', async () => {
    const clientKey = randomUUID();
    expect(await ask({ clientKey })).toBe(await ask({ clientKey }));
    await expect(ask({ clientKey, unitId: villages[0] })).rejects.toMatchObject({ code: 'print.key-taken' });
    await expect(ask({ purpose: ' ' })).rejects.toMatchObject({ code: 'print.purpose-required' });
    const empty = await unit('village', 'Bản Trống', commune);
    await expect(ask({ unitId: empty })).rejects.toMatchObject({ code: 'print.nothing' });
  });

  it('is for the managers of the unit only', async () => {
    const id = await made();
    const other = { ...(await newActor('unit_manager')), personId: await newPerson() };
    for (const attempt of [
      () =>
        context.get(RequestPrint).request(other, { unitId: commune, purpose: 'Trao giấy', clientKey: randomUUID() }),
      () => context.get(Prints).of(other, commune),
      () => context.get(Prints).open(other, id),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'scope.outside' });
  });

  it('goes when somebody in it is erased', async () => {
    const id = await made();
    await run((tx) => context.get(ErasePrintedCertificates).of(tx, mai));
    await context.get(JobRunner).drain();
    expect(await stored(id)).toBeNull();
    expect(await state(id)).toBe('removed');
    await expect(bytes(id)).rejects.toMatchObject({ code: 'print.gone' });
    expect(await names(await made())).toEqual(['Đèo Văn Ất', 'Vàng A Ân']);
  });

  it('is not kept when somebody is erased while it is drawn; the next attempt leaves them out', async () => {
    const id = await ask();
    const erasing = {
      progress: async () => void (await run((tx) => context.get(ErasePrintedCertificates).of(tx, mai))),
    };
    const first = context.get(BuildPrint).run({ printId: id }, { ...erasing } as never);
    await expect(first).rejects.toThrow('print.changed');
    expect(await stored(id)).toBeNull();
    await context.get(BuildPrint).run({ printId: id }, { progress: async () => undefined } as never);
    expect((await bytes(id)).toString('latin1').match(/\/Type \/Page\b(?!s)/g)).toHaveLength(2);
  });

  it('is kept seven days', async () => {
    const id = await made();
    context.clock.advance(6 * 86_400);
    await context.get(Retention).run();
    expect(await stored(id)).not.toBeNull();
    context.clock.advance(2 * 86_400);
    await context.get(Retention).run();
    await context.get(JobRunner).drain();
    expect(await stored(id)).toBeNull();
    expect(await context.get(Prints).of(manager, commune)).toEqual([]);
  });
});

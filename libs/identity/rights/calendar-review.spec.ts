import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestContext, type TestContext } from '#libs/testing';
import { LegalCalendar } from './legal-calendar.service.js';
import { makeOwner } from './rights.fixtures.js';
import { RightsModule } from './rights.module.js';

describe('days off that nobody has confirmed', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await createTestContext({ imports: [RightsModule] });
  });
  afterAll(() => context.close());

  const review = async (day: string) => {
    context.clock.set(`${day}T03:00:00Z`);
    const { days, emptyYear } = await context.get(LegalCalendar).toConfirm();
    return { days: days.map((one) => one.day), emptyYear };
  };
  const TET = ['2027-02-05', '2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11'];

  it('are shown while a term that begins now can run over them', async () => {
    expect(await review('2026-10-01')).toEqual({ days: ['2026-11-24'], emptyYear: null });
    expect(await review('2026-11-25')).toEqual({ days: TET, emptyYear: null });
    expect((await review('2027-02-09')).days).toEqual(TET.slice(2));
    expect((await review('2027-03-01')).days).toEqual([]);
  });

  it('are done with once an administrator has read the notice', async () => {
    const administrator = await makeOwner(context);
    context.clock.set('2026-12-01T03:00:00Z');
    const day = { kind: 'off', name: 'Tết Đinh Mùi', source: 'Thông báo 1/TB' };
    for (const tet of TET.slice(1)) await context.get(LegalCalendar).setDay(administrator, { ...day, day: tet });
    await context.get(LegalCalendar).removeDay(administrator, TET[0]);
    expect(await review('2026-12-01')).toEqual({ days: [], emptyYear: null });
  });

  it('are missed when a year has none, before terms reach into it', async () => {
    expect((await review('2027-10-02')).emptyYear).toBeNull();
    expect((await review('2027-10-04')).emptyYear).toBe(2028);
  });
});

import { Breaches, OpenCase, People } from '#libs/identity';
import { Reminders } from '#libs/notifications';
import { UnitOfWork, newId } from '#libs/platform';
import type { DemoSite } from './demo-site.js';
import type { Sample } from './samples.js';

const LEARNER = '0900000001';
const ADMINISTRATOR = '0900000009';
const REQUEST = '01934b5e-0000-7000-8000-000000000000';

/** The pages of own data and of the desk for it. */
export const RIGHTS_SAMPLES: Record<string, Sample> = {
  '/ca-nhan/du-lieu/rut/:purpose': '/ca-nhan/du-lieu/rut/learning',
  '/ca-nhan/du-lieu/yeu-cau/:id': {
    path: async (site) => `/ca-nhan/du-lieu/yeu-cau/${await request(site)}`,
    as: LEARNER,
  },
  '/ca-nhan/du-lieu/ban-sao/:id': `/ca-nhan/du-lieu/ban-sao/${REQUEST}`,
  '/ca-nhan/nguoi-giam-ho': { path: '/ca-nhan/nguoi-giam-ho', as: (site) => child(site) },
  '/ca-nhan/nguoi-giam-ho/ma': `/ca-nhan/nguoi-giam-ho/ma?yeu-cau=${REQUEST}`,
  '/nhac/:token': async (site) => `/nhac/${await reminderLink(site)}`,
  '/quan-tri/yeu-cau/:id': async (site) => `/quan-tri/yeu-cau/${await request(site)}`,
  '/quan-tri/yeu-cau/:id/buoc/gia-han': async (site) => `/quan-tri/yeu-cau/${await request(site)}/buoc/gia-han`,
  '/quan-tri/yeu-cau/:id/buoc/:step': async (site) => `/quan-tri/yeu-cau/${await request(site)}/buoc/hoan-tat`,
  '/quan-tri/lich-lam-viec/han/:kind': '/quan-tri/lich-lam-viec/han/delete',
  '/quan-tri/luu-tru/:kind': '/quan-tri/luu-tru/session',
  '/quan-tri/su-co/:id': async (site) => `/quan-tri/su-co/${await breach(site)}`,
};

const request = (site: DemoSite) =>
  site.once('rights case', async () => {
    const { actor } = await site.as(LEARNER);
    return site.get(OpenCase).open(actor, { kind: 'correct', wish: 'Năm sinh đúng là 1969.' });
  });

/** The token of a reminder that went to a learner. */
const reminderLink = (site: DemoSite) =>
  site.once('reminder', async () => {
    const { actor } = await site.as(LEARNER);
    let link = '';
    await site.get(UnitOfWork).run((tx) =>
      site.get(Reminders).send(tx, {
        to: { personId: actor.personId, phone: '+84900000001' },
        purpose: 'reminders',
        kind: 'sample',
        subject: 'sample',
        everyDays: 0,
        text: ({ stop }) => (link = stop),
      }),
    );
    return link.split('/').at(-1)!;
  });

const breach = (site: DemoSite) =>
  site.once('breach', async () => {
    const { actor } = await site.as(ADMINISTRATOR);
    return site.get(Breaches).open(actor, {
      title: 'Gửi nhầm tệp danh sách',
      discoveredAt: new Date(Date.now() - 3_600_000),
      facts: 'Một tệp gửi nhầm hộp thư.',
      dataKinds: 'họ tên, năm sinh',
      affectedCount: 12,
    });
  });

/** Somebody of ten with an account, whose guardian has not been asked. */
const child = (site: DemoSite) =>
  site.once('child', () =>
    site.get(UnitOfWork).run(async (tx) => {
      const birthYear = new Date().getFullYear() - 10;
      const personId = await site.get(People).create(tx, { fullName: 'Vàng Thị Dua', birthYear });
      await tx.query('INSERT INTO account (id, person_id, login_index, password_hash) VALUES ($1, $2, $3, $4)', [
        newId(),
        personId,
        personId,
        'none',
      ]);
      return personId;
    }),
  );

import { Cards, OpenReviews } from '#libs/identity';
import { Units, type Tree } from '#libs/organisation';
import { RegisterAssisted } from '#libs/rosters';
import type { DemoSite } from './demo-site.js';
import type { Sample } from './sample.js';

const FACILITATOR = '0900000003';
const MANAGER = '0900000006';

/** Cards for people without a phone, and the administrators' desk of roles and security. */
export const DESK_SAMPLES: Record<string, Sample> = {
  '/quan-tri': { path: '/quan-tri', as: '0900000009' },
  '/buoi-hoc/the/:id': { path: async (site) => `/buoi-hoc/the/${await card(site)}`, as: FACILITATOR },
  '/the/:token': async (site) => `/the/${await cardToken(site)}`,

  '/don-vi/nguoi': { path: '/don-vi/nguoi?tim=thi', as: MANAGER },
  '/don-vi/nguoi/:personId': { path: async (site) => `/don-vi/nguoi/${await member(site, 'person_id')}`, as: MANAGER },
  '/don-vi/nguoi/:personId/nguoi-giam-ho': {
    path: async (site) => `/don-vi/nguoi/${await child(site)}/nguoi-giam-ho`,
    as: MANAGER,
  },
  '/don-vi/chuyen/:id': { path: async (site) => `/don-vi/chuyen/${await member(site, 'id')}`, as: MANAGER },
  '/don-vi/sua-qua-trinh/:id': {
    path: async (site) => `/don-vi/sua-qua-trinh/${await member(site, 'id')}`,
    as: MANAGER,
  },

  '/quan-tri/an-toan/tai-khoan/:personId': async (site) =>
    `/quan-tri/an-toan/tai-khoan/${await site.personId('0900000006')}`,
  '/quan-tri/an-toan/thiet-dat/:key': '/quan-tri/an-toan/thiet-dat/second-factor.compulsory',
  '/quan-tri/ra-soat-quyen/:id': async (site) => `/quan-tri/ra-soat-quyen/${await review(site)}`,
  '/quan-tri/vai-tro/:id/thoi-giao': async (site) =>
    `/quan-tri/vai-tro/${await site.value(`SELECT id FROM role_grant WHERE role = 'unit_manager' LIMIT 1`)}/thoi-giao`,
};

const unit = async (site: DemoSite, tree: Tree, code: string) => (await site.get(Units).byCode(tree, code))!.id;

/** Somebody of the manager's own commune. */
const member = async (site: DemoSite, column: string) =>
  site.value(
    `SELECT ${column} FROM membership WHERE unit_id = $1 AND superseded_at IS NULL AND valid_to IS NULL LIMIT 1`,
    [await unit(site, 'territory', '03390-1')],
  );

const card = (site: DemoSite) =>
  site.once('card', async () => {
    const form = { fullName: 'Giàng Thị Sua', birthYear: 1951, consent: true, who: 'new' };
    const unitId = await unit(site, 'territory', '03390-1');
    return (await site.get(RegisterAssisted).register((await site.as(FACILITATOR)).actor, { ...form, unitId })).cardId;
  });

/** Somebody of ten, whose mother stood by when the card was made. */
const child = (site: DemoSite) =>
  site.once('guarded child', async () => {
    const guardian = { guardianName: 'Giàng Thị Mẩy', guardianRelation: 'parent', guardianConsent: true };
    const form = { fullName: 'Giàng A Chá', birthYear: new Date().getFullYear() - 10, consent: true, who: 'new' };
    const unitId = await unit(site, 'territory', '03390-1');
    const { actor } = await site.as(FACILITATOR);
    const { cardId } = await site.get(RegisterAssisted).register(actor, { ...form, ...guardian, unitId });
    return site.value('SELECT person_id FROM assisted_card WHERE id = $1', [cardId]);
  });

const cardToken = async (site: DemoSite) =>
  (await site.get(Cards).open((await site.as(FACILITATOR)).actor, await card(site))).secret!.token;

const review = (site: DemoSite) =>
  site.once('review', async () => {
    await site.get(OpenReviews).run();
    return site.value('SELECT id FROM access_review LIMIT 1');
  });

/** Steps of signing in through another provider: without one in the settings there is nothing to look at. */
export const WITHOUT_PROVIDER = /^\/dang-nhap\/dinh-danh/;

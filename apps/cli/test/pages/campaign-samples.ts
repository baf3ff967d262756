import { Campaigns, Snapshots } from '#libs/campaigns';
import { Units } from '#libs/organisation';
import { addDays, localDay } from '#libs/platform';
import type { DemoSite } from './demo-site.js';
import type { Sample } from './sample.js';

const COMMITTEE = '0900000007';

const campaign = (rest: string): Sample => ({
  path: async (site) => `/bao-cao/${await site.value('SELECT slug FROM campaign')}${rest}`,
  as: COMMITTEE,
});

/** Two frozen figures of the province, two weeks apart. */
const frozen = (site: DemoSite, daysAgo: number) =>
  site.once(`frozen ${daysAgo} days ago`, async () =>
    site.get(Snapshots).freeze((await site.as(COMMITTEE)).actor, {
      campaignId: (await site.get(Campaigns).current())!.id,
      unitId: (await site.get(Units).byCode('territory', '12'))!.id,
      day: addDays(localDay(new Date()), -daysAgo),
      title: `Số liệu ${daysAgo} ngày trước`,
    }),
  );

const completion = (site: DemoSite, column: string) =>
  site.value(`SELECT ${column} FROM completion ORDER BY id LIMIT 1`);

export const CAMPAIGN_SAMPLES: Record<string, Sample> = {
  '/bao-cao/:campaign/chi-tieu': campaign('/chi-tieu'),
  '/bao-cao/:campaign/chi-tieu/lich-su': {
    path: async (site) => {
      const [slug, unitId, line] = (
        await site.value(
          `SELECT concat_ws(' ', c.slug, t.unit_id, t.capacity) FROM target t JOIN campaign c ON c.id = t.campaign_id LIMIT 1`,
        )
      ).split(' ');
      return `/bao-cao/${slug}/chi-tieu/lich-su?don-vi=${unitId}&doi-tuong=${line}`;
    },
    as: COMMITTEE,
  },
  '/bao-cao/:campaign/phat-sinh': campaign('/phat-sinh'),
  '/bao-cao/chot/:id/so-sanh': {
    path: async (site) => `/bao-cao/chot/${await frozen(site, 16)}/so-sanh?voi=${await frozen(site, 2)}`,
    as: COMMITTEE,
  },
  '/bao-cao/dieu-chinh/luot/:id': {
    path: async (site) => `/bao-cao/dieu-chinh/luot/${await completion(site, 'id')}`,
    as: COMMITTEE,
  },
  '/bao-cao/dieu-chinh/nguoi/:id': {
    path: async (site) => `/bao-cao/dieu-chinh/nguoi/${await completion(site, 'person_id')}`,
    as: COMMITTEE,
  },
};

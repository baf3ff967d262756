import { Courses, Drafts, PublishModule, Recordings, withNarration, type RecordingFacts } from '#libs/catalogue';
import { UnitOfWork } from '#libs/platform';
import { mp3File } from '#libs/testing';
import type { DemoSite } from './demo-site.js';
import type { Sample } from './sample.js';

const AUTHOR = '0900000004';
const COURSE = 'dich-vu-cong-truc-tuyen';

/** A module of its own, whose first page is published with a recording and drafted with it. */
export const NARRATED = { course: COURSE, module: 'nho-giup-dung-noi' };
export const NARRATED_PAGE = `/hoc/${NARRATED.course}/${NARRATED.module}/trang/1`;

export const NARRATION_SAMPLES: Record<string, Sample> = {
  '/am-thanh/:file': async (site) => `/am-thanh/${await narrate(site)}.mp3`,
  '/bien-soan/:moduleId/bai/:position/ghi-am': narrated('/bai/1/ghi-am'),
  '/bien-soan/:moduleId/bai/:position/ghi-am/bo': narrated('/bai/1/ghi-am/bo'),
  '/bien-soan/:moduleId/ban-ghi/:sha256/go': {
    path: async (site) => `/bien-soan/${await moduleOf(site)}/ban-ghi/${await narrate(site)}/go`,
    as: AUTHOR,
  },
};

function narrated(rest: string): Sample {
  return {
    path: async (site) => (await narrate(site), `/bien-soan/${await moduleOf(site)}${rest}`),
    as: AUTHOR,
  };
}

async function moduleOf(site: DemoSite): Promise<string> {
  const courses = await site.get(Courses).list();
  const course = courses.find(({ slug }) => slug === NARRATED.course)!;
  return course.modules.find(({ slug }) => slug === NARRATED.module)!.moduleId;
}

/** Answers the recording's hash; one of another name takes its place. */
export const narrate = (site: DemoSite, file = mp3File(130, { kilobits: 48 }), name = 'narration') =>
  site.once(name, async () => {
    const { actor } = await site.as(AUTHOR);
    const facts: RecordingFacts = await site.get(Recordings).add(actor, file, true);
    const moduleId = await moduleOf(site);
    const { content, revision } = await site.get(Drafts).get(actor, moduleId);
    await site.get(Drafts).save(actor, moduleId, withNarration(content, 1, { ...facts, textHash: '' }), revision);
    const drafted = (await site.get(Drafts).get(actor, moduleId)).content;
    const publication = { authors: [actor.personId], approverId: null, publishedAt: new Date() };
    await site.get(UnitOfWork).run((tx) => site.get(PublishModule).publish(tx, moduleId, drafted, publication));
    return facts.sha256;
  });

import { randomUUID } from 'node:crypto';
import { Campaigns, Snapshots } from '#libs/campaigns';
import { CourseDrafts, CourseProposals, Drafts, ReportContent, Submissions } from '#libs/catalogue';
import { StartQuiz } from '#libs/learning';
import { Units, type Tree } from '#libs/organisation';
import { addDays, localDay } from '#libs/platform';
import { Reports } from '#libs/reporting';
import { RosterImports } from '#libs/rosters';
import type { DemoSite } from './demo-site.js';
import { CAMPAIGN_SAMPLES } from './campaign-samples.js';
import { DESK_SAMPLES } from './desk-samples.js';
import { NARRATION_SAMPLES } from './narration-samples.js';
import { RIGHTS_SAMPLES } from './rights-samples.js';
import type { Sample } from './sample.js';
import { UNIT_SAMPLES } from './unit-samples.js';

export type { Sample } from './sample.js';

const LEARNER = '0900000001';
const OFFICIAL = '0900000002';
const AUTHOR = '0900000004';
const MANAGER = '0900000006';
const COMMITTEE = '0900000007';
const COURSE = 'dich-vu-cong-truc-tuyen';
const MODULE = `/hoc/${COURSE}/mot-cua-so`;
const QUIZ = { courseSlug: COURSE, moduleSlug: 'mot-cua-so' };
const REQUEST = '01934b5e-0000-7000-8000-000000000000';

/** An address for each route that has parameters or shows nothing without a question. A new such route needs its own. */
export const SAMPLES: Record<string, Sample> = {
  ...RIGHTS_SAMPLES,
  ...CAMPAIGN_SAMPLES,
  ...DESK_SAMPLES,
  ...UNIT_SAMPLES,
  ...NARRATION_SAMPLES,
  '/chuyen-de/:course': `/chuyen-de/${COURSE}`,
  '/chuyen-de/:course/ap-phich.pdf': `/chuyen-de/${COURSE}/ap-phich.pdf`,
  '/tim': '/tim?q=lua%20dao',
  '/cach-doc': `/cach-doc?ve=${MODULE}/trang/1`,
  '/hoc/:course/:module': MODULE,
  '/hoc/:course/:module/de-cuong': `${MODULE}/de-cuong`,
  '/hoc/:course/:module/ap-phich.pdf': `${MODULE}/ap-phich.pdf?kho=a3`,
  '/hoc/:course/:module/bao-sai': `${MODULE}/bao-sai?ban=1&trang=1`,
  '/phan-anh/:id': async (site) => `/phan-anh/${await contentReport(site)}`,
  '/hoc/:course/:module/trang/:page': `${MODULE}/trang/1`,
  '/hoc/:course/:module/kiem-tra': { path: `${MODULE}/kiem-tra`, as: OFFICIAL },
  '/hoc/:course/:module/kiem-tra/cau/:number': async (site) => (await attempt(site), `${MODULE}/kiem-tra/cau/1`),
  '/hoc/:course/:module/kiem-tra/xem-lai': async (site) => (await attempt(site), `${MODULE}/kiem-tra/xem-lai`),
  '/hoc/:course/:module/ket-qua/:attempt': {
    path: async (site) => `${MODULE}/ket-qua/${await submitted(site, 'id')}`,
    as: (site) => submitted(site, 'person_id'),
  },
  '/chung-nhan/:code/tep': {
    path: async (site) => `/chung-nhan/${await certificate(site, 'code')}/tep`,
    as: (site) => certificate(site, 'person_id'),
  },
  '/xac-minh/:code/anh.png': async (site) => `/xac-minh/${await certificate(site, 'code')}/anh.png`,
  '/xac-minh/:code': async (site) => `/xac-minh/${await certificate(site, 'code')}`,
  '/chien-dich/:campaign': async (site) => `/chien-dich/${await site.value('SELECT slug FROM campaign')}`,
  '/dang-ky/ma': `/dang-ky/ma?yeu-cau=${REQUEST}`,
  '/dang-nhap/quan-tri-moi': `/dang-nhap/quan-tri-moi?yeu-cau=${REQUEST}`,
  '/ca-nhan/so-dien-thoai/ma': `/ca-nhan/so-dien-thoai/ma?yeu-cau=${REQUEST}`,
  '/quen-mat-khau/ma': `/quen-mat-khau/ma?yeu-cau=${REQUEST}`,

  '/bien-soan/chuyen-de/:courseId': courseDesk(''),
  '/bien-soan/chuyen-de/:courseId/thong-tin': courseDesk('/thong-tin'),
  '/bien-soan/chuyen-de/:courseId/bai-moi': courseDesk('/bai-moi'),
  '/bien-soan/chuyen-de/:courseId/bo-nhap': courseDesk('/bo-nhap'),
  '/bien-soan/phan-anh/:id': async (site) => `/bien-soan/phan-anh/${await contentReport(site)}`,
  '/bien-soan/:moduleId': studio(''),
  '/bien-soan/:moduleId/de-cuong': studio('/de-cuong'),
  '/bien-soan/:moduleId/thong-tin': studio('/thong-tin'),
  '/bien-soan/:moduleId/bai-moi': studio('/bai-moi'),
  '/bien-soan/:moduleId/bai/:position': studio('/bai/1'),
  '/bien-soan/:moduleId/bai/:position/bo': studio('/bai/1/bo'),
  '/bien-soan/:moduleId/cau-hoi-moi/:type': studio('/cau-hoi-moi/single'),
  '/bien-soan/:moduleId/cau-hoi/:key': question(''),
  '/bien-soan/:moduleId/cau-hoi/:key/bo': question('/bo'),
  '/bien-soan/:moduleId/xem-thu': studio('/xem-thu'),
  '/bien-soan/:moduleId/bo-nhap': studio('/bo-nhap'),
  '/bien-soan/:moduleId/quy-tac': studio('/quy-tac'),
  '/kiem-duyet/chuyen-de/:id': async (site) => `/kiem-duyet/chuyen-de/${await proposal(site)}`,
  '/kiem-duyet/:id': async (site) => `/kiem-duyet/${await submission(site)}`,

  '/don-vi/:unitId': async (site) => `/don-vi/${await unit(site, 'territory', '03390')}`,
  '/don-vi/:unitId/nghi-trung': async (site) => `/don-vi/${await unit(site, 'territory', '03390')}/nghi-trung`,
  '/don-vi/nhap-danh-sach': {
    path: async (site) => `/don-vi/nhap-danh-sach?don-vi=${await unit(site, 'territory', '03390')}`,
    as: MANAGER,
  },
  '/don-vi/nhap-danh-sach/mau': {
    path: '/don-vi/nhap-danh-sach/mau?dang=csv',
    as: MANAGER,
  },
  '/don-vi/nhap-danh-sach/:id': async (site) => `/don-vi/nhap-danh-sach/${await staged(site)}`,
  '/don-vi/nhap-danh-sach/:id/dong-loi': async (site) =>
    `/don-vi/nhap-danh-sach/${await staged(site)}/dong-loi?dang=csv`,
  '/don-vi/nhap-danh-sach/:id/cot': async (site) => `/don-vi/nhap-danh-sach/${await staged(site)}/cot`,
  '/don-vi/nhap-danh-sach/:id/ban-xem-truoc': async (site) =>
    `/don-vi/nhap-danh-sach/${await staged(site)}/ban-xem-truoc?dang=xlsx`,
  '/don-vi/:unitId/xuat-danh-sach': async (site) =>
    `/don-vi/${await unit(site, 'territory', '03390')}/xuat-danh-sach?dang=csv&doi-tuong=citizen&muc-dich=doi-chieu`,
  '/don-vi/thoi-ten/:id': async (site) => `/don-vi/thoi-ten/${await membership(site)}`,

  '/bao-cao/chot/:id': { path: async (site) => `/bao-cao/chot/${await snapshot(site)}`, as: COMMITTEE },
  '/bao-cao/chot/:id/doi-chieu': {
    path: async (site) => `/bao-cao/chot/${await snapshot(site)}/doi-chieu`,
    as: COMMITTEE,
  },
  '/bao-cao/tep/:report': { path: async (site) => `/bao-cao/tep/${await report(site)}`, as: COMMITTEE },
  '/bao-cao/tep/:report/tai': { path: async (site) => `/bao-cao/tep/${await report(site)}/tai`, as: COMMITTEE },
};

function studio(rest: string): Sample {
  return { path: async (site) => `/bien-soan/${await moduleId(site)}${rest}`, as: AUTHOR };
}

function courseDesk(rest: string): Sample {
  return { path: async (site) => `/bien-soan/chuyen-de/${await courseId(site)}${rest}`, as: AUTHOR };
}

function question(rest: string): Sample {
  const path = async (site: DemoSite) => {
    const { actor } = await site.as(AUTHOR);
    const { content } = await site.get(Drafts).get(actor, await moduleId(site));
    const { questions } = content.parts.assessment as { questions: { key: string }[] };
    return `/bien-soan/${await moduleId(site)}/cau-hoi/${questions[0]!.key}${rest}`;
  };
  return { path, as: AUTHOR };
}

const moduleId = (site: DemoSite, slug = 'mot-cua-so') => site.value('SELECT id FROM module WHERE slug = $1', [slug]);

const courseId = (site: DemoSite) => site.value('SELECT id FROM course WHERE slug = $1', [COURSE]);

const unit = async (site: DemoSite, tree: Tree, code: string) => (await site.get(Units).byCode(tree, code))!.id;

const membership = async (site: DemoSite) =>
  site.value('SELECT id FROM membership WHERE unit_id = $1 AND superseded_at IS NULL AND valid_to IS NULL LIMIT 1', [
    await unit(site, 'territory', '03390-1'),
  ]);

/** The first whose file the worker has made. */
const certificate = (site: DemoSite, column: 'code' | 'person_id') =>
  site.until(
    `SELECT c.${column} FROM certificate c JOIN certificate_payload p ON p.certificate_id = c.id
     WHERE p.file_key IS NOT NULL ORDER BY p.rendered_at, c.id LIMIT 1`,
  );

/** Left open, so that its questions can be looked at. */
const attempt = (site: DemoSite) =>
  site.once('attempt', async () => {
    const personId = await site.personId(LEARNER);
    return (await site.get(StartQuiz).start({ personId, ...QUIZ, clientKey: randomUUID() })).id;
  });

/** Somebody's, from the histories of the demo. */
const submitted = (site: DemoSite, column: 'id' | 'person_id') =>
  site.value(
    `SELECT a.${column} FROM attempt a JOIN module m ON m.id = a.module_id
     WHERE a.submitted_at IS NOT NULL AND m.slug = $1 ORDER BY a.submitted_at DESC, a.id LIMIT 1`,
    [QUIZ.moduleSlug],
  );

const submission = (site: DemoSite) =>
  site.once('submission', async () => {
    const { actor } = await site.as(AUTHOR);
    const id = await moduleId(site, 'theo-doi-nop-phi-phan-anh');
    const drafts = site.get(Drafts);
    const draft = await drafts.get(actor, id);
    const saved = await drafts.save(
      actor,
      id,
      { ...draft.content, minutes: draft.content.minutes + 1 },
      draft.revision,
    );
    return site.get(Submissions).submit(actor, id, { revision: saved.revision, note: 'Sửa số phút.' });
  });

/** The list of the course, its first module at the end. */
const proposal = (site: DemoSite) =>
  site.once('proposal', async () => {
    const { actor } = await site.as(AUTHOR);
    const id = await courseId(site);
    const drafts = site.get(CourseDrafts);
    const { revision } = await drafts.get(actor, id);
    const saved = await drafts.edit(actor, id, revision, (content) => {
      const [first, ...others] = content.moduleIds;
      return { ...content, moduleIds: [...others, first!] };
    });
    return site.get(CourseProposals).propose(actor, id, { revision: saved.revision, note: 'Đổi thứ tự.' });
  });

const contentReport = (site: DemoSite) =>
  site.once('content-report', async () =>
    site.get(ReportContent).send({
      clientKey: randomUUID(),
      version: await site.get(ReportContent).version(COURSE, QUIZ.moduleSlug, ''),
      page: 2,
      questionVersionId: null,
      kind: 'outdated',
      message: 'Chỗ này nay đã khác.',
      reporterId: null,
      device: 'thử',
      origin: {},
    }),
  );

const staged = (site: DemoSite) =>
  site.once('staged', async () =>
    site.get(RosterImports).stage((await site.as(MANAGER)).actor, {
      unitId: await unit(site, 'territory', '03390'),
      capacity: 'citizen',
      fileName: 'danh-sach.csv',
      file: Buffer.from('Họ và tên;Ngày sinh;Mã đơn vị\nLò Văn Thử;02/09/1968;03390-1\nVàng;31/02/1970;03390-1\n'),
      effectiveOn: localDay(new Date()),
    }),
  );

const snapshot = (site: DemoSite) =>
  site.once('snapshot', async () =>
    site.get(Snapshots).freeze((await site.as(COMMITTEE)).actor, {
      campaignId: (await site.get(Campaigns).current())!.id,
      unitId: await unit(site, 'territory', '12'),
      day: addDays(localDay(new Date()), -1),
      title: 'Số liệu để thử các trang',
    }),
  );

const report = (site: DemoSite) =>
  site.once('report', async () => {
    const request = {
      snapshotId: await snapshot(site),
      format: 'csv',
      purpose: 'Thử các trang',
      clientKey: randomUUID(),
    };
    const id = await site.get(Reports).request((await site.as(COMMITTEE)).actor, request);
    // Ahead of the hundreds of certificates that the demo has just issued.
    await site.change("UPDATE job SET run_at = now() - interval '1 year' WHERE kind = 'report.build'");
    return site.until('SELECT id FROM report WHERE id = $1 AND ready_at IS NOT NULL', [id]);
  });

import { randomUUID } from 'node:crypto';
import { RequestPrint } from '#libs/credentials';
import { Units } from '#libs/organisation';
import { addDays, localDay } from '#libs/platform';
import { EditUnits, MergeUnits, UnitImports } from '#libs/rosters';
import type { DemoSite } from './demo-site.js';
import type { Sample } from './sample.js';

const ADMINISTRATOR = '0900000009';
const today = () => localDay(new Date());

const commune = async (site: DemoSite) => (await site.get(Units).byCode('territory', '03390'))!.id;
const body = async (site: DemoSite) => (await site.get(Units).byCode('state', 'ubnd-03390'))!.id;

/** One that was made by mistake and became part of another. */
const closedVillage = (site: DemoSite) =>
  site.once('closed village', async () => {
    const { actor } = await site.as(ADMINISTRATOR);
    const change = { clientKey: randomUUID(), on: today(), reason: 'Ghi thử', document: '' };
    const made = { ...change, tree: 'territory' as const, kind: 'village', code: '03390-t', name: 'Bản Ghi Nhầm' };
    const on = addDays(today(), -30);
    const id = await site.get(EditUnits).create(actor, { ...made, on, parentId: await commune(site) });
    const intoId = (await site.get(Units).byCode('territory', '03390-1'))!.id;
    await site.get(MergeUnits).merge(actor, { ...change, clientKey: randomUUID(), fromIds: [id], intoId });
    return id;
  });

const form = (change: string, of: (site: DemoSite) => Promise<string> = commune): Sample => ({
  path: async (site) => `/quan-tri/don-vi/${await of(site)}${change}`,
  as: ADMINISTRATOR,
});

/** A file with a line of every kind, in waiting. */
const stagedUnits = (site: DemoSite) =>
  site.once('staged units', async () => {
    const { actor } = await site.as(ADMINISTRATOR);
    const lines = ['03390-9;Bản Mới;bản;03390', '03390-1;Bản Nà Khằm;;', ';Không có mã;bản;03390'];
    return site.get(UnitImports).stage(actor, {
      clientKey: randomUUID(),
      tree: 'territory',
      on: addDays(today(), 1),
      reason: 'Danh mục mới',
      document: '',
      fileName: 'don-vi.csv',
      bytes: Buffer.from(`Mã đơn vị;Tên đơn vị;Loại;Mã đơn vị cấp trên\n${lines.join('\n')}\n`),
    });
  });

/** A file of certificates that the worker has made. */
async function printed(site: DemoSite, column: 'id' | 'unit_id'): Promise<string> {
  const id = await site.once('print', async () => {
    const { actor } = await site.as(ADMINISTRATOR);
    const unitId = await site.value(
      'SELECT m.unit_id FROM certificate c JOIN membership m ON m.person_id = c.person_id AND m.superseded_at IS NULL LIMIT 1',
    );
    const made = await site.get(RequestPrint).request(actor, { unitId, purpose: 'Trao giấy', clientKey: randomUUID() });
    await site.change("UPDATE job SET run_at = now() - interval '1 year' WHERE kind = 'certificate.print'");
    return made;
  });
  return site.until(`SELECT ${column} FROM certificate_print WHERE id = $1 AND ready_at IS NOT NULL`, [id]);
}

export const UNIT_SAMPLES: Record<string, Sample> = {
  '/don-vi/:unitId/giay-chung-nhan': {
    path: async (site) => `/don-vi/${await printed(site, 'unit_id')}/giay-chung-nhan`,
    as: ADMINISTRATOR,
  },
  '/don-vi/giay-chung-nhan/:print/tep': {
    path: async (site) => `/don-vi/giay-chung-nhan/${await printed(site, 'id')}/tep`,
    as: ADMINISTRATOR,
  },
  '/quan-tri/don-vi/:unitId': form(''),
  '/quan-tri/don-vi/:unitId/them': form('/them'),
  '/quan-tri/don-vi/:unitId/doi-ten': form('/doi-ten'),
  '/quan-tri/don-vi/:unitId/chuyen': form('/chuyen'),
  '/quan-tri/don-vi/:unitId/dia-ban': form('/dia-ban', body),
  '/quan-tri/don-vi/:unitId/dong': form('/dong'),
  '/quan-tri/don-vi/:unitId/sap-nhap': form('/sap-nhap'),
  '/quan-tri/don-vi/:unitId/tach': form('/tach'),
  '/quan-tri/don-vi/:unitId/mo-lai': form('/mo-lai', closedVillage),
  '/quan-tri/don-vi/:unitId/dinh-chinh': form('/dinh-chinh'),
  '/quan-tri/don-vi/nhap/:id': {
    path: async (site) => `/quan-tri/don-vi/nhap/${await stagedUnits(site)}`,
    as: ADMINISTRATOR,
  },
  '/quan-tri/don-vi/nhap/:id/ban-xem-truoc': {
    path: async (site) => `/quan-tri/don-vi/nhap/${await stagedUnits(site)}/ban-xem-truoc?dang=csv`,
    as: ADMINISTRATOR,
  },
  '/quan-tri/don-vi/nhap/:id/dong-loi': {
    path: async (site) => `/quan-tri/don-vi/nhap/${await stagedUnits(site)}/dong-loi`,
    as: ADMINISTRATOR,
  },
};

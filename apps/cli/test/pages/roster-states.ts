import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { Units } from '#libs/organisation';
import { localDay } from '#libs/platform';
import { RosterImports } from '#libs/rosters';
import type { DemoSite } from './demo-site.js';
import type { State } from './states.js';

const MANAGER = '0900000006';
export const manager = (site: DemoSite) => site.personId(MANAGER);

/** A file of its own for each; no job is on it, so that it stays as it is. The page does not reload while it is looked at. */
const held = (how: string) => async (page: Page, site: DemoSite) => {
  const { actor } = await site.as(MANAGER);
  const id = await site.get(RosterImports).stage(actor, {
    clientKey: randomUUID(),
    unitId: (await site.get(Units).byCode('territory', '03390'))!.id,
    capacity: 'citizen',
    fileName: 'danh-sach-cac-ho-trong-ban.csv',
    file: Buffer.from('Họ và tên;Ngày sinh\nLò Văn Thử;SN 1968\nVàng A Thử;31/02/1970\n'),
    effectiveOn: localDay(new Date()),
  });
  await site.change(`UPDATE roster_import SET ${how} WHERE id = '${id}'`);
  await page.goto(`/don-vi/nhap-danh-sach/${id}?tu-tai-lai=0`);
};

/** What a page says of a file while a job works on it, and when it failed. */
export const ROSTER: State[] = [
  ['Đang mở tệp', held("status = 'reading', rows_total = NULL")],
  ['Đã đọc 1/2 dòng', held("status = 'reading', rows_done = 1")],
  ['Sắp ghi 2 dòng', held("status = 'applying', asked = '{}'")],
  ['đang trở lại như trước', held("status = 'undoing', asked = '{}'")],
  ['Tệp Excel bị hỏng', held(`status = 'failed', failure = '{"code":"sheet.damaged"}'`)],
  ['Chưa áp dụng: hệ thống gặp lỗi', held(`failure = '{"code":"import.apply-failed"}'`)],
];

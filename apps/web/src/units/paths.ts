import { ParseUUIDPipe } from '@nestjs/common';
import type { UnitNode } from '#libs/organisation';

/** An id in a path; anything else is a page that does not exist. */
export const ID = new ParseUUIDPipe({ errorHttpStatusCode: 404 });

export const unitPath = (unitId: string) => `/don-vi/${unitId}`;
export const importFormPath = (unitId: string) => `/don-vi/nhap-danh-sach?don-vi=${unitId}`;
export const importPath = (importId: string) => `/don-vi/nhap-danh-sach/${importId}`;
export const columnsPath = (importId: string) => `${importPath(importId)}/cot`;
export const leavePath = (membershipId: string) => `/don-vi/thoi-ten/${membershipId}`;
export const doubtsPath = (unitId: string) => `/don-vi/${unitId}/nghi-trung`;

/** The desk, the units above as far as the asker's scope goes, and the page itself. */
export const trail = (path: UnitNode[], ...steps: { href?: string; label: string }[]) => {
  const units = path.map(({ id, name }) => ({ href: unitPath(id) as string | undefined, label: name }));
  const all = [{ href: '/don-vi', label: 'Đơn vị' }, ...units, ...steps];
  return all.map((step, index) => (index === all.length - 1 ? { label: step.label } : step));
};

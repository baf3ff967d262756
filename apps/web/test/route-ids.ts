import type { Type } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';
import type { Side } from './scope-world.js';

/** Why an id has no scope: nobody's commune or person stands behind it. */
type Open = { open: string; value?: string };

const CONTENT: Open = { open: 'content belongs to the whole province; authors and reviewers share it' };
const PUBLISHED: Open = { open: 'published for everybody' };
const SYSTEM: Open = { open: 'one system, one list' };

/** What the parameter at the end of each declared path names. The longest that begins a route's path says what is asked. */
export const PATH_IDS: Record<string, keyof Side | Open> = {
  '/don-vi/:unitId': 'unit',
  '/don-vi/nhap-danh-sach/:id': 'rosterImport',
  '/don-vi/thoi-ten/:id': 'membership',
  '/don-vi/chuyen/:id': 'membership',
  '/don-vi/sua-qua-trinh/:id': 'membership',
  '/don-vi/giay-chung-nhan/:print': 'print',
  '/don-vi/nguoi/:personId': 'person',
  '/don-vi/nguoi/:personId/tach/:id': 'merge',
  '/buoi-hoc/the/:id': 'card',
  '/the/:token': { open: 'the secret on the card itself; a PIN is asked' },
  '/bao-cao/:campaign': SYSTEM,
  '/bao-cao/chot/:id': 'snapshot',
  '/bao-cao/chot/:snapshot': 'snapshot',
  '/bao-cao/tep/:report': 'report',
  '/bao-cao/dieu-chinh/nguoi/:id': 'person',
  '/bao-cao/dieu-chinh/luot/:id': 'completion',
  '/chien-dich/:campaign': PUBLISHED,
  '/chung-nhan/:code': 'certificate',
  '/xac-minh/:code': 'certificate',
  '/quan-tri/cong-viec/:id': SYSTEM,
  '/quan-tri/vai-tro/:id': 'grant',
  '/quan-tri/vai-tro/de-xuat/:id': 'proposal',
  '/quan-tri/don-vi/:unitId': 'unit',
  '/quan-tri/don-vi/nhap/:id': { open: 'own files only; unit-imports.spec.ts tries those of another' },
  '/quan-tri/an-toan/thiet-dat/:key': SYSTEM,
  '/quan-tri/an-toan/tai-khoan/:personId': 'person',
  '/quan-tri/an-toan/dat-lai/:id': 'reset',
  '/quan-tri/yeu-cau/:id': 'rightsCase',
  '/quan-tri/yeu-cau/:id/buoc/:step': { open: 'a word for what is done next', value: 'tiep-nhan' },
  '/quan-tri/ra-soat-quyen/:id': 'review',
  '/quan-tri/ra-soat-quyen/:id/vai-tro/:grant': 'grant',
  '/quan-tri/lich-lam-viec/': SYSTEM,
  '/quan-tri/luu-tru/': SYSTEM,
  '/quan-tri/su-co/:id': SYSTEM,
  '/ca-nhan/du-lieu/': { open: 'own purposes, requests and copies; rights.spec.ts tries those of another' },
  '/nhac/:token': { open: 'the secret in a message to the phone; it ends messages and shows nobody' },
  '/phan-anh/:id': { open: 'a receipt of what anybody may report' },
  '/ca-nhan/phien/:id': 'session',
  '/ca-nhan/ma-truy-cap/:id': 'token',
  '/am-thanh/:file': { open: 'named by its own hash, which only its readers are shown' },
  '/hoc/:course': PUBLISHED,
  '/hoc/:course/:module': PUBLISHED,
  '/hoc/:course/:module/trang/:page': PUBLISHED,
  '/hoc/:course/:module/ket-qua/:attempt': 'attempt',
  '/hoc/:course/:module/kiem-tra/cau/:number': { open: 'a place in the own attempt' },
  '/chuyen-de/:course': PUBLISHED,
  '/bien-soan/': CONTENT,
  '/kiem-duyet/': CONTENT,
  '/api/v1/certificates/:code': { open: 'anybody verifies a certificate whose code they hold' },
  '/api/v1/sign-ups/:id': { open: 'the secret of the form that a moment ago was sent; a code to the phone is asked' },
  '/api/v1/units/:id': 'unit',
  '/api/v1/roster-imports/:id': 'rosterImport',
  '/api/v1/doubts/:id': 'doubt',
  '/api/v1/me/certificates/:code': 'certificate',
  '/api/v1/me/tokens/:id': 'token',
  '/api/v1/me/attempts/:id': 'attempt',
  '/api/v1/me/attempts/:id/answers/:questionId': 'question',
  '/api/v1/modules/': CONTENT,
  '/api/v1/submissions/': CONTENT,
  '/api/v1/recordings/': CONTENT,
  '/api/v1/course-drafts/': CONTENT,
  '/api/v1/proposals/': CONTENT,
  '/api/v1/courses/': PUBLISHED,
  '/api/v1/campaigns/:slug': SYSTEM,
  '/api/v1/people/:id': 'person',
  '/api/v1/completions/:id': 'completion',
  '/api/v1/snapshots/:id': 'snapshot',
  '/api/v1/reports/:id': 'report',
};

const OTHERS: Record<string, (side: Side) => unknown> = { unitId: ({ unit }) => unit };

/** Values that get past the checks of a body, by the field's name, so that the scope is what refuses. */
const FIELDS: Record<string, unknown> = {
  clientKey: '01934b5e-0000-4000-8000-000000000001',
  reason: 'Quyết định số 12',
  purpose: 'Báo cáo tháng',
  printPurpose: 'trao',
  on: '2026-11-01',
  sha256: 'a'.repeat(64),
  format: 'csv',
  ketLuan: 'hai-nguoi',
  what: 'days',
  doubtId: '01934b5e-0000-4000-8000-000000000002',
  conclusion: 'different',
  kind: 'void',
  documentNumber: '12-QĐ/ĐU',
  documentDate: '2026-01-15',
  document: '12-QĐ/UBND',
  answer: ['1'],
  cot: ['fullName'],
  columns: ['fullName'],
  capacity: 'citizen',
  fileName: 'a.csv',
  effectiveOn: '2026-01-15',
  csv: 'Họ và tên;Ngày sinh\nMai;1980\n',
  code: 'thu-nghiem',
  name: 'Xã Thử',
  parentCode: '03390',
  linkCode: '03390',
  intoCode: '03390',
  outcome: 'done',
  decision: 'keep',
  from: '2026-11-01',
  to: '2026-11-20',
  otherId: '01934b5e-0000-4000-8000-000000000003',
  with: '01934b5e-0000-4000-8000-000000000004',
  step: 'xem-truoc',
  fullName: 'Lò Thị Ba',
  birthYear: '1970',
  consent: 'yes',
  isHead: 'yes',
  codes: '03390-9',
  ...Object.fromEntries(
    [1, 2, 3].flatMap((n) => [
      [`code${n}`, ''],
      [`name${n}`, 'Xã Thử'],
    ]),
  ),
  peoplePart: '',
  carry: [],
  day: '2026-01-15',
  title: 'Tháng một',
  line: 'all',
  denominator: 'roster',
  definition: 'Người có tên trong danh sách',
  sourceDocument: '12-KH/ĐU',
  goalPercent: 80,
  dueOn: '2026-12-31',
};

/** A body for a class that checks it; a required field without a value is named. */
export function bodyOf(type: Type, side: Side): { body: Record<string, unknown>; missing: string[] } {
  const checks = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  const optional = new Set(
    checks.filter(({ type: kind }) => kind === 'conditionalValidation').map(({ propertyName }) => propertyName),
  );
  const names = [...new Set(checks.map(({ propertyName }) => propertyName))];
  const value = (name: string) => OTHERS[name]?.(side) ?? FIELDS[name];
  return {
    body: Object.fromEntries(names.filter((name) => value(name) !== undefined).map((name) => [name, value(name)])),
    missing: names.filter((name) => value(name) === undefined && !optional.has(name) && !/^part\d$/.test(name)),
  };
}

/** What a parameter of a declared path names; undefined: nobody has said, and the walk fails on it. */
export function idOf(pattern: string, parameter: string): keyof Side | Open | undefined {
  const prefix = pattern.slice(0, pattern.indexOf(`:${parameter}`) + parameter.length + 1);
  if (PATH_IDS[prefix]) return PATH_IDS[prefix];
  const folder = Object.keys(PATH_IDS).find((key) => key.endsWith('/') && pattern.startsWith(key));
  return folder ? PATH_IDS[folder] : undefined;
}

export function fieldsOf(type: Type | null): string[] {
  if (!type) return [];
  const checks = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  return [...new Set(checks.map(({ propertyName }) => propertyName))];
}

/** Fields that name a unit, however they are called. */
export const unitFields = (type: Type | null): string[] =>
  fieldsOf(type).filter((name) => /^(unit|unitId|unitIds|don-vi|donVi)$/.test(name));

/** Values of queries without which a route says nothing. */
const QUERIES: Record<string, (side: Side) => string> = {
  outcome: () => 'add',
  purpose: () => 'Đối chiếu danh sách',
  capacity: () => 'citizen',
  effectiveOn: () => '2026-01-15',
  fileName: () => 'a.csv',
  dang: () => 'csv',
  'doi-tuong': () => 'citizen',
  'muc-dich': () => 'doi-chieu',
  from: () => '2026-01-01',
  to: () => '2026-01-31',
  format: () => 'csv',
  line: () => 'all',
  ten: () => 'mai',
  name: () => 'mai',
  with: ({ snapshot }) => snapshot,
};

export function queryOf(type: Type | null, side: Side, more: Record<string, string> = {}): string {
  const fields = fieldsOf(type).filter((name) => QUERIES[name]);
  const query = new URLSearchParams([
    ...fields.map((name): [string, string] => [name, QUERIES[name]!(side)]),
    ...Object.entries(more),
  ]);
  return `?${query}`;
}

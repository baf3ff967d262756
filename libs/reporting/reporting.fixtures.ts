import type { FigureCounts, FigureRow, FiguresDocument } from '#libs/campaigns';
import { percentTenths } from '#libs/campaigns';
import type { ReportSource } from './report-source.js';

/** A made-up province whose figures show everything a report has to say something about. */
export const CAPACITIES = [
  {
    capacity: 'official',
    capacityName: 'Cán bộ, công chức, viên chức, người lao động',
    courses: [
      {
        courseVersionId: '00000000-0000-7000-8000-0000000000a1',
        code: 'A',
        title: 'Dịch vụ công trực tuyến',
        modules: 3,
      },
      { courseVersionId: '00000000-0000-7000-8000-0000000000b1', code: 'B', title: 'An toàn thông tin', modules: 3 },
    ],
  },
  {
    capacity: 'party_member',
    capacityName: 'Đảng viên',
    courses: [
      { courseVersionId: '00000000-0000-7000-8000-0000000000b1', code: 'B', title: 'An toàn thông tin', modules: 3 },
    ],
  },
  {
    capacity: 'citizen',
    capacityName: 'Người dân',
    courses: [
      {
        courseVersionId: '00000000-0000-7000-8000-0000000000c1',
        code: 'C',
        title: 'Bảo vệ dữ liệu cá nhân',
        modules: 3,
      },
    ],
  },
];

export const LINES = ['all', 'official', 'party_member', 'citizen'];

const NAMES = [
  'Phường Tân Phong',
  'Phường Đoàn Kết',
  'Xã Bản Bo',
  'Xã Bình Lư',
  'Xã Bum Nưa',
  'Xã Bum Tở',
  'Xã Dào San',
  'Xã Hồng Thu',
  'Xã Hua Bum',
  'Xã Khoen On',
  'Xã Khổng Lào',
  'Xã Khun Há',
  'Xã Lê Lợi',
  'Xã Mù Cả',
  'Xã Mường Kim',
  'Xã Mường Khoa',
  'Xã Mường Mô',
  'Xã Mường Tè',
  'Xã Mường Than',
  'Xã Nậm Cuổi',
  'Xã Nậm Hàng',
  'Xã Nậm Mạ',
  'Xã Nậm Sỏ',
  'Xã Nậm Tăm',
  'Xã Pa Tần',
  'Xã Pa Ủ',
  'Xã Pắc Ta',
  'Xã Phong Thổ',
  'Xã Pu Sam Cáp',
  'Xã Sì Lở Lầu',
  'Xã Sìn Hồ',
  'Xã Sin Suối Hồ',
  'Xã Tà Tổng',
  'Xã Tân Uyên',
  'Xã Tả Lèng',
  'Xã Than Uyên',
  'Xã Thu Lũm',
  'Xã Tủa Sín Chải',
];

export const id = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;

export function figureRow(change: Partial<FigureRow> = {}): FigureRow {
  return {
    unitId: id(1),
    code: '12',
    name: 'Tỉnh Lai Châu',
    kind: 'province',
    tree: 'territory',
    parentId: null,
    level: 0,
    line: 'all',
    onRoster: 0,
    notStarted: 0,
    inProgress: 0,
    completed: 0,
    pending: 0,
    minors: 0,
    group: 0,
    lateSync: 0,
    timeUnknown: 0,
    flagged: 0,
    target: null,
    rate: { state: 'no-target' },
    rosterRateTenths: null,
    missingFromRoster: null,
    faultyBelow: 0,
    ...change,
  };
}

/** A row of plausible figures, the same for the same numbers. `declared` 0 leaves the line without a target. */
export function countedRow(
  place: Partial<FigureRow>,
  onRoster: number,
  completed: number,
  declared: number,
): FigureRow {
  const inProgress = Math.floor((onRoster - completed) / 3);
  const faulty = declared > 0 && completed > declared;
  const tenths = percentTenths(completed, declared);
  return figureRow({
    ...place,
    onRoster,
    completed,
    inProgress,
    notStarted: onRoster - completed - inProgress,
    pending: Math.floor(onRoster / 40),
    minors: Math.floor(onRoster / 90),
    group: Math.floor(completed / 5),
    lateSync: Math.floor(completed / 50),
    timeUnknown: Math.floor(completed / 200),
    flagged: Math.floor(completed / 120),
    target:
      declared === 0
        ? null
        : {
            denominator: 'declared',
            number: declared,
            goalPercent: 80,
            dueOn: '2026-12-31',
            definition: 'người từ 18 tuổi trở lên biết chữ',
            sourceDocument: 'Báo cáo số 112-BC/ĐU của Đảng ủy xã',
            sourceDate: '2026-02-05',
          },
    rate: faulty ? { state: 'faulty' } : tenths === null ? { state: 'no-target' } : { state: 'rate', tenths },
    rosterRateTenths: !faulty && declared > 0 && declared < onRoster ? percentTenths(completed, onRoster) : null,
    missingFromRoster: !faulty && declared >= onRoster && declared > 0 ? declared - onRoster : null,
  });
}

/** A sub-line's counts. */
function neitherOf(onRoster: number, completed: number): FigureCounts {
  const { inProgress, notStarted, pending, minors, group, lateSync, timeUnknown, flagged } = countedRow(
    {},
    onRoster,
    completed,
    0,
  );
  return { onRoster, completed, inProgress, notStarted, pending, minors, group, lateSync, timeUnknown, flagged };
}

/** 38 communes with four lines each, and two villages in each commune. */
export function provinceDocument(): FiguresDocument {
  const rows: FigureRow[] = LINES.map((line, i) => ({
    ...countedRow(
      { line, level: 0 },
      [18_742, 5_310, 4_118, 12_004][i],
      [11_206, 4_702, 3_950, 5_871][i],
      [0, 5_400, 0, 12_500][i],
    ),
    faultyBelow: line === 'citizen' ? 1 : 0,
    neither: line === 'citizen' ? neitherOf(7_210, 3_015) : null,
  }));
  NAMES.forEach((name, i) => {
    const unit = { unitId: id(100 + i), code: `0${3388 + i}`, name, kind: i < 2 ? 'ward' : 'commune', parentId: id(1) };
    for (const [j, line] of LINES.entries()) {
      const onRoster = 120 + ((i * 37 + j * 11) % 300);
      const completed = Math.floor((onRoster * ((i * 29 + j * 17) % 100)) / 100);
      const declared =
        line !== 'citizen' ? 0 : i === 7 ? completed - 1 : i === 9 ? onRoster - 5 : i === 11 ? 0 : onRoster + i;
      const neither = line === 'citizen' ? neitherOf(onRoster - 60, Math.floor(completed / 2)) : null;
      rows.push(countedRow({ ...unit, line, neither, level: 1 }, onRoster, completed, Math.max(0, declared)));
    }
    for (const village of [1, 2]) {
      const place = {
        unitId: id(1000 + i * 10 + village),
        code: `${unit.code}-${village}`,
        name: `Bản ${name.replace(/^\S+ /, '')} ${village}`,
        kind: 'village',
        parentId: unit.unitId,
        level: 2,
      };
      for (const line of LINES) rows.push(countedRow({ ...place, line }, 40 + i, 20 + village, 0));
    }
  });
  return {
    definitionsVersion: '2',
    campaign: { id: id(7), name: 'Bình dân học vụ số năm 2026', startsOn: '2026-03-01', endsOn: '2026-12-31' },
    asOfDay: '2026-11-20',
    knownAt: '2026-11-21T01:15:00.000Z',
    root: { unitId: id(1), code: '12', name: 'Tỉnh Lai Châu' },
    requirements: CAPACITIES,
    rows,
  };
}

export function reportSource(document: FiguresDocument, change: Partial<ReportSource> = {}): ReportSource {
  const { rows: _, ...head } = document;
  return {
    document: head,
    sha256: '3f9a1c27d4b8e6015c2f7a9048d3b6e1f05a8c7d2e4b9613a7f0c5d8e2b14690',
    snapshotTitle: 'Số liệu tháng 11',
    draft: false,
    signedAt: new Date('2026-11-21T03:40:00Z'),
    signerName: 'Tẩn Thị Ín',
    makerName: 'Lò Văn Páo',
    madeAt: new Date('2026-11-21T04:00:00Z'),
    purpose: 'Báo cáo Thường trực Tỉnh ủy tháng 11',
    ...change,
  };
}

import type { FigureRow } from '#libs/campaigns';
import type { ReportSource } from '#libs/reporting';

const id = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const LINES = ['all', 'official', 'party_member', 'citizen'];

/** Rows made one at a time, as a cursor would give them: whatever memory an export takes is its own. */
export function* madeUpRows(count: number): Generator<FigureRow> {
  for (let i = 0; i < count; i += 1) {
    const onRoster = 120 + ((i * 37) % 300);
    const completed = Math.floor((onRoster * ((i * 29) % 100)) / 100);
    yield {
      unitId: id(i + 10),
      code: `03${388 + (i % 38)}-${i}`,
      name: `Bản Nậm Mạ ${i}`,
      kind: 'village',
      tree: 'territory',
      parentId: id(1),
      level: 2,
      line: LINES[i % LINES.length]!,
      onRoster,
      notStarted: onRoster - completed,
      inProgress: 0,
      completed,
      pending: 1,
      minors: 2,
      group: 3,
      lateSync: 0,
      timeUnknown: 0,
      flagged: 0,
      target: null,
      rate: { state: 'no-target' },
      rosterRateTenths: Math.round((completed * 1000) / onRoster),
      missingFromRoster: null,
      faultyBelow: 0,
    };
  }
}

export function madeUpSource(): ReportSource {
  const at = new Date('2026-11-21T01:15:00Z');
  const people = { capacity: 'citizen', capacityName: 'Người dân', courses: [] };
  return {
    document: {
      definitionsVersion: '1',
      campaign: { id: id(7), name: 'Đo hiệu năng', startsOn: '2026-03-01', endsOn: '2026-12-31' },
      asOfDay: '2026-11-20',
      knownAt: at.toISOString(),
      root: { unitId: id(1), code: '12', name: 'Tỉnh Lai Châu' },
      requirements: [people],
    },
    sha256: '0'.repeat(64),
    snapshotTitle: 'Đo hiệu năng',
    draft: true,
    signedAt: null,
    signerName: null,
    makerName: null,
    madeAt: at,
    purpose: 'Đo hiệu năng',
  };
}

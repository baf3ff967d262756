import type { Cells } from './roster-file.parser.js';
import type { RowOutcome, RowReason } from './roster-import.entity.js';
import type { RosterPerson } from './roster-row.policy.js';
import { groupIn } from './rows-aside.policy.js';
import type { UnitDirectory } from './unit-directory.js';

type Found = { unitId: string } | { reason: RowReason };

interface GroupHeading {
  unitId: string | null;
  outcome: RowOutcome;
  reason: RowReason;
}

/** Lists are written village by village: the rows below a village's name are its people, unless they say otherwise. */
export class GroupsOfRows {
  private current: Found | null = null;

  constructor(
    private readonly fileUnitId: string,
    private readonly directory: UnitDirectory,
  ) {}

  /** Null for a row that is no heading. Rows come in their order. */
  read(row: number, cells: Cells): GroupHeading | null {
    const group = groupIn(cells);
    if (!group) return null;
    const found = this.directory.resolve(this.fileUnitId, null, group.name);
    if ('unitId' in found) {
      this.current = found;
      return { unitId: found.unitId, outcome: 'skip', reason: { code: 'row.group-of-unit' } };
    }
    if (!group.sure) return null;
    if (!group.isUnit) {
      this.current = null;
      return { unitId: null, outcome: 'skip', reason: { code: 'row.group' } };
    }
    this.current = { reason: { code: 'row.below-unknown-unit', column: 'unitName', data: { row } } };
    return { unitId: null, outcome: 'error', reason: { ...found.reason, column: 'fullName' } };
  }

  placeOf({ unitCode, unitName }: RosterPerson): Found {
    const named = unitCode !== null || unitName !== null;
    return (named ? null : this.current) ?? this.directory.resolve(this.fileUnitId, unitCode, unitName);
  }
}

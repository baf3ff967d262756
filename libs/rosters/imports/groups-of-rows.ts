import type { Cells, RosterRow } from './roster-file.parser.js';
import type { RowOutcome, RowReason } from './roster-import.entity.js';
import { isNobody } from './roster-row.policy.js';
import { groupIn } from './rows-aside.policy.js';
import type { UnitDirectory } from './unit-directory.js';

interface GroupHeading {
  unitId: string | null;
  outcome: RowOutcome;
  reason: RowReason;
}

/** Lists are written village by village: the rows below a village's name are its people, unless they say otherwise. */
export class GroupsOfRows {
  private current: string | null = null;

  constructor(
    private readonly fileUnitId: string,
    private readonly directory: UnitDirectory,
  ) {}

  /** Rows in their order, each with the unit it stands below, so that it keeps its unit when it is taken out of the file. */
  fill(rows: RosterRow[]): RosterRow[] {
    return rows.map((row) => {
      const heading = this.heading(row.cells);
      if (heading) this.current = heading.reason.code === 'row.group' ? null : groupIn(row.cells)!.name;
      const { unitCode, unitName } = row.cells;
      if (heading || !this.current || unitCode || unitName || isNobody(row.cells)) return row;
      return { ...row, cells: { ...row.cells, unitName: this.current } };
    });
  }

  /** Null for a row that is no heading of a group. */
  heading(cells: Cells): GroupHeading | null {
    const group = groupIn(cells);
    if (!group) return null;
    const found = this.directory.resolve(this.fileUnitId, null, group.name);
    if ('unitId' in found) return { ...found, outcome: 'skip', reason: { code: 'row.group-of-unit' } };
    if (!group.sure) return null;
    return group.isUnit
      ? { unitId: null, outcome: 'error', reason: { ...found.reason, column: 'fullName' } }
      : { unitId: null, outcome: 'skip', reason: { code: 'row.group' } };
  }
}

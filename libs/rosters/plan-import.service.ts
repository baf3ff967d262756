import { Injectable } from '@nestjs/common';
import { personalNumberIndex, phoneIndex, scopeOf, type Actor } from '#libs/identity';
import { Units } from '#libs/organisation';
import { Clock, KeyRing, fold, type Tx } from '#libs/platform';
import { duplicateRows } from './duplicate-rows.policy.js';
import { FindKnown } from './find-known.service.js';
import { isDoubtful, matchPerson, type Traits } from './match-person.policy.js';
import { planRow, type Known, type RowContext, type RowPlan } from './plan-row.policy.js';
import type { Cells } from './roster-file.parser.js';
import type { RowReason } from './roster-import.entity.js';
import { readRow, type RosterPerson } from './roster-row.policy.js';
import { UnitDirectory } from './unit-directory.js';

export interface PlannedRow extends RowPlan {
  number: number;
  person: RosterPerson;
  /** Null for somebody new, and for a row that was not understood. */
  personId: string | null;
  unitId: string | null;
}

export interface FileScope {
  unitId: string;
  capacity: string;
  effectiveOn: string;
}

interface GoodRow extends Traits {
  rowNumber: number;
  unitId: string;
  person: RosterPerson;
}

/** Works out, without changing anything, what each row of a file would change. Staging and applying both ask this. */
@Injectable()
export class PlanImport {
  constructor(
    private readonly units: Units,
    private readonly known: FindKnown,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  async plan(tx: Tx, actor: Actor, file: FileScope, rows: { number: number; cells: Cells }[]): Promise<PlannedRow[]> {
    const directory = await UnitDirectory.read(tx, file.effectiveOn, this.clock.now());
    const scope = new Set(await this.units.subtreeIds(scopeOf(actor, 'roster.import'), this.clock.today(), tx));
    const planned = new Map<number, PlannedRow>();
    const good: GoodRow[] = [];
    for (const { number, cells } of rows) {
      const { person, reasons } = readRow(cells, this.clock.today());
      const unit = placeOf(directory, scope, file.unitId, person);
      if ('reason' in unit) reasons.push(unit.reason);
      const unitId = 'unitId' in unit ? unit.unitId : null;
      if (reasons.length > 0 || !unitId) planned.set(number, refused(number, person, unitId, reasons));
      else good.push({ rowNumber: number, unitId, person, ...this.traits(person) });
    }
    const duplicates = duplicateRows(good);
    const candidates = byTraits(await this.known.forRows(tx, good, file.effectiveOn));
    for (const row of good) {
      const twice = duplicates.get(row.rowNumber);
      planned.set(
        row.rowNumber,
        twice
          ? { ...refused(row.rowNumber, row.person, row.unitId, [twice.reason]), outcome: twice.outcome }
          : this.planGood(row, candidates(row), file, directory, scope),
      );
    }
    return oneRowPerPerson(rows.map(({ number }) => planned.get(number)!));
  }

  private planGood(
    row: GoodRow,
    candidates: Known[],
    file: FileScope,
    directory: UnitDirectory,
    scope: Set<string>,
  ): PlannedRow {
    const match = matchPerson(row, row.unitId, candidates);
    if (match && 'code' in match) return refused(row.rowNumber, row.person, row.unitId, [{ code: match.code }]);
    const context: RowContext = {
      ...file,
      unitId: row.unitId,
      traits: row,
      isAbove: (above, below) => directory.isAbove(above, below),
      mayChange: (unitId) => scope.has(unitId),
    };
    const known = match?.person ?? null;
    const plan = planRow(row.person, known, context);
    if (!known && candidates.some((other) => inOneCommune(directory, row, other)))
      plan.reasons.push({ code: 'doubt.same-name', column: 'fullName' });
    return {
      ...plan,
      number: row.rowNumber,
      person: row.person,
      personId: known?.personId ?? null,
      unitId: row.unitId,
    };
  }

  private traits(person: RosterPerson): Traits {
    return {
      foldedName: fold(person.fullName),
      birthYear: person.birthYear,
      birthDate: person.birthDate,
      phoneIndex: person.phone && phoneIndex(this.keys, person.phone),
      numberIndex: person.personalNumber && personalNumberIndex(this.keys, person.personalNumber),
    };
  }
}

/** Two rows may find one person by different signs; the later one is refused. */
function oneRowPerPerson(rows: PlannedRow[]): PlannedRow[] {
  const rowOf = new Map<string, number>();
  return rows.map((row) => {
    const earlier = row.personId ? rowOf.get(row.personId) : undefined;
    if (row.personId && earlier === undefined) rowOf.set(row.personId, row.number);
    if (earlier === undefined) return row;
    return refused(row.number, row.person, row.unitId, [{ code: 'row.same-person', data: { row: earlier } }]);
  });
}

function placeOf(
  directory: UnitDirectory,
  scope: Set<string>,
  fileUnitId: string,
  person: RosterPerson,
): { unitId: string } | { reason: RowReason } {
  const found = directory.resolve(fileUnitId, person.unitCode, person.unitName);
  if ('unitId' in found && !scope.has(found.unitId))
    return { reason: { code: 'row.unit-outside-scope', column: 'unitCode' } };
  return found;
}

const refused = (number: number, person: RosterPerson, unitId: string | null, reasons: RowReason[]): PlannedRow => ({
  number,
  person,
  unitId,
  personId: null,
  outcome: 'error',
  reasons,
  identity: null,
  place: null,
});

const inOneCommune = (directory: UnitDirectory, row: GoodRow, other: Known): boolean =>
  other.traits.some((traits) => isDoubtful(row, traits)) &&
  other.unitIds.some((unitId) => directory.communeOf(unitId) === directory.communeOf(row.unitId));

/** Candidates of a row without looking at everybody for each. */
function byTraits(known: Known[]): (row: Traits) => Known[] {
  const groups = new Map<string, Set<Known>>();
  const keysOf = (t: Traits) => [
    `n${t.foldedName}`,
    ...(t.phoneIndex ? [`p${t.phoneIndex}`] : []),
    ...(t.numberIndex ? [`i${t.numberIndex}`] : []),
  ];
  for (const person of known)
    for (const key of person.traits.flatMap(keysOf)) groups.set(key, (groups.get(key) ?? new Set()).add(person));
  return (row) => [...new Set(keysOf(row).flatMap((key) => [...(groups.get(key) ?? [])]))];
}

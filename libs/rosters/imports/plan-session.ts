import { personalNumberIndexes, phoneIndexes } from '#libs/identity';
import { fold, type KeyRing, type Tx } from '#libs/platform';
import type { FindKnown } from './find-known.service.js';
import { GroupsOfRows } from './groups-of-rows.js';
import { isDoubtful, matchPerson, sameNameMayBe, type Traits } from './match-person.policy.js';
import { planRow, type Known, type RowContext, type RowPlan } from './plan-row.policy.js';
import type { RosterRow } from './roster-file.parser.js';
import type { RowReason } from './roster-import.entity.js';
import { isNobody, readRow, type RosterPerson } from './roster-row.policy.js';
import { SeenRows } from './seen-rows.js';
import type { UnitDirectory } from './unit-directory.js';

export interface PlannedRow extends RowPlan {
  number: number;
  person: RosterPerson;
  /** Null for somebody new, and for a row that was not understood. */
  personId: string | null;
  unitId: string | null;
  /** Somebody whom the new person may be, by a phone that nobody has verified. */
  doubtWith: string | null;
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

/** Plans a file piece by piece; remembers of the pieces before only what tells whether a row speaks of somebody again. */
export class PlanSession {
  private readonly seen = new SeenRows();
  private readonly rowOfPerson = new Map<string, number>();
  /** Made by earlier pieces of the same file; nobody whom a later row may mean. */
  private readonly fresh = new Set<string>();
  private readonly groups: GroupsOfRows;

  constructor(
    private readonly file: FileScope,
    private readonly directory: UnitDirectory,
    /** Units whose rosters may be changed. */
    private readonly scope: Set<string>,
    private readonly known: FindKnown,
    private readonly keys: KeyRing,
    private readonly today: string,
  ) {
    this.groups = new GroupsOfRows(file.unitId, directory);
  }

  /** Rows as they come out of a file, with the units that stand above them. */
  grouped(rows: RosterRow[]): RosterRow[] {
    return this.groups.fill(rows);
  }

  async plan(tx: Tx, rows: RosterRow[]): Promise<PlannedRow[]> {
    const read = rows.map((row) => this.read(row));
    const good = read.filter((row): row is GoodRow => !('outcome' in row));
    const repeated = new Map(good.map((row) => [row, this.seen.judge(traitsOnly(row))]));
    const candidates = byTraits(
      await this.known.forRows(tx, good, this.file.effectiveOn, this.aliases(good)),
      this.fresh,
    );
    return read.map((row) => {
      if ('outcome' in row) return row;
      const twice = repeated.get(row);
      return twice
        ? { ...refused(row.rowNumber, row.person, row.unitId, [twice.reason]), outcome: twice.outcome }
        : this.oncePerPerson(this.planGood(row, candidates(row)));
    });
  }

  /** Rows that an earlier run has staged already: only remembered. */
  replay(rows: RosterRow[]): void {
    for (const row of rows) {
      const read = this.read(row);
      if (!('outcome' in read)) this.seen.judge(traitsOnly(read));
    }
  }

  people(staged: { personId: string; number: number }[]): void {
    for (const { personId, number } of staged) this.rowOfPerson.set(personId, number);
  }

  created(personIds: string[]): void {
    for (const id of personIds) this.fresh.add(id);
  }

  private read({ number, cells }: RosterRow): GoodRow | PlannedRow {
    const { person, reasons } = readRow(cells, this.today);
    // Titles and signatures between and below the people.
    if (isNobody(cells)) return { ...refused(number, person, null, [{ code: 'row.not-a-person' }]), outcome: 'skip' };
    const heading = this.groups.heading(cells);
    if (heading) return { ...refused(number, person, heading.unitId, [heading.reason]), outcome: heading.outcome };
    const unit = this.placeOf(person);
    if ('reason' in unit) reasons.push(unit.reason);
    const unitId = 'unitId' in unit ? unit.unitId : null;
    if (reasons.length > 0 || !unitId) return refused(number, person, unitId, reasons);
    return { rowNumber: number, unitId, person, ...this.traits(person) };
  }

  private placeOf(person: RosterPerson): { unitId: string } | { reason: RowReason } {
    const found = this.directory.resolve(this.file.unitId, person.unitCode, person.unitName);
    if ('unitId' in found && !this.scope.has(found.unitId))
      return { reason: { code: 'row.unit-outside-scope', column: 'unitCode' } };
    return found;
  }

  private traits(person: RosterPerson): Traits {
    return {
      foldedName: fold(person.fullName),
      birthYear: person.birthYear,
      birthDate: person.birthDate,
      phoneIndex: person.phone && phoneIndexes(this.keys, person.phone)[0]!,
      numberIndex: person.personalNumber && personalNumberIndexes(this.keys, person.personalNumber)[0]!,
    };
  }

  /** People who are known may still be indexed under an older key. */
  private aliases(rows: GoodRow[]): Map<string, string> {
    const all = rows.flatMap(({ person: { phone, personalNumber } }) => [
      ...(phone ? [phoneIndexes(this.keys, phone)] : []),
      ...(personalNumber ? [personalNumberIndexes(this.keys, personalNumber)] : []),
    ]);
    return new Map(all.flatMap((indexes) => indexes.map((index) => [index, indexes[0]!] as const)));
  }

  private planGood(row: GoodRow, candidates: Known[]): PlannedRow {
    const match = matchPerson(row, row.unitId, candidates);
    if (match && 'code' in match) return refused(row.rowNumber, row.person, row.unitId, [{ code: match.code }]);
    const context: RowContext = {
      ...this.file,
      unitId: row.unitId,
      traits: row,
      isAbove: (above, below) => this.directory.isAbove(above, below),
      mayChange: (unitId) => this.scope.has(unitId),
    };
    const known = match?.person ?? null;
    const plan = planRow(row.person, known, context);
    if (!known && candidates.some((other) => this.inOneCommune(row, other)))
      plan.reasons.push({ code: 'doubt.same-name', column: 'fullName' });
    const sharer = known ? undefined : candidates.find(({ traits }) => traits.some((t) => samePhone(row, t)));
    if (sharer) plan.reasons.push({ code: 'doubt.same-phone', column: 'phone' });
    return {
      ...plan,
      number: row.rowNumber,
      person: row.person,
      personId: known?.personId ?? null,
      unitId: row.unitId,
      doubtWith: sharer?.personId ?? null,
    };
  }

  private inOneCommune(row: GoodRow, other: Known): boolean {
    const home = this.directory.communeOf(row.unitId);
    return (
      other.traits.some((traits) => isDoubtful(row, traits)) &&
      other.unitIds.some((unitId) => this.directory.communeOf(unitId) === home)
    );
  }

  /** Two rows may find one person by different signs; the later one is refused. */
  private oncePerPerson(row: PlannedRow): PlannedRow {
    if (!row.personId) return row;
    const earlier = this.rowOfPerson.get(row.personId);
    if (earlier !== undefined)
      return refused(row.number, row.person, row.unitId, [{ code: 'row.same-person', data: { row: earlier } }]);
    this.rowOfPerson.set(row.personId, row.number);
    return row;
  }
}

/** What is kept of a row for the whole file. */
const traitsOnly = ({ person: _person, ...traits }: GoodRow): Omit<GoodRow, 'person'> => traits;

const refused = (number: number, person: RosterPerson, unitId: string | null, reasons: RowReason[]): PlannedRow => ({
  number,
  person,
  unitId,
  personId: null,
  outcome: 'error',
  reasons,
  identity: null,
  place: null,
  doubtWith: null,
});

/** Also with another birth date, which may be a slip: a person decides. */
const samePhone = (row: Traits, other: Traits): boolean =>
  row.phoneIndex !== null &&
  row.phoneIndex === other.phoneIndex &&
  sameNameMayBe({ ...row, birthYear: null, birthDate: null }, other);

/** Candidates of a row without looking at everybody for each. */
function byTraits(known: Known[], except: Set<string>): (row: Traits) => Known[] {
  const groups = new Map<string, Set<Known>>();
  const keysOf = (t: Traits) => [
    `n${t.foldedName}`,
    ...(t.phoneIndex ? [`p${t.phoneIndex}`] : []),
    ...(t.numberIndex ? [`i${t.numberIndex}`] : []),
  ];
  for (const person of known)
    if (!except.has(person.personId))
      for (const key of person.traits.flatMap(keysOf)) groups.set(key, (groups.get(key) ?? new Set()).add(person));
  return (row) => [...new Set(keysOf(row).flatMap((key) => [...(groups.get(key) ?? [])]))];
}

import { UNIT_KINDS, type Tree, type UnitRow } from '#libs/organisation';
import { kindOf, type UnitColumn } from './unit-columns.js';

/** A unit as it is on the day of the file. */
export interface KnownUnit {
  id: string;
  code: string;
  name: string;
  kind: string;
  parentCode: string | null;
  /** Of the territory unit it belongs to. */
  linkCode: string | null;
  /** May be changed by the one who imports. */
  inScope: boolean;
}

export interface UnitPlanContext {
  tree: Tree;
  known: Map<string, KnownUnit>;
  /** Codes of the tree that are taken by units which are not there on the day. */
  elsewhere: Set<string>;
  /** Codes of territory units of the day. */
  territory: Set<string>;
  /** What a unit without one above it meets. */
  root: {
    /** Why the tree cannot be given its first unit; null when it can. */
    refusal: 'parent-missing' | 'root-later' | 'root-no-province' | 'root-whole' | null;
    /** Of the province, to which the roots of the state and Party trees belong. */
    provinceCode: string | null;
  };
}

export interface RowFault {
  code: string;
  column: UnitColumn;
  data?: Record<string, unknown>;
}

export interface PlannedUnit {
  row: UnitRow;
  outcome: 'add' | 'change' | 'same' | 'error';
  renamed: boolean;
  moved: boolean;
  linked: boolean;
  /** What the file means, once codes are found. */
  code: string;
  kind: string;
  parentCode: string | null;
  linkCode: string | null;
  faults: RowFault[];
}

const CODE = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u;
const fault = (code: string, column: UnitColumn, data?: Record<string, unknown>): RowFault => ({
  code: `unit-row.${code}`,
  column,
  ...(data ? { data } : {}),
});

/** What each line would do on the day: nothing is looked up and nothing is changed here. */
export function planUnits(rows: UnitRow[], context: UnitPlanContext): PlannedUnit[] {
  const first = new Map<string, number>();
  let root: number | null = null;
  const plans = rows.map((row) => {
    const plan = planRow(row, context);
    const twice = first.get(plan.code);
    if (plan.code && twice !== undefined) plan.faults.push(fault('repeated', 'code', { row: twice }));
    else first.set(plan.code, row.row);
    if (isRoot(plan, context) && root !== null) plan.faults.push(fault('second-root', 'parentCode', { row: root }));
    if (isRoot(plan, context) && plan.faults.length === 0) root = row.row;
    return settle(plan);
  });
  refuseParents(plans, context);
  refuseCircles(plans, context);
  return plans;
}

function planRow(row: UnitRow, context: UnitPlanContext): PlannedUnit {
  const code = withZero(row.code, (text) => context.known.has(text));
  const known = context.known.get(code);
  const kind = row.kind ? kindOf(row.kind, UNIT_KINDS[context.tree]) : (known?.kind ?? null);
  const inFile = row.parentCode || null;
  const plan: PlannedUnit = {
    row,
    outcome: 'same',
    renamed: known !== undefined && known.name !== row.name,
    moved: false,
    linked: false,
    code,
    kind: kind ?? '',
    parentCode: inFile ? withZero(inFile, (text) => context.known.has(text)) : (known?.parentCode ?? null),
    linkCode: row.linkCode ? withZero(row.linkCode, (text) => context.territory.has(text)) : (known?.linkCode ?? null),
    faults: [],
  };
  if (isRoot(plan, context) && context.tree !== 'territory') plan.linkCode ??= context.root.provinceCode;
  plan.moved = known !== undefined && plan.parentCode !== known.parentCode;
  plan.linked = plan.linkCode !== (known?.linkCode ?? null);
  plan.faults = faultsOf(plan, known, context);
  return plan;
}

/** The line of a new unit with nothing above it. */
const isRoot = ({ code, parentCode }: PlannedUnit, { known }: UnitPlanContext): boolean =>
  !parentCode && !known.has(code);

function faultsOf(plan: PlannedUnit, known: KnownUnit | undefined, context: UnitPlanContext): RowFault[] {
  const { row, code } = plan;
  const faults: RowFault[] = [];
  if (!row.code) faults.push(fault('code-missing', 'code'));
  else if (!CODE.test(code)) faults.push(fault('code-invalid', 'code'));
  else if (context.elsewhere.has(code)) faults.push(fault('code-elsewhere', 'code'));
  else if (!known && /^\d{4}$/.test(code) && ['commune', 'ward'].includes(plan.kind))
    faults.push(fault('code-zero', 'code'));
  if (known && !known.inScope) faults.push(fault('outside-scope', 'code'));
  if (!row.name || row.name.length > 200) faults.push(fault('name-invalid', 'name'));
  if (!plan.kind) faults.push(fault(row.kind ? 'kind-unknown' : 'kind-missing', 'kind'));
  else if (known && known.kind !== plan.kind) faults.push(fault('kind-fixed', 'kind'));
  if (isRoot(plan, context) && context.root.refusal) faults.push(fault(context.root.refusal, 'parentCode'));
  if (known && known.parentCode === null && plan.moved) faults.push(fault('root-stays', 'parentCode'));
  if (plan.linked && context.tree === 'territory') faults.push(fault('link-territory', 'linkCode'));
  else if (plan.linked && !context.territory.has(plan.linkCode!)) faults.push(fault('link-unknown', 'linkCode'));
  else if (isRoot(plan, context) && plan.linked && plan.linkCode !== context.root.provinceCode)
    faults.push(fault('root-link', 'linkCode'));
  return faults;
}

/** A spreadsheet loses the first zero of a code. */
function withZero(code: string, isThere: (code: string) => boolean): string {
  const longer = code.replace(/^\d{4}(?=$|-)/, '0$&');
  return !isThere(code) && isThere(longer) ? longer : code;
}

function settle(plan: PlannedUnit, known = plan.renamed || plan.moved || plan.linked): PlannedUnit {
  plan.outcome = plan.faults.length > 0 ? 'error' : known ? 'change' : 'same';
  return plan;
}

/** A parent is there on the day, or is added by a line that can be taken; until nothing changes any more. */
function refuseParents(plans: PlannedUnit[], { known }: UnitPlanContext): void {
  for (const plan of plans) if (plan.outcome !== 'error' && !known.has(plan.code)) plan.outcome = 'add';
  const added = new Map(plans.filter(({ outcome }) => outcome === 'add').map((plan) => [plan.code, plan]));
  const inFile = new Map(plans.map((plan) => [plan.code, plan]));
  for (let changed = true; changed;) {
    changed = false;
    for (const plan of plans) {
      const { parentCode } = plan;
      if (plan.outcome === 'error' || !parentCode || (plan.outcome !== 'add' && !plan.moved)) continue;
      const there = known.get(parentCode);
      if (there?.inScope || (!there && added.has(parentCode))) continue;
      const bad = inFile.get(parentCode);
      if (there) plan.faults.push(fault('parent-outside-scope', 'parentCode'));
      else
        plan.faults.push(
          bad ? fault('parent-bad', 'parentCode', { row: bad.row.row }) : fault('parent-unknown', 'parentCode'),
        );
      plan.outcome = 'error';
      added.delete(plan.code);
      changed = true;
    }
  }
}

/** Nobody stands below itself once every line is done. */
function refuseCircles(plans: PlannedUnit[], { known }: UnitPlanContext): void {
  const parents = new Map([...known.values()].map(({ code, parentCode }) => [code, parentCode]));
  for (const plan of plans) if (plan.outcome !== 'error') parents.set(plan.code, plan.parentCode);
  for (const plan of plans) {
    if (plan.outcome === 'error' || (plan.outcome !== 'add' && !plan.moved)) continue;
    const seen = new Set<string>();
    let at: string | null | undefined = plan.code;
    while (at && !seen.has(at)) {
      seen.add(at);
      at = parents.get(at);
    }
    if (!at) continue;
    plan.faults.push(fault('circle', 'parentCode'));
    plan.outcome = 'error';
  }
}

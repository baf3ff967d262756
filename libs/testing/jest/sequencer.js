import { statSync } from 'node:fs';

/**
 * What takes longest, in this order. The second and third start programs of their own, while the first makes the demo
 * that all the others copy.
 */
const LONGEST = [
  'pages.browser',
  'start',
  'production.redis',
  'learning.browser',
  'faults.browser',
  'journeys.browser',
  'narration.browser',
  'keyboard.browser',
  'learner.browser',
  'keyboard-desks.browser',
  'figures.property',
  'access',
  'prints',
];

/**
 * The long suites first, so that both workers end together: jest itself begins with the largest files on a machine that
 * has not run them before, and the walk through all pages is not one of those.
 */
export default class LongestFirst {
  sort(tests) {
    const sizes = new Map(tests.map(({ path }) => [path, statSync(path).size]));
    return [...tests].sort((a, b) => rank(a.path) - rank(b.path) || sizes.get(b.path) - sizes.get(a.path));
  }

  cacheResults() {}
}

function rank(path) {
  const place = LONGEST.findIndex((name) => path.endsWith(`/${name}.spec.ts`));
  return place < 0 ? LONGEST.length : place;
}

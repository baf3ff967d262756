import browserslist from 'browserslist';

/** What esbuild knows of the browsers in package.json; the others there are built on these. */
const FAMILIES = {
  chrome: 'chrome',
  edge: 'edge',
  firefox: 'firefox',
  ios_saf: 'ios',
  opera: 'opera',
  safari: 'safari',
};

/** The oldest of each family, as esbuild names them: `chrome90`, `ios15.1`, … */
export function esbuildTargets() {
  const oldest = new Map();
  for (const entry of browserslist(null, { path: new URL('.', import.meta.url).pathname })) {
    const [name, versions] = entry.split(' ');
    const family = FAMILIES[name];
    const version = versions.split('-')[0];
    if (family && !(Number.parseFloat(oldest.get(family)) <= Number.parseFloat(version))) oldest.set(family, version);
  }
  return [...oldest].map(([family, version]) => family + version);
}

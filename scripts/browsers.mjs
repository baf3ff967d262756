import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import browserslist from 'browserslist';
import DoIUse from 'doiuse/lib/DoIUse.js';
import postcss from 'postcss';

/** Holds scripts and styles, as built, to the browsers listed in package.json. */

/** Features of styles that the oldest do without, each with what their readers get instead. */
const WITHOUT_LOSS = {
  'css-focus-visible': 'the browser’s own outline',
  'css-has': 'the ticked box or point itself shows the choice',
  'css-paged-media': 'the printer’s own margins',
  'css-resize': 'a text box that scrolls',
  'css3-cursors': 'the usual pointer; phones have none',
};

const out = mkdtempSync(join(tmpdir(), 'hvs-browsers-'));
try {
  execFileSync(process.execPath, ['apps/web/client/build.mjs', out], { stdio: 'inherit' });
  const built = readdirSync(out);
  const scripts = built.filter((name) => name.endsWith('.js')).map((name) => join(out, name));
  const checked = [
    'checkBrowser',
    ...scripts,
    '--checkFeatures',
    '--quiet',
    '--noCache',
    `--browserslistQuery=${query()}`,
  ];
  execFileSync(process.execPath, ['node_modules/es-check/lib/cli/index.js', ...checked], { stdio: 'inherit' });
  for (const name of built.filter((file) => file.endsWith('.css'))) await styles(join(out, name));
} catch {
  process.exitCode = 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}

function query() {
  return JSON.parse(readFileSync('package.json', 'utf8')).browserslist.join(', ');
}

/** Only what a browser lacks altogether; partial support is about corners that these styles do not use. */
async function styles(path) {
  const lacking = new Map();
  const onFeatureUsage = ({ feature, featureData, usage }) => {
    if (featureData.missing && !(feature in WITHOUT_LOSS))
      lacking.set(feature, `${featureData.title}: ${usage.toString().slice(0, 100)} (${featureData.missing})`);
  };
  const check = new DoIUse({ browsers: browserslist(), onFeatureUsage });
  await postcss(check).process(readFileSync(path, 'utf8'), { from: path });
  for (const told of lacking.values()) process.stderr.write(`${told}\n`);
  if (lacking.size > 0) throw new Error('styles');
}

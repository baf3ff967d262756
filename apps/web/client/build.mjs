import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { esbuildTargets } from './browsers.mjs';

/** Builds islands and styles into dist/public (or the folder named), by their hash, with brotli and gzip beside them. */
const web = fileURLToPath(new URL('..', import.meta.url));
const out = process.argv[2] ?? join(web, '../../dist/public');
const sources = [
  join(web, 'client/app.ts'),
  join(web, 'client/unit-tree.ts'),
  join(web, 'client/read-aloud.ts'),
  join(web, 'client/quiz.ts'),
  join(web, 'client/listen.ts'),
  join(web, 'styles/app.css'),
];

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const result = await build({
  entryPoints: sources,
  outdir: out,
  entryNames: '[name]',
  bundle: true,
  minify: true,
  write: false,
  target: esbuildTargets(),
  format: 'iife',
  logLevel: 'error',
});
const files = result.outputFiles.map((file) => [file.path.split('/').at(-1), Buffer.from(file.contents)]);
files.push(['icon.svg', readFileSync(join(web, 'styles/icon.svg'))]);

const manifest = {};
for (const [name, bytes] of files) {
  const extension = extname(name);
  const hashed = `${name.slice(0, -extension.length)}-${createHash('sha256').update(bytes).digest('hex').slice(0, 10)}${extension}`;
  manifest[name] = hashed;
  writeFileSync(join(out, hashed), bytes);
  writeFileSync(
    join(out, `${hashed}.br`),
    brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  );
  writeFileSync(join(out, `${hashed}.gz`), gzipSync(bytes, { level: 9 }));
}
writeFileSync(join(out, 'manifest.json'), JSON.stringify(manifest));

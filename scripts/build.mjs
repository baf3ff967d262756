import './require-node.mjs';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Builds when sources are newer than the last build; `--force` builds always. Three seconds when there is work. */
const root = new URL('..', import.meta.url).pathname;
const stamp = join(root, 'dist', '.stamp');
const digest = sourcesDigest();

if (process.argv.includes('--force') || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== digest) {
  const started = Date.now();
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  run('node_modules/@nestjs/cli/bin/nest.js', 'build');
  run('apps/web/client/build.mjs');
  writeFileSync(stamp, digest);
  process.stdout.write(`Đã dựng chương trình trong ${((Date.now() - started) / 1000).toFixed(1)} giây.\n`);
}

function run(script, ...args) {
  try {
    execFileSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    process.stderr.write(`${error.stdout ?? ''}${error.stderr ?? ''}\nKhông dựng được chương trình.\n`);
    process.exit(1);
  }
}

/** Names, sizes and times of all sources: cheap, and changes whenever one of them does. */
function sourcesDigest() {
  const hash = createHash('sha256');
  const visit = (path) => {
    for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const full = join(path, entry.name);
      if (entry.isDirectory()) visit(full);
      else if (!entry.name.endsWith('.spec.ts')) {
        const { size, mtimeMs } = statSync(full);
        hash.update(`${full} ${size} ${mtimeMs}\n`);
      }
    }
  };
  for (const folder of ['apps', 'libs', 'migrations']) visit(join(root, folder));
  for (const file of ['package-lock.json', 'nest-cli.json', '.swcrc'])
    hash.update(`${file} ${statSync(join(root, file)).mtimeMs}\n`);
  return hash.digest('hex');
}

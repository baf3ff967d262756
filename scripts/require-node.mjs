import { readFileSync } from 'node:fs';

/** Says in a sentence that Node.js is too old, before anything newer is loaded. Itself written for any Node.js with modules. */
const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const oldest = engines.node.replace('>=', '');
const [least, mine] = [oldest, process.versions.node].map((version) => version.split('.').map(Number));

if (mine[0] < least[0] || (mine[0] === least[0] && mine[1] < least[1])) {
  process.stderr.write(
    `Cần Node.js ${oldest} trở lên; máy này đang dùng ${process.versions.node}. Hãy cài bản mới từ https://nodejs.org rồi chạy lại npm ci.\n`,
  );
  process.exit(1);
}

import { createServer, type AddressInfo } from 'node:net';
import type { BenchOptions } from '../options.js';
import { Child } from './child.js';

/** The built web in one process, as `npm start` runs it. */
export async function startWeb(databaseUrl: string, { folder, profile }: BenchOptions) {
  const port = await freePort();
  const env = {
    DATABASE_URL: databaseUrl,
    DATA_DIR: folder,
    HOST: '127.0.0.1',
    PORT: String(port),
    NODE_ENV: 'development',
  };
  const execArgv = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [];
  const web = await Child.start('web/src/main.js', { env, execArgv });
  return { web, webUrl: `http://127.0.0.1:${port}` };
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.on('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });
}

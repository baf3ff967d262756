import cluster from 'node:cluster';
import { RuntimeConfig, readConfig } from '#libs/platform';

/** WEB_CONCURRENCY web processes behind one port; a process that dies is replaced. */
const { webConcurrency } = readConfig(RuntimeConfig);
if (cluster.isPrimary && webConcurrency > 1) {
  let stopping = false;
  let ready = 0;
  for (let i = 0; i < webConcurrency; i += 1) cluster.fork();
  cluster.on('message', (_worker, message) => {
    if (message !== 'ready') return;
    ready += 1;
    if (ready === webConcurrency) process.send?.('ready');
  });
  cluster.on('exit', () => {
    if (!stopping) cluster.fork();
    else if (Object.keys(cluster.workers ?? {}).length === 0) process.exit(0);
  });
  const stop = () => {
    stopping = true;
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill('SIGTERM');
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);
} else {
  await import('./main.js');
}

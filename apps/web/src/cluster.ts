import cluster, { type Worker } from 'node:cluster';
import { RuntimeConfig, readConfig, requireDatabase, runProgram } from '#libs/platform';

const LONGEST_WAIT_MS = 30_000;

/** WEB_CONCURRENCY web processes behind one port; a process that dies is replaced, later each time it dies early. */
await runProgram(async () => {
  const config = readConfig(RuntimeConfig);
  requireDatabase(config);
  if (cluster.isPrimary && config.webConcurrency > 1) supervise(config.webConcurrency);
  else await import('./main.js');
});

function supervise(processes: number): void {
  const ready = new Set<Worker>();
  let stopping = false;
  let begun = false;
  let early = 0;
  let exitCode = 0;
  const endWhenAlone = () => Object.keys(cluster.workers ?? {}).length === 0 && process.exit(exitCode);
  const stop = () => {
    stopping = true;
    endWhenAlone();
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill('SIGTERM');
  };
  cluster.on('message', (worker, message) => {
    if (message !== 'ready') return;
    ready.add(worker);
    early = 0;
    if (begun || ready.size < processes) return;
    begun = true;
    process.send?.('ready');
  });
  cluster.on('exit', (worker) => {
    const wasReady = ready.delete(worker);
    if (stopping) return endWhenAlone();
    if (!begun && !wasReady) {
      // It cannot start at all, and has said why.
      exitCode = 1;
      return stop();
    }
    early = wasReady ? 0 : early + 1;
    const wait = early === 0 ? 0 : Math.min(LONGEST_WAIT_MS, 250 * 2 ** early);
    setTimeout(() => !stopping && cluster.fork(), wait);
  });
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);
  for (let i = 0; i < processes; i += 1) cluster.fork();
}

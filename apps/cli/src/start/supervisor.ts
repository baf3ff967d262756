import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { StartupError } from '#libs/platform';

const APPS = fileURLToPath(new URL('../../..', import.meta.url));
const PROGRAMS = { web: `${APPS}web/src/cluster.js`, worker: `${APPS}worker/src/main.js` };
const STOP_MS = 15_000;

/** Keeps the programs running: one that dies is started again, a little later each time it dies soon. */
export class Supervisor {
  private readonly children = new Map<string, ChildProcess>();
  private stopping = false;

  /** `workerHeap`: megabytes. Without a bound V8 lets garbage lie as long as the machine has room. */
  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly workerHeap: number,
  ) {}

  async start(): Promise<void> {
    await Promise.all(Object.keys(PROGRAMS).map((name) => this.launch(name as keyof typeof PROGRAMS)));
  }

  /** Asks each program to finish what it has begun; one that does not within 15 s is ended. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(
      [...this.children.values()].map(
        (child) =>
          new Promise<void>((done) => {
            if (child.exitCode !== null || child.signalCode !== null) return done();
            const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
            child.once('exit', () => {
              clearTimeout(force);
              done();
            });
            child.kill('SIGTERM');
          }),
      ),
    );
  }

  /** Resolves when the program says it is ready. A first start that fails is reported, later deaths are mended. */
  private launch(name: keyof typeof PROGRAMS, deaths = 0): Promise<void> {
    const startedAt = Date.now();
    // A group of its own: Ctrl-C reaches the supervisor alone, which then stops the programs in order.
    const child = fork(PROGRAMS[name], {
      env: { ...process.env, ...this.env },
      detached: true,
      execArgv: [...process.execArgv, ...(name === 'worker' ? [`--max-old-space-size=${this.workerHeap}`] : [])],
    });
    this.children.set(name, child);
    return new Promise((ready, fail) => {
      let said = false;
      child.on('message', (message) => {
        if (message !== 'ready') return;
        said = true;
        ready();
      });
      child.on('exit', (code, signal) => {
        if (this.stopping) return ready();
        if (!said && deaths === 0)
          return fail(new StartupError(`Chương trình ${name} không khởi động được (mã ${code ?? signal}).`));
        const soon = Date.now() - startedAt < 10_000 ? deaths + 1 : 1;
        const wait = Math.min(30_000, 250 * 2 ** (soon - 1));
        process.stderr.write(`Chương trình ${name} đã dừng (${code ?? signal}); khởi động lại sau ${wait} ms.\n`);
        setTimeout(() => !this.stopping && void this.launch(name, soon).catch(() => undefined), wait);
      });
    });
  }
}

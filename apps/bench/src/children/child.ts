import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** dist/apps, where the built programs stand. */
const APPS = fileURLToPath(new URL('../../..', import.meta.url));

export interface ChildSetup {
  env?: NodeJS.ProcessEnv;
  execArgv?: string[];
}

/** A program of its own: what it costs the processor is told apart from the load and from the database. */
export class Child {
  private constructor(private readonly process: ChildProcess) {}

  /** Resolves when the program has said its first word. */
  static async start(program: string, { env, execArgv }: ChildSetup = {}): Promise<Child> {
    const child = new Child(
      fork(`${APPS}${program}`, { env: { ...process.env, ...env }, execArgv, serialization: 'advanced' }),
    );
    await child.next();
    return child;
  }

  get pid(): number {
    return this.process.pid!;
  }

  async ask<T>(message: unknown): Promise<T> {
    const answer = this.next<T>();
    this.process.send(message as never);
    return answer;
  }

  private next<T>(): Promise<T> {
    return new Promise((done, fail) => {
      const died = (code: number | null) => fail(new Error(`Chương trình con đã dừng (mã ${code}).`));
      this.process.once('exit', died);
      this.process.once('message', (message) => {
        this.process.off('exit', died);
        done(message as T);
      });
    });
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    await new Promise<void>((done) => {
      this.process.once('exit', () => done());
      this.process.kill('SIGTERM');
    });
  }
}

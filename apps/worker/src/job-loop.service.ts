import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { JobRunner, RuntimeConfig, type JobUrgency } from '#libs/platform';

const IDLE_MS = 400;
const TROUBLE_MS = 3000;

/**
 * Takes due job rows one after the other, and beside them those that somebody waits for with a phone in hand: a roster of
 * fifty thousand must not hold up the code of a sign-in. With Redis, Bull's messages bring the work and this loop rests; the relay
 * re-sends what no message moved.
 */
@Injectable()
export class JobLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('JobLoop');
  private stopping = false;
  private running: Promise<void>[] = [];
  private readonly asleep = new Set<() => void>();

  constructor(
    private readonly runner: JobRunner,
    private readonly config: RuntimeConfig,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.redisUrl) this.running = [this.loop(), this.loop('prompt')];
  }

  /** Lets the job at hand end; what was not begun stays in its row. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    for (const wake of this.asleep) wake();
    await Promise.all(this.running);
  }

  private async loop(only?: JobUrgency): Promise<void> {
    while (!this.stopping) {
      try {
        if (!(await this.runner.runNext(only))) await this.pause(IDLE_MS);
      } catch (error) {
        this.logger.warn(`waiting for the database: ${(error as Error).message}`);
        await this.pause(TROUBLE_MS);
      }
    }
  }

  private pause(ms: number): Promise<void> {
    return new Promise((done) => {
      const wake = () => {
        clearTimeout(timer);
        this.asleep.delete(wake);
        done();
      };
      const timer = setTimeout(wake, ms);
      this.asleep.add(wake);
    });
  }
}

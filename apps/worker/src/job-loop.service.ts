import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { JobRunner, RuntimeConfig } from '#libs/platform';

const IDLE_MS = 400;
const TROUBLE_MS = 3000;

/**
 * Takes due job rows one after the other. With Redis, Bull's messages bring the work and this loop rests; the relay
 * re-sends what no message moved.
 */
@Injectable()
export class JobLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('JobLoop');
  private stopping = false;
  private running?: Promise<void>;
  private wake: () => void = () => undefined;

  constructor(
    private readonly runner: JobRunner,
    private readonly config: RuntimeConfig,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.redisUrl) this.running = this.loop();
  }

  /** Lets the job at hand end; what was not begun stays in its row. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.running;
  }

  private async loop(): Promise<void> {
    while (!this.stopping) {
      try {
        if (!(await this.runner.runNext())) await this.pause(IDLE_MS);
      } catch (error) {
        this.logger.warn(`waiting for the database: ${(error as Error).message}`);
        await this.pause(TROUBLE_MS);
      }
    }
  }

  private pause(ms: number): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(done, ms);
      this.wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }
}

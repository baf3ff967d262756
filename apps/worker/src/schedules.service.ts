import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock, JobQueue, UnitOfWork } from '#libs/platform';

/** What runs again and again: kind of job and period in seconds. */
const SCHEDULES = [
  { kind: 'audit.seal', everySeconds: 60 },
  { kind: 'access.review-open', everySeconds: 86_400 },
  { kind: 'audit.publish', everySeconds: 3600 },
  { kind: 'job.clean', everySeconds: 3600 },
  { kind: 'roster.purge', everySeconds: 86_400 },
  { kind: 'rights.remind', everySeconds: 3600 },
  { kind: 'rights.remind-handlers', everySeconds: 86_400 },
  { kind: 'campaign.remind', everySeconds: 86_400 },
  { kind: 'retention.run', everySeconds: 86_400 },
  { kind: 'certificate.cards', everySeconds: 86_400 },
  { kind: 'recording.clean', everySeconds: 86_400 },
  { kind: 'account.disable-idle', everySeconds: 86_400 },
];

/** Puts the job of each period into the table once, however many workers there are: the period is its dedupe key. */
@Injectable()
export class Schedules implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Schedules');
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly work: UnitOfWork,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    const tick = () => void this.enqueueDue().catch((error) => this.logger.warn(`schedules wait: ${error.message}`));
    tick();
    this.timer = setInterval(tick, 15_000);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async enqueueDue(): Promise<void> {
    const seconds = Math.floor(this.clock.now().getTime() / 1000);
    await this.work.run(async (tx) => {
      for (const { kind, everySeconds } of SCHEDULES) {
        const period = Math.floor(seconds / everySeconds);
        await this.queue.enqueue(tx, kind, {}, { dedupeKey: `${kind}:${period}`, maxAttempts: 3 });
      }
    });
  }
}

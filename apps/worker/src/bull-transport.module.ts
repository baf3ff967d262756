import { BullModule, InjectQueue, Process, Processor } from '@nestjs/bull';
import {
  Injectable,
  Logger,
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Job, Queue } from 'bull';
import { DataSource } from 'typeorm';
import { JobRunner } from '#libs/platform';

export const QUEUE = 'hvs-jobs';
const RELAY_MS = 500;
/** A due row whose message was lost is sent again; Bull ignores an id that it still has. */
const BATCH = 200;

/** Puts the ids of due rows on the queue. The rows stay the truth, so losing Redis loses nothing. */
@Injectable()
export class JobRelay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('JobRelay');
  private timer?: NodeJS.Timeout;
  private busy?: Promise<void>;

  constructor(
    @InjectQueue(QUEUE) private readonly queue: Queue<{ id: string }>,
    private readonly dataSource: DataSource,
  ) {}

  onApplicationBootstrap(): void {
    this.queue.on('error', (error) => this.logger.warn(`redis: ${error.message}`));
    this.timer = setInterval(() => {
      this.busy ??= this.sendDue()
        .catch((error) => this.logger.warn(`relay waits: ${error.message}`))
        .finally(() => (this.busy = undefined));
    }, RELAY_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.busy;
  }

  async sendDue(): Promise<void> {
    const due: { id: string }[] = await this.dataSource.query(
      `SELECT id FROM job WHERE done_at IS NULL AND failed_at IS NULL AND run_at <= now()
         AND (leased_until IS NULL OR leased_until < now()) ORDER BY run_at LIMIT ${BATCH}`,
    );
    for (const { id } of due) {
      await this.queue.add({ id }, { jobId: id, attempts: 1, removeOnComplete: true, removeOnFail: true });
    }
  }
}

@Processor(QUEUE)
export class JobConsumer {
  constructor(private readonly runner: JobRunner) {}

  /** The row decides whether there is still something to do; failures and back-off are kept there too. */
  @Process({ concurrency: 2 })
  async take(message: Job<{ id: string }>): Promise<void> {
    await this.runner.runById(message.data.id);
  }
}

@Module({})
export class BullTransportModule {}

export function bullTransport(redisUrl: string): DynamicModule {
  return {
    module: BullTransportModule,
    imports: [BullModule.forRoot({ url: redisUrl }), BullModule.registerQueue({ name: QUEUE })],
    providers: [JobRelay, JobConsumer],
  };
}

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
import { JobRunner, describeError } from '#libs/platform';

export const QUEUE = 'hvs-jobs';
const RELAY_MS = 500;
/** A due row whose message was lost is sent again; Bull ignores an id that it still has. */
const BATCH = 200;

type Service = 'Redis' | 'cơ sở dữ liệu';

/** Puts the ids of due rows on the queue. The rows stay the truth, so losing Redis loses nothing. */
@Injectable()
export class JobRelay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('JobRelay');
  private timer?: NodeJS.Timeout;
  private busy?: Promise<void>;
  private readonly absent = new Set<Service>();

  constructor(
    @InjectQueue(QUEUE) private readonly queue: Queue<{ id: string }>,
    private readonly dataSource: DataSource,
    private readonly runner: JobRunner,
  ) {}

  onApplicationBootstrap(): void {
    this.queue.on('error', (error) => this.lost('Redis', error));
    this.queue.client.on('ready', () => this.absent.delete('Redis'));
    this.timer = setInterval(() => {
      this.busy ??= this.sendDue()
        .then(() => void this.absent.delete('cơ sở dữ liệu'))
        .catch((error) => this.lost('cơ sở dữ liệu', error))
        .finally(() => (this.busy = undefined));
    }, RELAY_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.busy;
  }

  /** Told once for each time it is lost: Bull tries again many times a minute on each of its connections. */
  private lost(what: Service, error: Error): void {
    if (this.absent.has(what)) return;
    this.absent.add(what);
    this.logger.warn(
      `Chưa kết nối được ${what} (${describeError(error)}). Việc nền chờ đến khi kết nối lại, không mất việc nào.`,
    );
  }

  async sendDue(): Promise<void> {
    const [prompt, patient] = [this.runner.kinds('prompt'), this.runner.kinds('patient')];
    const due: { id: string; priority: number }[] = await this.dataSource.query(
      `SELECT id, CASE WHEN kind = ANY($1) THEN 1 WHEN kind = ANY($2) THEN 3 ELSE 2 END AS priority
       FROM job WHERE done_at IS NULL AND failed_at IS NULL AND run_at <= now()
         AND (leased_until IS NULL OR leased_until < now()) ORDER BY priority, run_at LIMIT ${BATCH}`,
      [prompt, patient],
    );
    for (const { id, priority } of due) {
      await this.queue.add({ id }, { jobId: id, priority, attempts: 1, removeOnComplete: true, removeOnFail: true });
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

import { Module, type DynamicModule } from '@nestjs/common';
import { PlatformModule, type RuntimeConfig } from '#libs/platform';
import { jobModules } from './job-modules.js';
import { JobLoop } from './job-loop.service.js';
import { Schedules } from './schedules.service.js';
import { bullTransport } from './bull-transport.module.js';

/** The worker: every lib whose jobs it runs, a loop over the job rows, the schedules, and Bull when Redis is there. */
@Module({})
export class WorkerModule {
  static forRoot(config: RuntimeConfig): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        PlatformModule.forRoot(config, 6),
        ...jobModules,
        ...(config.redisUrl ? [bullTransport(config.redisUrl)] : []),
      ],
      providers: [JobLoop, Schedules],
    };
  }
}

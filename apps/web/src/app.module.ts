import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { IdentityModule } from '#libs/identity';
import { PlatformModule, type RuntimeConfig } from '#libs/platform';
import { HealthController } from './health/health.controller.js';
import { AccessGuard } from './shell/access.guard.js';
import { ProblemFilter } from './shell/errors/problem.filter.js';
import { Renderer } from './shell/renderer.js';
import { ViewInterceptor } from './shell/view.interceptor.js';

/** The web: the shell and one module per area. */
@Module({})
export class AppModule {
  static forRoot(config: RuntimeConfig, poolSize?: number): DynamicModule {
    return {
      module: AppModule,
      imports: [PlatformModule.forRoot(config, poolSize), IdentityModule],
      controllers: [HealthController],
      providers: [
        Renderer,
        ProblemFilter,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_INTERCEPTOR, useClass: ViewInterceptor },
      ],
    };
  }
}

import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { IdentityModule } from '#libs/identity';
import { PlatformModule, type RuntimeConfig } from '#libs/platform';
import { RostersModule } from '#libs/rosters';
import { AccountModule } from './account/account.module.js';
import { AdminModule } from './admin/admin.module.js';
import { AdminUnitsModule } from './admin/units/units.module.js';
import { SecurityPagesModule } from './admin/security/security.module.js';
import { ApiModule } from './api/api.module.js';
import { AuditPagesModule } from './audit/audit.module.js';
import { CampaignPagesModule } from './campaign/campaign.module.js';
import { CardPagesModule } from './cards/cards.module.js';
import { CredentialsPagesModule } from './credentials/credentials.module.js';
import { FeedbackModule } from './feedback/feedback.module.js';
import { HealthController } from './health/health.controller.js';
import { RightsPagesModule } from './rights/rights.module.js';
import { AccessGuard } from './shell/access.guard.js';
import { LearnModule } from './learn/learn.module.js';
import { ListenModule } from './listen/listen.module.js';
import { PeoplePagesModule } from './people/people.module.js';
import { ReportPagesModule } from './reports/reports.module.js';
import { RolePagesModule } from './roles/roles.module.js';
import { ProblemFilter } from './shell/errors/problem.filter.js';
import { Renderer } from './shell/renderer.js';
import { ViewInterceptor } from './shell/view.interceptor.js';
import { StudioModule } from './studio/studio.module.js';
import { UnitPagesModule } from './units/units.module.js';

/** The web: the shell and one module per area. */
@Module({})
export class AppModule {
  static forRoot(config: RuntimeConfig, poolSize?: number): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.forRoot(config, poolSize),
        IdentityModule,
        LearnModule,
        ListenModule,
        FeedbackModule,
        AccountModule,
        StudioModule,
        CredentialsPagesModule,
        CampaignPagesModule,
        ReportPagesModule,
        CardPagesModule,
        RostersModule,
        PeoplePagesModule,
        UnitPagesModule,
        AdminModule,
        AdminUnitsModule,
        SecurityPagesModule,
        RolePagesModule,
        AuditPagesModule,
        RightsPagesModule,
        ApiModule,
      ],
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

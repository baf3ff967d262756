import { Module, type DynamicModule } from '@nestjs/common';
import { AssessmentModule } from '#libs/assessment';
import { CampaignsModule } from '#libs/campaigns';
import { CatalogueModule } from '#libs/catalogue';
import { CredentialsModule } from '#libs/credentials';
import { IdentityModule } from '#libs/identity';
import { LearningModule } from '#libs/learning';
import { PlatformModule, type RuntimeConfig } from '#libs/platform';

/** The use cases that the web calls on the measured paths, to prepare data and to learn which statements they send. */
@Module({})
export class BenchModule {
  static forRoot(config: RuntimeConfig): DynamicModule {
    return {
      module: BenchModule,
      imports: [
        PlatformModule.forRoot(config, 6),
        IdentityModule,
        CatalogueModule,
        AssessmentModule,
        LearningModule,
        CredentialsModule,
        CampaignsModule,
      ],
    };
  }
}

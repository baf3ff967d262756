import { Module, type DynamicModule } from '@nestjs/common';
import { AssessmentModule } from '#libs/assessment';
import { CampaignsModule } from '#libs/campaigns';
import { CatalogueModule } from '#libs/catalogue';
import { CredentialsModule } from '#libs/credentials';
import { IdentityModule } from '#libs/identity';
import { LearningModule } from '#libs/learning';
import { OrganisationModule } from '#libs/organisation';
import { PlatformModule, type RuntimeConfig } from '#libs/platform';

/** The libs whose services operators' commands call. */
@Module({})
export class CliModule {
  static forRoot(config: RuntimeConfig): DynamicModule {
    return {
      module: CliModule,
      imports: [
        PlatformModule.forRoot(config, 4),
        OrganisationModule,
        IdentityModule,
        CatalogueModule,
        AssessmentModule,
        LearningModule,
        CampaignsModule,
        CredentialsModule,
      ],
    };
  }
}

import { CampaignsModule } from '#libs/campaigns';
import { CatalogueModule } from '#libs/catalogue';
import { CredentialsModule } from '#libs/credentials';
import { IdentityModule, RightsModule } from '#libs/identity';
import { ReportingModule } from '#libs/reporting';
import { RostersModule } from '#libs/rosters';

/** Libs that have jobs. */
export const jobModules = [
  IdentityModule,
  RightsModule,
  CampaignsModule,
  CatalogueModule,
  CredentialsModule,
  ReportingModule,
  RostersModule,
];

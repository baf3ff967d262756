import { CampaignsModule } from '#libs/campaigns';
import { CredentialsModule } from '#libs/credentials';
import { IdentityModule } from '#libs/identity';

/** Libs that have jobs. */
export const jobModules = [IdentityModule, CampaignsModule, CredentialsModule];

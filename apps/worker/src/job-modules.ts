import { IdentityModule } from '#libs/identity';

/** Libs that have jobs. */
export const jobModules = [IdentityModule];

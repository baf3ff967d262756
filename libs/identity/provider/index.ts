import { readConfig } from '#libs/platform';
import { LinkProvider } from './link-provider.service.js';
import { ProviderClient } from './provider-client.service.js';
import { ProviderConfig } from './provider.config.js';
import { ExternalIdentity, ProviderSignInRow } from './provider.entity.js';
import { ProviderJourneys } from './provider-journeys.service.js';
import { ProviderSignIn } from './provider-sign-in.service.js';
import { ProviderSignUp } from './provider-sign-up.service.js';

export const providerEntities = [ExternalIdentity, ProviderSignInRow];
export const providerServices = [ProviderClient, ProviderJourneys, LinkProvider, ProviderSignIn, ProviderSignUp];
export const providerConfig = { provide: ProviderConfig, useFactory: () => readConfig(ProviderConfig) };

export { ProviderClient, ProviderSignIn, ProviderSignUp };
export type { ProvenStranger, ProviderOutcome } from './provider-sign-in.service.js';
export { ExternalIdentity, ProviderSignInRow };

import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { NotificationsModule } from '#libs/notifications';
import { OrganisationModule } from '#libs/organisation';
import { AccessLog } from './access-log.service.js';
import { AccessReviews } from './access-review/access-reviews.service.js';
import { OpenReviews } from './access-review/open-reviews.handler.js';
import { AccessReview, AccessReviewDecision, AccessReviewItem } from './access-review.entity.js';
import { Accounts } from './accounts.service.js';
import { Account, ApiToken, Session, VerificationCode } from './account.entity.js';
import { ApiTokens } from './api-tokens.service.js';
import { Askers } from './askers.service.js';
import { CarryGrants } from './carry-grants.service.js';
import { cardEntities, cardServices } from './cards/index.js';
import { Consents } from './consents.service.js';
import { GrantProposal, GrantProposalDecision } from './grant-proposal.entity.js';
import { GrantNewTree } from './grant-new-tree.service.js';
import { GrantProposals } from './grant-proposals.service.js';
import { GrantReach } from './grant-reach.service.js';
import { GrantRoles } from './grant-roles.service.js';
import { Grants } from './grants.service.js';
import { KeepAdministrators } from './keep-administrators.service.js';
import { KeyRotation } from './key-rotation.entity.js';
import { MyLooks } from './oversight/my-looks.service.js';
import { ReadLogs } from './oversight/read-logs.service.js';
import { operatorServices } from './operators/index.js';
import { ChangePhone } from './change-phone.service.js';
import { Passwords } from './passwords.service.js';
import { PeopleInBulk } from './people-in-bulk.service.js';
import { People } from './people.service.js';
import { Identity, Person } from './person.entity.js';
import { AccessLogEntry, Consent, RoleGrant, RoleGrantUnit } from './role-grant.entity.js';
import { providerConfig, providerEntities, providerServices } from './provider/index.js';
import { PersonRefs } from './person-refs.service.js';
import { ReadGrants } from './read-grants.service.js';
import { Scope } from './scope.service.js';
import {
  PasswordHistory,
  RecoveryCode,
  SecondFactorReset,
  SecondFactorRow,
  SecuritySettingRow,
  SignInStepRow,
} from './security.entity.js';
import { securityServices } from './security/index.js';
import { Sessions } from './sessions.service.js';
import { SignIn } from './sign-in.service.js';
import { SignUpListeners } from './sign-up-listeners.js';
import { SignUp } from './sign-up.service.js';
import { TokenEntrance } from './token-entrance.service.js';
import { VerificationCodes } from './verification-codes.service.js';

const entities = [
  Person,
  Identity,
  Account,
  Session,
  ApiToken,
  VerificationCode,
  RoleGrant,
  RoleGrantUnit,
  Consent,
  AccessLogEntry,
  SecuritySettingRow,
  SecondFactorRow,
  RecoveryCode,
  SignInStepRow,
  SecondFactorReset,
  PasswordHistory,
  GrantProposal,
  GrantProposalDecision,
  AccessReview,
  AccessReviewItem,
  AccessReviewDecision,
  KeyRotation,
  ...providerEntities,
  ...cardEntities,
];
const services = [
  People,
  PeopleInBulk,
  Sessions,
  ApiTokens,
  Askers,
  Grants,
  GrantRoles,
  GrantNewTree,
  CarryGrants,
  GrantProposals,
  ReadGrants,
  PersonRefs,
  ReadLogs,
  MyLooks,
  AccessReviews,
  OpenReviews,
  Consents,
  AccessLog,
  Scope,
  SignUpListeners,
  SignUp,
  SignIn,
  TokenEntrance,
  ChangePhone,
  Passwords,
  ...securityServices,
  ...providerServices,
  ...cardServices,
  ...operatorServices,
];

@Module({
  imports: [TypeOrmModule.forFeature(entities), NotificationsModule, OrganisationModule],
  providers: [...services, GrantReach, KeepAdministrators, Accounts, VerificationCodes, providerConfig],
  exports: [...services, NotificationsModule],
})
export class IdentityModule {}

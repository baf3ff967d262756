import { AddressGuard } from './address-guard.service.js';
import { DisableIdleAccounts } from './disable-idle.handler.js';
import { Entrance } from './entrance.service.js';
import { OwnSecondFactor } from './own-second-factor.service.js';
import { PasswordRules } from './password-rules.service.js';
import { SecondFactorResets } from './second-factor-resets.service.js';
import { SecondFactors } from './second-factor.service.js';
import { SecondStep } from './second-step.service.js';
import { SecuritySettings } from './security-settings.service.js';
import { StaffAccounts } from './staff-accounts.service.js';

export * from './disable-idle.handler.js';
export * from './entrance.service.js';
export * from './own-second-factor.service.js';
export * from './password-rules.service.js';
export * from './role-class.policy.js';
export * from './second-factor-resets.service.js';
export * from './second-factor.service.js';
export * from './second-step.service.js';
export * from './security-settings.service.js';
export * from './settings.policy.js';
export * from './staff-accounts.service.js';
export { totpCode } from './totp.js';

/** What the module provides of this folder. */
export const securityServices = [
  AddressGuard,
  SecuritySettings,
  Entrance,
  SecondFactors,
  SecondStep,
  OwnSecondFactor,
  PasswordRules,
  StaffAccounts,
  SecondFactorResets,
  DisableIdleAccounts,
];

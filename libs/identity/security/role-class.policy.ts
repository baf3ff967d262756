import type { Role } from '../permissions.js';
import type { SettingKey } from './settings.policy.js';

/** Those who can change what others see as true, or read everything: a password alone does not open such a desk. */
const WITH_SECOND_FACTOR: readonly string[] = ['administrator', 'auditor', 'committee'];
/** They lead meetings in villages, where nobody touches the phone for an hour; all they can do is make cards. */
const IN_THE_FIELD: readonly Role[] = ['facilitator'];
const HOUR = 3600_000;

/** Roles of grants that have not ended, those that begin later included: nobody slips in before the first day. */
export const mustHaveSecondFactor = (roles: readonly string[]): boolean =>
  roles.some((role) => WITH_SECOND_FACTOR.includes(role));

export const rolesWithSecondFactor = (): string[] => [...WITH_SECOND_FACTOR];

/** How long a session of someone with these roles lasts, in milliseconds: unused, and in all. The strictest role counts. */
export function sessionLimits(
  roles: readonly Role[],
  setting: (key: SettingKey) => number,
): { idle: number; absolute: number } {
  if (roles.includes('administrator'))
    return {
      idle: setting('session.administrator-idle') * 60_000,
      absolute: setting('session.administrator-absolute') * HOUR,
    };
  if (roles.length > 0) {
    const idle = roles.every((role) => IN_THE_FIELD.includes(role)) ? 'session.facilitator-idle' : 'session.staff-idle';
    return { idle: setting(idle) * 60_000, absolute: setting('session.staff-absolute') * HOUR };
  }
  return { idle: setting('session.learner-idle') * HOUR, absolute: setting('session.learner-absolute') * HOUR };
}

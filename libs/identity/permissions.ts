import type { Actor } from './actor.js';

export type Role =
  'learner' | 'facilitator' | 'author' | 'reviewer' | 'unit_manager' | 'committee' | 'administrator' | 'auditor';

/** Which roles hold each permission. Guards and pages read this; nothing else decides. Every signed-in person is a learner. */
export const PERMISSIONS = {
  'learn.take': ['learner'],
  'token.manage': ['learner'],
  'course.write': ['author'],
  'course.review': ['reviewer'],
  'roster.view': ['unit_manager', 'administrator'],
  'roster.import': ['unit_manager', 'administrator'],
  'figures.view': ['unit_manager', 'committee', 'administrator', 'auditor'],
  'target.set': ['committee'],
  'snapshot.create': ['committee'],
  'snapshot.sign': ['committee'],
  'report.export': ['committee'],
  'card.issue': ['facilitator', 'unit_manager'],
  'job.view': ['administrator'],
  'unit.edit': ['administrator'],
  'role.grant': ['administrator', 'committee', 'unit_manager'],
  'access.review': ['administrator'],
  'security.manage': ['administrator'],
  'certificate.revoke': ['administrator'],
  'adjustment.make': ['administrator', 'committee'],
  'rights.handle': ['administrator'],
  'audit.view': ['auditor'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export function can(actor: Actor, permission: Permission): boolean {
  if (actor.restricted && permission === 'learn.take') return false;
  if (actor.byCard && permission !== 'learn.take') return false;
  const roles: readonly Role[] = PERMISSIONS[permission];
  return roles.includes('learner') || actor.grants.some(({ role }) => roles.includes(role));
}

/** Root units below which the actor may use the permission; possibly in several trees. Empty: nowhere. */
export function scopeOf(actor: Actor, permission: Permission): string[] {
  const roles: readonly Role[] = PERMISSIONS[permission];
  return [...new Set(actor.grants.filter(({ role }) => roles.includes(role)).flatMap(({ unitIds }) => unitIds))];
}

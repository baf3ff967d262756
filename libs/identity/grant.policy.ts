import type { Actor } from './actor.js';
import type { Role } from './permissions.js';

/** Every role that can be granted, the highest first. A learner is whoever signed in. */
export const GRANTED_ROLES = [
  'administrator',
  'committee',
  'auditor',
  'unit_manager',
  'reviewer',
  'author',
  'facilitator',
] as const satisfies readonly Role[];

export type GrantedRole = (typeof GRANTED_ROLES)[number];

/** What the holder of a role may give to others, below the units of the own grant. Who is not named gives nothing. */
export const MAY_GRANT: Partial<Record<Role, readonly GrantedRole[]>> = {
  administrator: GRANTED_ROLES,
  committee: ['unit_manager', 'facilitator'],
  unit_manager: ['facilitator'],
};

/** Roles that reach everyone's data or decide figures: one person proposes them, another confirms. */
export const FOUR_EYES: readonly Role[] = ['administrator', 'committee'];

/** What the actor may grant somewhere, the highest first. */
export function grantableBy(actor: Actor): GrantedRole[] {
  return GRANTED_ROLES.filter((role) => rootsFor(actor, role).length > 0);
}

/** Roots below which the actor may grant the role. */
export function rootsFor(actor: Actor, role: Role): string[] {
  const holding = actor.grants.filter((grant) =>
    (MAY_GRANT[grant.role] as readonly Role[] | undefined)?.includes(role),
  );
  return [...new Set(holding.flatMap(({ unitIds }) => unitIds))];
}

export type GrantRefusal = 'grant.role-not-yours' | 'grant.to-yourself' | 'grant.nowhere' | 'grant.outside-scope';

/**
 * Why this actor may not give the role to this person for these units, or null. `within` tells whether a unit stands at or
 * below one of the roots; every unit must be below a grant that is higher than the one given.
 */
export function refusalToGrant(
  actor: Actor,
  grant: { personId: string; role: Role; unitIds: string[] },
  within: (unitId: string) => boolean,
): GrantRefusal | null {
  if (rootsFor(actor, grant.role).length === 0) return 'grant.role-not-yours';
  if (grant.personId === actor.personId) return 'grant.to-yourself';
  if (grant.unitIds.length === 0) return 'grant.nowhere';
  return grant.unitIds.every(within) ? null : 'grant.outside-scope';
}

/** A proposal is confirmed by somebody who could have made it, and who neither made it nor gains by it. */
export function refusalToConfirm(
  actor: Actor,
  proposal: { personId: string; role: Role; unitIds: string[]; proposedBy: string },
  within: (unitId: string) => boolean,
): GrantRefusal | 'grant.own-proposal' | null {
  return actor.personId === proposal.proposedBy ? 'grant.own-proposal' : refusalToGrant(actor, proposal, within);
}

import { FOUR_EYES, GRANTED_ROLES, MAY_GRANT, PERMISSIONS, type Permission, type Role } from '#libs/identity';
import { roleNames } from '../account/role-names.js';
import { messageOf } from '../shell/messages/index.js';

export interface RoleDescription {
  role: Role;
  name: string;
  sentences: string[];
  /** Names of the roles whose holders give this one; empty for what everybody has. */
  givers: string[];
  twoPeople: boolean;
}

/** What each role may do, read off the declarations that the guards use. */
export function roleDescriptions(): RoleDescription[] {
  return [...GRANTED_ROLES, 'learner' as const].map((role) => ({
    role,
    name: roleNames[role],
    sentences: permissionsOf(role).map((permission) => messageOf(`permission.${permission}`)),
    givers: givers(role).map((giver) => roleNames[giver]),
    twoPeople: FOUR_EYES.includes(role),
  }));
}

function permissionsOf(role: Role): Permission[] {
  return (Object.keys(PERMISSIONS) as Permission[]).filter((permission) =>
    (PERMISSIONS[permission] as readonly Role[]).includes(role),
  );
}

function givers(role: Role): Role[] {
  return (Object.keys(MAY_GRANT) as Role[]).filter((giver) =>
    (MAY_GRANT[giver] as readonly Role[] | undefined)?.includes(role),
  );
}

import { describe, expect, it } from '@jest/globals';
import type { Actor } from './actor.js';
import { PERMISSIONS, can, scopeOf, type Permission, type Role } from './permissions.js';

const withGrants = (...grants: Actor['grants']): Actor => ({
  personId: 'p',
  displayName: '',
  accountId: null,
  sessionId: null,
  via: 'session',
  grants,
  origin: {},
});
const allowed = (role: Role) =>
  (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => can(withGrants({ role, unitIds: [] }), permission));

describe('permissions', () => {
  it('let everyone who signed in learn and manage their own tokens, nothing more', () => {
    expect((Object.keys(PERMISSIONS) as Permission[]).filter((permission) => can(withGrants(), permission))).toEqual([
      'learn.take',
      'token.manage',
    ]);
  });

  it('give each role what it is for', () => {
    const own = ['learn.take', 'token.manage'];
    expect(allowed('author')).toEqual([...own, 'course.write']);
    expect(allowed('reviewer')).toEqual([...own, 'course.review']);
    expect(allowed('unit_manager')).toEqual([
      ...own,
      'roster.view',
      'roster.import',
      'figures.view',
      'card.issue',
      'role.grant',
    ]);
    expect(allowed('auditor')).toEqual([...own, 'figures.view', 'audit.view']);
    expect(allowed('facilitator')).toEqual([...own, 'card.issue']);
  });

  it('reach as far as the grants that hold them, each root once', () => {
    const actor = withGrants(
      { role: 'unit_manager', unitIds: ['a', 'b'] },
      { role: 'committee', unitIds: ['b', 'c'] },
      { role: 'author', unitIds: ['d'] },
    );
    expect(scopeOf(actor, 'roster.view')).toEqual(['a', 'b']);
    expect(scopeOf(actor, 'figures.view')).toEqual(['a', 'b', 'c']);
    expect(scopeOf(actor, 'audit.view')).toEqual([]);
  });
});

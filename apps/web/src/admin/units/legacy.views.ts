import type { UnitTarget } from '#libs/campaigns';
import type { HangingGrant } from '#libs/identity';
import type { Carried } from '#libs/rosters';
import { roleNames } from '../../account/role-names.js';
import { goalText, lineName } from '../../campaign/figures.views.js';
import { messageOf } from '../../shell/messages/index.js';

/** What hangs on units that end: roles to carry over, and targets that only the committee can set anew. */
export function legacyView(
  hanging: HangingGrant[],
  targets: UnitTarget[],
  names: Map<string, string>,
  intoId?: string,
) {
  return {
    hanging: hanging.map((grant) => ({
      ...grant,
      roleName: roleNames[grant.role],
      carries: grant.outcome === 'grant' || grant.outcome === 'propose',
      proposes: grant.outcome === 'propose',
      why: messageOf(grant.outcome === 'held' ? 'grant.held-there' : grant.outcome),
    })),
    // What is counted by roster in the unit that takes over grows by itself.
    targets: targets
      .filter(({ unitId, denominator }) => unitId !== intoId || denominator === 'declared')
      .map((target) => ({
        ...target,
        unitName: names.get(target.unitId),
        line: lineName(target.line, target.lineName ?? target.line),
        goal: goalText(target.goalPercent),
        stays: target.unitId === intoId,
      })),
  };
}

/** Sent again it carries nothing, and says only what was done. */
export function noticeOf(notice: string, carried?: Carried): string {
  if (carried?.proposed) return `${notice}-proposed`;
  return carried?.granted ? `${notice}-carried` : notice;
}

import type { Candidate, Traits } from './match-person.policy.js';
import type { MembershipSource } from '../membership.entity.js';
import type { RosterPerson } from './roster-row.policy.js';
import type { RowOutcome, RowReason } from './roster-import.entity.js';

export interface Place {
  membershipId: string;
  unitId: string;
  capacity: string;
  position: string | null;
  isHead: boolean;
  source: MembershipSource;
  from: string;
  to: string | null;
}

/** Somebody who is recorded already. */
export interface Known extends Candidate {
  fullName: string;
  own: Traits;
  phoneVerified: boolean;
  /** Places that hold on the effective day or later, in the order of their days. */
  places: Place[];
}

export type PlaceChange = Partial<Pick<Place, 'unitId' | 'position' | 'isHead' | 'source'>>;

/** What applying a row does. Nothing at all when both are null. */
export interface RowPlan {
  outcome: RowOutcome;
  reasons: RowReason[];
  /** Null: nobody new and nothing of the person changes. */
  identity: Partial<Pick<RosterPerson, 'fullName' | 'birthYear' | 'birthDate' | 'phone' | 'personalNumber'>> | null;
  place:
    | { kind: 'add' }
    | { kind: 'from-day'; membershipId: string; change: PlaceChange }
    | { kind: 'from-start'; membershipId: string; change: PlaceChange & { from?: string } }
    | null;
}

export interface RowContext {
  capacity: string;
  effectiveOn: string;
  traits: Traits;
  unitId: string;
  /** True when the first unit stands at or above the second. */
  isAbove(above: string, below: string): boolean;
  /** May the actor change who belongs to this unit? */
  mayChange(unitId: string): boolean;
}

/** Decides what a good row changes, given who it speaks of. Planning it again after it was applied gives 'skip'. */
export function planRow(row: RosterPerson, known: Known | null, context: RowContext): RowPlan {
  if (!known) return { outcome: 'add', reasons: [], identity: row, place: { kind: 'add' } };
  const { identity, reasons } = planIdentity(row, known, context.traits);
  const places = known.places.filter(({ capacity }) => capacity === context.capacity);
  if (places.length === 0)
    return { outcome: 'add', reasons: [{ code: 'add.known-person' }, ...reasons], identity, place: { kind: 'add' } };
  const place = planPlace(row, places, context);
  if ('code' in place) return { outcome: 'error', reasons: [place], identity: null, place: null };
  const all = [...place.reasons, ...reasons];
  const changes = identity !== null || place.plan !== null;
  return {
    outcome: changes ? 'change' : 'skip',
    reasons: changes ? all : [{ code: 'row.unchanged' }, ...all],
    identity,
    place: place.plan,
  };
}

/** What the row knows better. A phone its owner has verified is not replaced by a list. */
function planIdentity(
  row: RosterPerson,
  known: Known,
  traits: Traits,
): { identity: RowPlan['identity']; reasons: RowReason[] } {
  const identity: NonNullable<RowPlan['identity']> = {};
  const reasons: RowReason[] = [];
  if (row.fullName !== known.fullName) {
    identity.fullName = row.fullName;
    reasons.push({ code: 'change.name', column: 'fullName' });
  }
  if (row.birthDate && row.birthDate !== known.own.birthDate) {
    identity.birthDate = row.birthDate;
    identity.birthYear = row.birthYear;
    reasons.push({ code: 'change.birth', column: 'birth' });
  } else if (row.birthYear && known.own.birthYear === null) {
    identity.birthYear = row.birthYear;
    reasons.push({ code: 'change.birth', column: 'birth' });
  }
  if (traits.phoneIndex && traits.phoneIndex !== known.own.phoneIndex) {
    if (known.phoneVerified) reasons.push({ code: 'keep.verified-phone', column: 'phone' });
    else {
      identity.phone = row.phone;
      reasons.push({ code: 'change.phone', column: 'phone' });
    }
  }
  if (traits.numberIndex && traits.numberIndex !== known.own.numberIndex) {
    identity.personalNumber = row.personalNumber;
    reasons.push({ code: 'change.number', column: 'personalNumber' });
  }
  return { identity: Object.keys(identity).length > 0 ? identity : null, reasons };
}

function planPlace(
  row: RosterPerson,
  places: Place[],
  context: RowContext,
): { plan: RowPlan['place']; reasons: RowReason[] } | RowReason {
  const { effectiveOn, unitId } = context;
  // A list of the commune does not take anybody out of the village that is known already.
  const here = places.find((place) => context.isAbove(unitId, place.unitId));
  if (here) return planSamePlace(row, here, context);
  const now = places.find(({ from }) => from <= effectiveOn);
  const later = places.find(({ from }) => from > effectiveOn);
  if (later) return { code: 'row.later-elsewhere', column: 'unitCode', data: { from: later.from } };
  if (!now) return { plan: { kind: 'add' }, reasons: [] };
  if (now.to !== null) return { code: 'row.ends-elsewhere', column: 'unitCode', data: { to: now.to } };
  if (now.source !== 'self' && !context.mayChange(now.unitId))
    return { code: 'row.member-elsewhere', column: 'unitCode' };
  const change: PlaceChange = { unitId, position: row.position, isHead: row.isHead ?? false, source: 'roster' };
  return {
    plan: { kind: 'from-day', membershipId: now.membershipId, change },
    reasons: [{ code: 'change.unit', column: 'unitCode' }],
  };
}

function planSamePlace(
  row: RosterPerson,
  here: Place,
  { effectiveOn }: RowContext,
): { plan: RowPlan['place']; reasons: RowReason[] } {
  const change: PlaceChange & { from?: string } = {};
  const reasons: RowReason[] = [];
  if (row.position !== null && row.position !== here.position) {
    change.position = row.position;
    reasons.push({ code: 'change.position', column: 'position' });
  }
  if (row.isHead !== null && row.isHead !== here.isHead) {
    change.isHead = row.isHead;
    reasons.push({ code: row.isHead ? 'change.head' : 'change.no-head', column: 'isHead' });
  }
  if (here.source === 'self') {
    change.source = 'roster';
    reasons.push({ code: 'change.confirmed' });
  }
  const earlier = here.from > effectiveOn;
  if (earlier) reasons.push({ code: 'change.earlier', data: { from: here.from } });
  if (reasons.length === 0) return { plan: null, reasons };
  const { membershipId } = here;
  if (earlier) return { plan: { kind: 'from-start', membershipId, change: { ...change, from: effectiveOn } }, reasons };
  if (here.from === effectiveOn) return { plan: { kind: 'from-start', membershipId, change }, reasons };
  return { plan: { kind: 'from-day', membershipId, change }, reasons };
}

import { maskPhone } from '#libs/identity';
import type { DoubtSide, DoubtView } from '#libs/rosters';

/** A doubt as whoever decides sees it. */
export const doubtView = ({ id, reason, person, other, own }: DoubtView) => ({
  id,
  sameDay: reason === 'same-name-birth-date',
  person: sideView(person),
  other: sideView(other),
  own,
});

/** Enough to tell two people apart, no more: the last digits of the personal number, a masked phone. */
const sideView = (side: DoubtSide) => ({
  personId: side.personId,
  fullName: side.fullName,
  birthDate: side.birthDate,
  birthYear: side.birthYear,
  phone: side.phone && maskPhone(side.phone),
  numberEnd: side.personalNumber?.slice(-3) ?? null,
  places: side.memberships.map(({ unitName, capacityName }) => `${unitName ?? ''} (${capacityName})`),
  hasAccount: side.hasAccount,
});

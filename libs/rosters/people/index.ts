import { CorrectMembership } from './correct-membership.service.js';
import { FindPeople } from './find-people.service.js';
import { MoveMember } from './move-member.service.js';
import { PersonScope } from './person-scope.service.js';
import { ReadPerson } from './read-person.service.js';
import { UndoMerge } from './undo-merge.service.js';
import { UnmaskPerson } from './unmask-person.service.js';

export const personServices = [
  FindPeople,
  PersonScope,
  ReadPerson,
  UnmaskPerson,
  MoveMember,
  CorrectMembership,
  UndoMerge,
];
export { CorrectMembership, FindPeople, MoveMember, PersonScope, ReadPerson, UndoMerge, UnmaskPerson };
export type { RosterPerson } from './find-people.service.js';
export type { PersonCard, TimelineEntry } from './read-person.service.js';
export type { Unmasked } from './unmask-person.service.js';

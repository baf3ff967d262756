import { addDays, startOfLocalDay } from '#libs/platform';

/**
 * A small generated world for the figures' property tests. People, units, modules and completions are known by their
 * place in their list. Days count from DAY_ZERO; instants are hours from its midnight, so that borders of days are hit.
 */
export interface World {
  campaignEnds: number;
  units: UnitHistory[];
  links: (Dated & { unit: number; territory: number })[];
  people: Person[];
  memberships: (Dated & { person: number; unit: number; capacity: Capacity; source: 'roster' | 'self' })[];
  merges: (Known & { from: number; into: number })[];
  doubts: (Known & { person: number; other: number })[];
  /** Modules of each course version. */
  courses: number[][];
  requirements: { capacity: Capacity; course: number; minimum: number[]; recordedAt: number }[];
  starts: { person: number; module: number; startedAt: number; recordedAt: number }[];
  completions: Completion[];
  adjustments: { completion: number; kind: 'void' | 'restore'; recordedAt: number }[];
  flags: (Known & { completion: number })[];
  targets: (Known & { unit: number; line: string; declared: number | null; due: number })[];
}

export type Capacity = 'official' | 'party_member' | 'citizen';
export const CAPACITIES: Capacity[] = ['official', 'party_member', 'citizen'];
export const UNITS = 7;
export const MODULES = 3;
export const VERSIONS = 2;

export interface Known {
  recordedAt: number;
  supersededAt: number | null;
}
export interface Dated extends Known {
  from: number;
  to: number | null;
}

export interface UnitHistory {
  tree: 'territory' | 'state' | 'party';
  versions: (Dated & { parent: number | null; name: string })[];
}

/** What is known of a birth: a date, a year, or nothing. */
export interface Birth {
  date?: string;
  year?: number;
}

export interface Person {
  /** The first counts as known from the beginning; later ones since `at`. Empty: a person without an identity. */
  identity: { at: number; birth: Birth; verifiedAt: number | null }[];
}

export interface Completion {
  person: number;
  module: number;
  version: number;
  completedAt: number;
  recordedAt: number;
  source: 'self' | 'group';
  quality: 'server' | 'time_unknown';
}

/** In the past of every machine, because erasure looks at the real day. */
export const DAY_ZERO = '2025-03-01';
export const LAST_DAY = 9;
/** Every generated fact is known by then. */
export const NOW = LAST_DAY * 24 + 10;

export const dayOf = (day: number): string => addDays(DAY_ZERO, day);
export const instant = (hour: number): Date => new Date(startOfLocalDay(DAY_ZERO).getTime() + hour * 3_600_000);

export const isKnown = (row: Known, k: number): boolean =>
  row.recordedAt <= k && (row.supersededAt === null || row.supersededAt > k);
export const isValid = (row: Dated, d: number, k: number): boolean =>
  row.from <= d && (row.to === null || row.to > d) && isKnown(row, k);

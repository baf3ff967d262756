export * from './capacity.policy.js';
export * from './doubts.service.js';
export * from './membership.entity.js';
export * from './memberships.service.js';
export type { RosterColumn } from './roster-columns.js';
export { MAX_ROSTER_BYTES, MAX_ROSTER_ROWS } from './roster-file.parser.js';
export * from './roster-import.entity.js';
export * from './roster-imports.service.js';
export * from './rosters.module.js';

export * from './doubts.service.js';
export * from './membership.entity.js';
export * from './memberships.service.js';
export * from './roster-import.entity.js';
export * from './rosters.module.js';

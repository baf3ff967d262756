export * from './change-unit.service.js';
export * from './import-units.service.js';
export * from './organisation.module.js';
export * from './subtree.js';
export * from './unit-events.service.js';
export * from './unit-import.entity.js';
export * from './unit.entity.js';
export * from './units.service.js';

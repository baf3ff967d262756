export * from './clocks.entity.js';
export * from './keeping.entity.js';
export * from './rights-case.entity.js';
export * from './rights.module.js';

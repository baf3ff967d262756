export * from './clocks.entity.js';
export * from './keeping.entity.js';
export * from './rights-case.entity.js';
export * from './rights.module.js';
export * from './erase-person.service.js';
export * from './erasure-list.service.js';

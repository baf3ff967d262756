export * from './database.js';
export * from './module.js';

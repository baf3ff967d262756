export * from './database.js';
export * from './module.js';
export * from './free-port.js';

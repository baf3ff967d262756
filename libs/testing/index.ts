export * from './audio.js';
export * from './database.js';
export * from './module.js';
export * from './free-port.js';
export * from './s3-server.js';

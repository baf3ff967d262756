export type { LogEntry, LogName } from './log-queries.js';
export * from './my-looks.service.js';
export * from './read-logs.service.js';

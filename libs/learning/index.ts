export * from './adjustment.entity.js';
export * from './completion-flag.entity.js';
export * from './completion-listeners.js';
export * from './completion.entity.js';
export * from './completions.service.js';
export * from './external-confirmation.entity.js';
export * from './learning.module.js';
export * from './progress.entity.js';

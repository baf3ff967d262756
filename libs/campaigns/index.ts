export * from './figures-document.js';
export * from './rate.policy.js';

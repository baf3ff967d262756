export * from './access-reviews.service.js';
export * from './open-reviews.handler.js';

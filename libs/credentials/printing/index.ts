export * from './certificate-print.entity.js';
export * from './prints.service.js';
export * from './request-print.service.js';

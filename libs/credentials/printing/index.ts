export { BuildPrint } from './build-print.service.js';
export * from './certificate-print.entity.js';
export * from './prints.service.js';
export * from './request-print.service.js';

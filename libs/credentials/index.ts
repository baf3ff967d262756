export * from './certificate-code.policy.js';
export * from './certificate.entity.js';
export { renderCertificate } from './certificate-layout.js';
export { Certificates, type CertificateView } from './certificates.service.js';
export * from './credentials.module.js';
export * from './issue-certificate.service.js';
export * from './revoke-certificate.service.js';

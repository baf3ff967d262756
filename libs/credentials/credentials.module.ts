import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '#libs/identity';
import { LearningModule } from '#libs/learning';
import { Certificate, CertificatePayload, CertificateRevocation } from './certificate.entity.js';
import { Certificates } from './certificates.service.js';
import { IssueCertificate } from './issue-certificate.service.js';
import { RenderCertificate } from './render-certificate.service.js';
import { RevokeCertificate } from './revoke-certificate.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Certificate, CertificateRevocation, CertificatePayload]), IdentityModule, LearningModule],
  providers: [IssueCertificate, RenderCertificate, Certificates, RevokeCertificate],
  exports: [Certificates, RevokeCertificate, IssueCertificate],
})
export class CredentialsModule {}

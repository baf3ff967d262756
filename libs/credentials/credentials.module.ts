import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogueModule } from '#libs/catalogue';
import { IdentityModule } from '#libs/identity';
import { LearningModule } from '#libs/learning';
import { RostersModule } from '#libs/rosters';
import { CatchUpCertificates } from './catch-up-certificates.service.js';
import { Certificate, CertificatePayload, CertificateRevocation } from './certificate.entity.js';
import { CertificateFiles } from './certificate-files.service.js';
import { Certificates } from './certificates.service.js';
import { ErasePrintedCertificates } from './erase-printed-certificates.service.js';
import { CredentialsData } from './credentials-data.source.js';
import { FinishedCourses } from './finished-courses.query.js';
import { IssueCertificate } from './issue-certificate.service.js';
import { RenderCertificate } from './render-certificate.service.js';
import { RevokeCertificate } from './revoke-certificate.service.js';
import { VerifyCertificate } from './verify-certificate.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([Certificate, CertificateRevocation, CertificatePayload]),
    IdentityModule,
    CatalogueModule,
    LearningModule,
    RostersModule,
  ],
  providers: [
    FinishedCourses,
    CertificateFiles,
    IssueCertificate,
    CatchUpCertificates,
    RenderCertificate,
    Certificates,
    VerifyCertificate,
    RevokeCertificate,
    ErasePrintedCertificates,
    CredentialsData,
  ],
  exports: [Certificates, VerifyCertificate, RevokeCertificate, ErasePrintedCertificates],
})
export class CredentialsModule {}

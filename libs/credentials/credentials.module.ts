import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogueModule } from '#libs/catalogue';
import { IdentityModule } from '#libs/identity';
import { LearningModule } from '#libs/learning';
import { OrganisationModule } from '#libs/organisation';
import { RostersModule } from '#libs/rosters';
import { CatchUpCertificates } from './catch-up-certificates.service.js';
import { Certificate, CertificatePayload, CertificateRevocation } from './certificate.entity.js';
import { CertificateCards } from './certificate-cards.service.js';
import { CertificateFiles } from './certificate-files.service.js';
import { Certificates } from './certificates.service.js';
import { DrawMissingCards } from './draw-missing-cards.service.js';
import { ErasePrintedCertificates } from './erase-printed-certificates.service.js';
import { CredentialsData } from './credentials-data.source.js';
import { FinishedCourses } from './finished-courses.query.js';
import { IssueCertificate } from './issue-certificate.service.js';
import { BuildPrint } from './printing/build-print.service.js';
import { CertificatePrint, CertificatePrintItem } from './printing/certificate-print.entity.js';
import { Prints } from './printing/prints.service.js';
import { RemovePrints } from './printing/remove-prints.service.js';
import { RequestPrint } from './printing/request-print.service.js';
import { RenderCertificate } from './render-certificate.service.js';
import { RevokeCertificate } from './revoke-certificate.service.js';
import { VerifyCertificate } from './verify-certificate.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      Certificate,
      CertificateRevocation,
      CertificatePayload,
      CertificatePrint,
      CertificatePrintItem,
    ]),
    OrganisationModule,
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
    DrawMissingCards,
    Certificates,
    CertificateCards,
    VerifyCertificate,
    RevokeCertificate,
    ErasePrintedCertificates,
    RequestPrint,
    BuildPrint,
    Prints,
    RemovePrints,
    CredentialsData,
  ],
  exports: [
    Certificates,
    CertificateCards,
    VerifyCertificate,
    RevokeCertificate,
    ErasePrintedCertificates,
    RequestPrint,
    Prints,
  ],
})
export class CredentialsModule {}

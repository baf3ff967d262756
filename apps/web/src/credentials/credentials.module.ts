import { Module } from '@nestjs/common';
import { CredentialsModule } from '#libs/credentials';
import { CertificatesController } from './certificates.controller.js';
import { VerificationController } from './verification.controller.js';

@Module({ imports: [CredentialsModule], controllers: [CertificatesController, VerificationController] })
export class CredentialsPagesModule {}

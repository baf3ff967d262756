import { Module } from '@nestjs/common';
import { CredentialsModule } from '#libs/credentials';
import { CertificatesController } from './certificates.controller.js';

@Module({ imports: [CredentialsModule], controllers: [CertificatesController] })
export class CredentialsPagesModule {}

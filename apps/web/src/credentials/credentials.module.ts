import { Module } from '@nestjs/common';
import { CredentialsModule } from '#libs/credentials';
import { RostersModule } from '#libs/rosters';
import { CertificatesController } from './certificates.controller.js';
import { PrintsController } from './prints.controller.js';
import { VerificationController } from './verification.controller.js';

@Module({
  imports: [CredentialsModule, RostersModule],
  controllers: [PrintsController, CertificatesController, VerificationController],
})
export class CredentialsPagesModule {}

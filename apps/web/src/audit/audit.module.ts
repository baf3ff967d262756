import { Module } from '@nestjs/common';
import { IdentityModule } from '#libs/identity';
import { AuditController } from './audit.controller.js';
import { LooksController } from './looks.controller.js';

@Module({ imports: [IdentityModule], controllers: [AuditController, LooksController] })
export class AuditPagesModule {}

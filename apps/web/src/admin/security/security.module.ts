import { Module } from '@nestjs/common';
import { IdentityModule } from '#libs/identity';
import { SecuritySettingsController } from './settings.controller.js';
import { StaffAccountsController } from './staff-accounts.controller.js';

@Module({ imports: [IdentityModule], controllers: [SecuritySettingsController, StaffAccountsController] })
export class SecurityPagesModule {}

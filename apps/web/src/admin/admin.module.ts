import { Module } from '@nestjs/common';
import { IdentityModule } from '#libs/identity';
import { AdminHubController } from './hub.controller.js';
import { JobsController } from './jobs.controller.js';
import { LookController } from './look/look.controller.js';

@Module({ imports: [IdentityModule], controllers: [AdminHubController, JobsController, LookController] })
export class AdminModule {}

import { Module } from '@nestjs/common';
import { IdentityModule } from '#libs/identity';
import { JobsController } from './jobs.controller.js';

@Module({ imports: [IdentityModule], controllers: [JobsController] })
export class AdminModule {}

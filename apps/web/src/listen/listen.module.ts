import { Module } from '@nestjs/common';
import { CatalogueModule } from '#libs/catalogue';
import { SoundController } from './sound.controller.js';

@Module({ imports: [CatalogueModule], controllers: [SoundController] })
export class ListenModule {}

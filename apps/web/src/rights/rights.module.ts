import { Module } from '@nestjs/common';
import { RightsModule } from '#libs/identity';

@Module({ imports: [RightsModule] })
export class RightsPagesModule {}

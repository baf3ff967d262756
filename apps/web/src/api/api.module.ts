import { Module } from '@nestjs/common';
import { DocsController } from './openapi/docs.controller.js';
import { OpenApi } from './openapi/open-api.service.js';
import { ApiOperationsModule } from './operations.module.js';

/** The interface for programs and its document. */
@Module({ imports: [ApiOperationsModule], controllers: [DocsController], providers: [OpenApi] })
export class ApiModule {}

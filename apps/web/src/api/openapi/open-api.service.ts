import { Injectable, type INestApplication } from '@nestjs/common';
import { ApplicationConfig, HttpAdapterHost, ModulesContainer } from '@nestjs/core';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ApiOperationsModule } from '../operations.module.js';
import { documentTexts } from './texts.vi.js';

/** The document of /api/v1, made from the controllers' own declarations and classes the first time somebody asks. */
@Injectable()
export class OpenApi {
  private document?: OpenAPIObject;

  constructor(
    private readonly modules: ModulesContainer,
    private readonly host: HttpAdapterHost,
  ) {}

  read(): OpenAPIObject {
    this.document ??= SwaggerModule.createDocument(this.application(), configuration(), {
      include: [ApiOperationsModule],
    });
    return this.document;
  }

  /** The parts of an application that the scan reads; the application itself cannot be injected. */
  private application(): INestApplication {
    return {
      getHttpAdapter: () => this.host.httpAdapter,
      container: { getModules: () => this.modules, isGlobalModule: () => false },
      config: new ApplicationConfig(),
    } as unknown as INestApplication;
  }
}

function configuration() {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(documentTexts.title)
    .setDescription(documentTexts.description)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer' }, 'bearer');
  for (const name of Object.values(documentTexts.tags)) builder.addTag(name);
  return builder.build();
}

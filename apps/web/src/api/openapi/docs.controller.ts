import { Controller, Get, Header } from '@nestjs/common';
import { Public } from '../../shell/access.js';
import { page } from '../../shell/page.js';
import { docsModel } from './docs.view.js';
import { OpenApi } from './open-api.service.js';

/** The document for programs, and the same document as a plain page. */
@Controller()
export class DocsController {
  constructor(private readonly openApi: OpenApi) {}

  @Get('api/v1/openapi.json')
  @Public()
  @Header('content-type', 'application/json; charset=utf-8')
  document() {
    return this.openApi.read();
  }

  @Get('api/docs')
  @Public()
  docs() {
    return page('api/openapi/docs', docsModel(this.openApi.read()));
  }
}

import { Controller, applyDecorators } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { documentTexts, type Tag } from './texts.vi.js';

/** A controller of /api/v1, with its heading in the document. */
export const ApiArea = (tag: Tag): ClassDecorator =>
  applyDecorators(Controller('api/v1'), ApiTags(documentTexts.tags[tag]));

import { ParseUUIDPipe } from '@nestjs/common';

/** What is no id is as unknown as an id of nothing. */
export const ID = new ParseUUIDPipe({ errorHttpStatusCode: 404 });

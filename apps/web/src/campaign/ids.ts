import { ParseUUIDPipe } from '@nestjs/common';

/** An id in an address; anything else is a page that does not exist. */
export const ID = new ParseUUIDPipe({ errorHttpStatusCode: 404 });
export const OPTIONAL_ID = new ParseUUIDPipe({ errorHttpStatusCode: 404, optional: true });

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** For a page shown again, whose address was not checked. */
export const idOrNone = (value: unknown): string | undefined =>
  typeof value === 'string' && UUID.test(value) ? value : undefined;

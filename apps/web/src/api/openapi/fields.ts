import { ApiProperty } from '@nestjs/swagger';

/** Short names for the fields of the API's classes. The build has no Swagger plugin, so each field says what it is. */
type Options = { nullable?: boolean; optional?: boolean; description?: string; maxLength?: number };
type Schema = Record<string, unknown>;

function property(schema: Schema, { optional, ...options }: Options = {}): PropertyDecorator {
  return ApiProperty({ ...schema, ...options, required: !optional } as never);
}

export const Text = (options?: Options) => property({ type: 'string' }, options);
export const Texts = (options?: Options) => property({ type: 'string', isArray: true }, options);
export const Id = (options?: Options) => property({ type: 'string', format: 'uuid' }, options);
export const Ids = (options?: Options) =>
  property({ type: 'array', items: { type: 'string', format: 'uuid' } }, options);
/** A local day (Asia/Ho_Chi_Minh), YYYY-MM-DD. */
export const Day = (options?: Options) => property({ type: 'string', format: 'date' }, options);
/** A moment, ISO 8601 with a zone. */
export const Moment = (options?: Options) => property({ type: 'string', format: 'date-time' }, options);
export const Whole = (options?: Options) => property({ type: 'integer' }, options);
export const Decimal = (options?: Options) => property({ type: 'number' }, options);
export const Wholes = (options?: Options) => property({ type: 'integer', isArray: true }, options);
export const Flag = (options?: Options) => property({ type: 'boolean' }, options);
export const Choice = (values: readonly string[], options?: Options) =>
  property({ type: 'string', enum: [...values] }, options);
/** Anything by key; `values` is the schema of each. */
export const Table = (values: Schema | true = true, options?: Options) =>
  property({ type: 'object', additionalProperties: values }, options);

/** One object of another class. */
export const One = (type: () => unknown, options?: Options) => property(lazy(type), options);
export const Many = (type: () => unknown, options?: Options) => property({ ...lazy(type), isArray: true }, options);

// Swagger takes a function for a class, unless its name is `type`: it gets that name from standing in this literal.
const lazy = (type: () => unknown) => ({ type: () => type() });

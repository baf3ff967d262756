/** As much of JSON Schema as the API's document uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  anyOf?: Schema[];
  allOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
}

const FORMATS: Record<string, RegExp> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  'date-time': /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/,
};

/** Where a value is not what the schema says. A field that a class does not name is a problem too: nothing leaks. */
export function problemsOf(value: unknown, schema: Schema, classes: Record<string, Schema>, at = ''): string[] {
  const inside = (item: unknown, part: Schema, path: string) => problemsOf(item, part, classes, path);
  if (schema.$ref) return inside(value, classes[schema.$ref.split('/').at(-1)!]!, at);
  if (schema.allOf) return schema.allOf.flatMap((part) => inside(value, part, at));
  if (schema.anyOf) {
    const tries = schema.anyOf.map((part) => inside(value, part, at));
    return tries.find((problems) => problems.length === 0) ?? tries[0]!;
  }
  const types = [schema.type ?? []].flat();
  if (types.length > 0 && !types.some((type) => isOf(value, type))) return [`${at}: not ${types.join(' or ')}`];
  if (value === null) return [];
  if (schema.enum && !schema.enum.includes(value)) return [`${at}: not one of ${schema.enum.join(', ')}`];
  if (schema.format && FORMATS[schema.format] && !FORMATS[schema.format]!.test(String(value)))
    return [`${at}: not a ${schema.format}`];
  if (Array.isArray(value))
    return schema.items ? value.flatMap((item, i) => inside(item, schema.items!, `${at}[${i}]`)) : [];
  if (typeof value !== 'object') return [];
  return fieldsOf(value as Record<string, unknown>, schema, inside, at);
}

function fieldsOf(
  value: Record<string, unknown>,
  { properties = {}, required = [], additionalProperties = false }: Schema,
  inside: (item: unknown, part: Schema, path: string) => string[],
  at: string,
): string[] {
  const missing = required.filter((name) => value[name] === undefined).map((name) => `${at}.${name}: missing`);
  const wrong = Object.entries(value).flatMap(([name, item]) => {
    if (properties[name]) return inside(item, properties[name], `${at}.${name}`);
    if (additionalProperties === false) return [`${at}.${name}: not in the document`];
    return additionalProperties === true ? [] : inside(item, additionalProperties, `${at}.${name}`);
  });
  return [...missing, ...wrong];
}

function isOf(value: unknown, type: string): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}

import type { OpenAPIObject } from '@nestjs/swagger';

type Schema = {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: string[];
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  nullable?: boolean;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
};
type Content = Record<string, { schema?: Schema }>;
type Operation = {
  operationId?: string;
  summary?: string;
  tags?: string[];
  security?: unknown[];
  'x-permission'?: string;
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: Schema }[];
  requestBody?: { content: Content };
  responses: Record<string, { description: string; content?: Content }>;
};

const METHODS = ['get', 'put', 'post', 'delete'] as const;

/** The document as the page shows it: operations by tag, then every class with its fields. */
export function docsModel(document: OpenAPIObject) {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method] as Operation | undefined;
      return operation ? [describe(method, path, operation)] : [];
    }),
  );
  return {
    title: document.info.title,
    description: document.info.description,
    groups: (document.tags ?? []).map(({ name }) => ({
      name,
      operations: operations.filter(({ tag }) => tag === name),
    })),
    classes: Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => ({
      name,
      fields: fieldsOf(schema as Schema),
    })),
  };
}

function describe(method: string, path: string, operation: Operation) {
  const { operationId, summary, tags, security, parameters = [], requestBody, responses } = operation;
  return {
    id: operationId,
    tag: tags?.[0],
    method: method.toUpperCase(),
    path,
    summary,
    open: !security?.length,
    permission: operation['x-permission'],
    parameters: parameters.map(({ name, schema, required, description }) => ({
      name,
      required,
      description,
      ...typeOf(schema),
    })),
    body: requestBody && bodyOf(requestBody.content),
    answers: Object.entries(responses).map(([status, { description, content }]) => ({
      status,
      description,
      body: content && bodyOf(content),
    })),
  };
}

function bodyOf(content: Content) {
  const [mediaType, { schema } = {}] = Object.entries(content)[0] ?? [];
  return { mediaType, ...typeOf(schema) };
}

function fieldsOf({ properties = {}, required = [] }: Schema) {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    required: required.includes(name),
    description: schema.description,
    ...typeOf(schema),
  }));
}

/** A type in words, and the class it leads to. */
function typeOf(schema: Schema = {}): { type: string; ref?: string; list?: boolean; nullable?: boolean } {
  const several = schema.allOf ?? schema.anyOf ?? schema.oneOf;
  const types = [schema.type ?? []].flat();
  const nullable = schema.nullable || types.includes('null') || several?.some(({ type }) => type === 'null');
  if (several) return { ...typeOf(several.find(({ type }) => type !== 'null')), nullable };
  if (schema.$ref) return { type: '', ref: schema.$ref.split('/').at(-1), nullable };
  if (schema.items) return { ...typeOf(schema.items), list: true, nullable };
  if (schema.enum) return { type: schema.enum.filter((value) => value !== null).join(' | '), nullable };
  const plain = types.find((type) => type !== 'null') ?? 'any';
  return { type: schema.format ? `${plain} (${schema.format})` : plain, nullable };
}

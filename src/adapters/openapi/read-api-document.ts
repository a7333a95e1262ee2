import { readFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { ConnectorError } from '../../actions/connector-error.ts';

const parameterSchema = z.looseObject({
  name: z.string(),
  in: z.enum(['path', 'query', 'header', 'cookie']),
  required: z.boolean().default(false),
  schema: z.looseObject({ type: z.string().optional() }).optional(),
});
const bodySchema = z.looseObject({
  content: z.record(
    z.string(),
    z.looseObject({
      schema: z
        .looseObject({
          properties: z.record(z.string(), z.looseObject({ type: z.string().optional() })).default({}),
          required: z.array(z.string()).default([]),
        })
        .optional(),
    }),
  ),
});
const securitySchema = z.array(z.record(z.string(), z.array(z.string())));
const operationSchema = z.looseObject({
  operationId: z.string(),
  parameters: z.array(parameterSchema).default([]),
  requestBody: bodySchema.optional(),
  security: securitySchema.optional(),
});
const schemeSchema = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('http'), scheme: z.string() }),
  z.looseObject({ type: z.literal('apiKey'), in: z.enum(['header', 'query', 'cookie']), name: z.string() }),
  z.looseObject({ type: z.literal('oauth2') }),
  z.looseObject({ type: z.literal('openIdConnect') }),
  z.looseObject({ type: z.literal('mutualTLS') }),
]);
const documentSchema = z.looseObject({
  openapi: z.string().regex(/^3\.\d/u),
  servers: z.array(z.looseObject({ url: z.string() })).default([]),
  paths: z.record(z.string(), z.looseObject({ parameters: z.array(parameterSchema).default([]) })),
  components: z.looseObject({ securitySchemes: z.record(z.string(), schemeSchema).default({}) }).prefault({}),
  security: securitySchema.default([]),
});

const methods = ['get', 'head', 'post', 'put', 'patch', 'delete'] as const;
type Method = (typeof methods)[number];
type ApiParameter = z.infer<typeof parameterSchema>;
type SecurityScheme = z.infer<typeof schemeSchema>;

/** One operation of the document, with all that a call needs. */
export interface ApiOperation {
  readonly method: Method;
  readonly path: string;
  readonly parameters: readonly ApiParameter[];
  /** Fields of the JSON body by name; null where the operation has none. */
  readonly body: {
    readonly fields: Readonly<Record<string, string | undefined>>;
    readonly required: readonly string[];
  } | null;
  /** Alternatives, each a set of scheme names that go together. */
  readonly security: readonly (readonly string[])[];
}

export interface ApiDocument {
  readonly server: string | undefined;
  readonly operations: ReadonlyMap<string, ApiOperation>;
  readonly schemes: Readonly<Record<string, SecurityScheme>>;
}

/**
 * Reads an OpenAPI 3.x document as far as calls need it. References inside the document are followed, others refused.
 *
 * @throws {ConnectorError} `document-invalid`
 */
export function readApiDocument(file: string): ApiDocument {
  try {
    const raw: unknown = parseYaml(readFileSync(file, 'utf8'), { maxAliasCount: 50 });
    const document = documentSchema.parse(resolveReferences(raw, raw, 0));
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      methods.flatMap((method): [string, ApiOperation][] => {
        if (item[method] === undefined) return [];
        const operation = operationSchema.parse(item[method]);
        return [[operation.operationId, toOperation(operation, { method, path, shared: item.parameters, document })]];
      }),
    );
    const { servers, components } = document;
    return { server: servers[0]?.url, operations: new Map(operations), schemes: components.securitySchemes };
  } catch (cause) {
    throw new ConnectorError('document-invalid', 'open', { cause });
  }
}

function toOperation(
  operation: z.infer<typeof operationSchema>,
  place: {
    readonly method: Method;
    readonly path: string;
    readonly shared: readonly ApiParameter[];
    readonly document: z.infer<typeof documentSchema>;
  },
): ApiOperation {
  const own = new Set(operation.parameters.map((one) => `${one.in} ${one.name}`));
  const shared = place.shared.filter((one) => !own.has(`${one.in} ${one.name}`));
  const schema = operation.requestBody?.content['application/json']?.schema;
  const fields = Object.entries(schema?.properties ?? {}).map(([name, { type }]) => [name, type] as const);
  return {
    method: place.method,
    path: place.path,
    parameters: [...operation.parameters, ...shared],
    body: schema === undefined ? null : { fields: Object.fromEntries(fields), required: schema.required },
    security: (operation.security ?? place.document.security).map((one) => Object.keys(one)),
  };
}

/** References may nest as deep as schemas do; a circle of them ends here. */
const MAX_DEPTH = 40;

function resolveReferences(value: unknown, root: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) throw new Error('References go round in circles');
  if (Array.isArray(value)) return value.map((one) => resolveReferences(one, root, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  if ('$ref' in value) return resolveReferences(targetOf(String(value.$ref), root), root, depth + 1);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolveReferences(one, root, depth + 1)]));
}

function targetOf(reference: string, root: unknown): unknown {
  if (!reference.startsWith('#/')) throw new Error('A reference leaves the document');
  return reference
    .slice(2)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((at, key) => {
      if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key))
        throw new Error('A reference leads nowhere');
      return (at as Record<string, unknown>)[key];
    }, root);
}

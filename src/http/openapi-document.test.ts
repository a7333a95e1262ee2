import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readDocument } from '../../test/support/expect-documented.ts';
import { givenHttp } from '../../test/support/given-http.ts';

const contentSchema = z.record(z.string(), z.looseObject({ schema: z.unknown(), example: z.unknown().optional() }));
/** An answer without a body, such as 204 or a redirect, has no content. */
const mediaSchema = z.looseObject({ content: contentSchema.default({}) });
const operationSchema = z.looseObject({
  operationId: z.string().regex(/^[a-z][A-Za-z]+$/),
  summary: z.string().min(1),
  tags: z.array(z.string()).min(1),
  security: z.array(z.unknown()).optional(),
  parameters: z
    .array(z.looseObject({ name: z.string(), in: z.string(), required: z.boolean().optional() }))
    .default([]),
  requestBody: mediaSchema.optional(),
  responses: z.record(z.string(), mediaSchema),
});
const documentSchema = z.looseObject({
  openapi: z.literal('3.1.0'),
  info: z.looseObject({ title: z.literal('Confidant'), version: z.string() }),
  paths: z.record(z.string().startsWith('/'), z.record(z.string(), operationSchema)),
});

const { app } = givenHttp({ pages: { directory: '/nowhere' }, staffPages: { directory: '/nowhere' } });
const plain: unknown = JSON.parse(JSON.stringify(readDocument(app)));
const { paths } = documentSchema.parse(plain);
const operations = Object.entries(paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ ...operation, name: `${method.toUpperCase()} ${path}`, path })),
);

type Node = readonly [path: string, key: string, value: unknown];

/** Every value in the document with the path that leads to it. */
function* nodesIn(value: unknown, path = '#'): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    yield [path, key, inner];
    yield* nodesIn(inner, `${path}/${key}`);
  }
}

function resolve(pointer: string): unknown {
  return [...nodesIn(plain)].find(([path, key]) => `${path}/${key}` === pointer)?.[2];
}

function exampleOf(schema: unknown): unknown {
  const reference = z.looseObject({ $ref: z.string() }).safeParse(schema);
  const target = reference.success ? resolve(reference.data.$ref) : schema;
  return z.looseObject({ example: z.unknown() }).safeParse(target).data?.example;
}

describe('toOpenApiDocument', () => {
  it('is OpenAPI 3.1 and is served as it is made', async () => {
    const answer = await app.request('/openapi.json');
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toEqual(plain);
    expect(resolve('#/components/securitySchemes/key')).toEqual({ type: 'http', scheme: 'bearer' });
    expect(resolve('#/security')).toEqual([{ key: [] }, { session: [] }]);
    expect(resolve('#/components/securitySchemes/session')).toMatchObject({ type: 'apiKey', in: 'cookie' });
  });

  it('covers every route that is registered, and no other', () => {
    const pages = ['/', '/kiosk/*', '/console', '/staff/*', '/docs', '/openapi.json'];
    const registered = app.routes
      .filter(({ method, path }) => method !== 'ALL' && !pages.includes(path) && !path.startsWith('/docs/'))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)(?:\{[^}]+\})?/g, '{$1}')}`);
    expect([...new Set(registered)].sort()).toEqual(operations.map(({ name }) => name).sort());
  });

  it('names every operation once', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect([...new Set(ids)]).toEqual(ids);
  });

  it('refers only to what is there', () => {
    const references = [...nodesIn(plain)].filter(([, key]) => key === '$ref').map(([, , target]) => String(target));
    expect(references.length).toBeGreaterThan(50);
    expect([...new Set(references)].filter((target) => resolve(target) === undefined)).toEqual([]);
  });

  it('declares every parameter of a path, and requires it', () => {
    for (const { parameters, path } of operations) {
      const declared = parameters.filter((parameter) => parameter.in === 'path' && parameter.required === true);
      expect(declared.map(({ name }) => name)).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
    }
  });

  it('uses no keyword that 3.1 dropped', () => {
    const dropped = [...nodesIn(plain)].filter(
      ([, key, value]) => key === 'nullable' || (key.startsWith('exclusive') && typeof value === 'boolean'),
    );
    expect(dropped).toEqual([]);
  });

  it('shows an example of every body and every good answer', () => {
    const bare: string[] = [];
    for (const { name, requestBody, responses } of operations) {
      const good = Object.entries(responses).filter(([status]) => /^[23]/.test(status));
      expect(good).toHaveLength(1);
      const shown = [...(requestBody === undefined ? [] : [requestBody]), ...good.map(([, answer]) => answer)];
      for (const content of shown.flatMap((media) => Object.values(media.content))) {
        if ((content.example ?? exampleOf(content.schema)) === undefined) bare.push(name);
      }
    }
    expect(bare).toEqual([]);
  });

  it('documents the problems of every call that asks for a key', () => {
    const keyed = operations.filter(({ security }) => security === undefined);
    expect(operations.filter((operation) => !keyed.includes(operation)).map(({ path }) => path)).toEqual([
      '/v1/session',
      '/v1/session/options',
      '/v1/session/oidc/start',
      '/v1/session/oidc/callback',
      '/healthz',
      '/readyz',
    ]);
    for (const { requestBody, responses } of keyed) {
      const withBody = requestBody === undefined ? [] : ['413', '415'];
      const problems = Object.entries(responses).filter(([, answer]) => 'application/problem+json' in answer.content);
      const statuses = problems.map(([status]) => status);
      expect(statuses).toEqual(expect.arrayContaining(['400', '401', '404', '429', '500', '503', '504', ...withBody]));
    }
  });
});

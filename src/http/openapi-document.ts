import type { HttpApp } from './http-env.ts';

const description = [
  'A customer-support appliance: local models, governed answers, a provable record.',
  'Calls carry `Authorization: Bearer KEY`. Errors are `application/problem+json` (RFC 9457) with a stable `code`.',
  'What a key may not see is answered as what does not exist. A mutating call takes `Idempotency-Key`.',
].join('\n\n');

/** The API as OpenAPI 3.1, made from the very routes that answer. */
export function toOpenApiDocument(app: HttpApp) {
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer' });
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Confidant', version: '1', description, license: { name: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    security: [{ key: [] }],
    tags: [
      { name: 'Conversations', description: 'What customers and their kiosks do' },
      { name: 'People', description: 'What staff do with what was handed over' },
      { name: 'Building blocks', description: 'Stages by themselves' },
      { name: 'Audit', description: 'The log and its proofs' },
      { name: 'Operation', description: 'Health, readiness, metrics' },
    ],
  });
}

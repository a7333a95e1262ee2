import type { HttpApp } from './http-env.ts';

const description = [
  'A customer-support appliance: local models, governed answers, a provable record.',
  'Calls carry `Authorization: Bearer KEY`, or the cookie of somebody who signed in. Errors are `application/problem+json` (RFC 9457) with a stable `code`.',
  'What a key may not see is answered as what does not exist. A mutating call takes `Idempotency-Key`.',
].join('\n\n');

/** The API as OpenAPI 3.1, made from the very routes that answer. */
export function toOpenApiDocument(app: HttpApp) {
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer' });
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-confidant-session',
  });
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Confidant', version: '1', description, license: { name: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    security: [{ key: [] }, { session: [] }],
    tags: [
      { name: 'Conversations', description: 'What customers and their kiosks do' },
      { name: 'People', description: 'What staff do with what was handed over' },
      { name: 'Session', description: 'Who is calling: people sign in, systems carry a key' },
      { name: 'Building blocks', description: 'Stages by themselves' },
      { name: 'Audit', description: 'The log and its proofs' },
      { name: 'Operation', description: 'Health, readiness, metrics' },
    ],
  });
}

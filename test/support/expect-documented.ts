import type { HttpApp } from '../../src/http/http-env.ts';
import { toOpenApiDocument } from '../../src/http/openapi-document.ts';

type ReadDocument = ReturnType<typeof toOpenApiDocument>;

let made: ReadDocument | undefined;

/** The document of the registered routes. It is the same for every app, limits apart, so it is made once. */
export function readDocument(app: HttpApp): ReadDocument {
  made ??= toOpenApiDocument(app);
  return made;
}

interface Answered {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** Throws where an operation of the document answers with a status that the document does not name for it. */
export function expectDocumented(app: HttpApp, answer: Answered): void {
  const paths = readDocument(app).paths ?? {};
  const bare = answer.path.replace(/[?#].*$/, '');
  const matching = Object.keys(paths).filter((template) => toPattern(template).test(bare));
  // A literal path beats a template, as in the router.
  const template = matching.find((candidate) => !candidate.includes('{')) ?? matching[0] ?? '';
  const operation: unknown = Object.entries(paths[template] ?? {}).find(
    ([method]) => method === answer.method.toLowerCase(),
  )?.[1];
  if (!hasResponses(operation)) return;
  if (!(String(answer.status) in operation.responses)) {
    throw new Error(`${answer.method} ${template} answers ${answer.status}, which its document does not name`);
  }
}

function hasResponses(operation: unknown): operation is { readonly responses: Readonly<Record<string, unknown>> } {
  return typeof operation === 'object' && operation !== null && 'responses' in operation;
}

function toPattern(template: string): RegExp {
  return new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`);
}

import { z } from '@hono/zod-openapi';
import { type ProblemCode, problems } from '../problem.ts';

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    requestId: z.string(),
    fields: z.array(z.object({ field: z.string(), detail: z.string() })).optional(),
  })
  .openapi('Problem', { description: 'RFC 9457. `code` is stable; the words around it are not.' });

/** One documented answer with a problem; the example is its first code. */
export function problemAnswer(...codes: readonly [ProblemCode, ...ProblemCode[]]) {
  const [first] = codes;
  const { status, title } = problems[first];
  const example = {
    type: `urn:confidant:problem:${first}`,
    title,
    status,
    detail: title,
    code: first,
    requestId: '01JD3V6Q5W',
  };
  const description = codes.map((code) => `\`${code}\``).join(', ');
  return { description, content: { 'application/problem+json': { schema: problemSchema, example } } };
}

const always = {
  401: problemAnswer('unauthorized'),
  404: problemAnswer('not-found'),
  429: problemAnswer('rate-limited'),
  500: problemAnswer('internal', 'store-failed'),
  503: problemAnswer('overloaded', 'shutting-down'),
  504: problemAnswer('timeout'),
};

/** What any call with a key may be answered with instead. */
export const readProblems = {
  ...always,
  400: problemAnswer('input-invalid'),
  404: problemAnswer('not-found', 'proof-out-of-range'),
};

/** What a call with a body that changes nothing may be answered with instead. */
export const askProblems = {
  ...always,
  400: problemAnswer('body-not-json', 'body-unreadable', 'input-invalid', 'text-empty', 'text-too-long'),
  413: problemAnswer('body-too-large'),
  415: problemAnswer('body-type-unsupported'),
};

const malformedWrite = [
  'body-not-json',
  'body-unreadable',
  'input-invalid',
  'text-empty',
  'text-too-long',
  'idempotency-key-invalid',
] as const;

/** What a call that changes something may be answered with instead. */
export const writeProblems = {
  ...askProblems,
  403: problemAnswer('cross-site'),
  400: problemAnswer(...malformedWrite),
  409: problemAnswer('conversation-closed', 'not-allowed-now', 'version-conflict'),
  422: problemAnswer('idempotency-mismatch'),
  507: problemAnswer('store-full'),
};

/** What signing in may be answered with instead. */
export const signInProblems = {
  ...askProblems,
  401: problemAnswer('sign-in-refused'),
  403: problemAnswer('cross-site', 'tls-needed'),
  429: problemAnswer('sign-in-locked', 'rate-limited'),
  507: problemAnswer('store-full'),
};

/** What signing out may be answered with instead. */
export const signOutProblems = { ...readProblems, 403: problemAnswer('cross-site'), 507: problemAnswer('store-full') };

/** What the ways to and from a sign-in provider may be answered with instead. */
export const providerProblems = {
  404: problemAnswer('not-found'),
  429: problemAnswer('rate-limited'),
  500: problemAnswer('internal', 'store-failed'),
  502: problemAnswer('provider-failed'),
  504: problemAnswer('timeout'),
};

/** What a consent may be answered with instead. */
export const consentProblems = {
  ...writeProblems,
  400: problemAnswer(...malformedWrite, 'purpose-unknown', 'purpose-not-optional'),
};

/** What a call that deletes something may be answered with instead; it has no body. */
export const deleteProblems = {
  ...always,
  400: problemAnswer('input-invalid', 'idempotency-key-invalid'),
  409: problemAnswer('version-conflict'),
  422: problemAnswer('idempotency-mismatch'),
  507: problemAnswer('store-full'),
};

/** What opening a conversation may be answered with instead. */
export const startProblems = { ...writeProblems, 400: problemAnswer(...malformedWrite, 'collection-unknown') };

/** What erasing a subject may be answered with instead. */
export const eraseProblems = { ...writeProblems, 409: problemAnswer('subject-held') };

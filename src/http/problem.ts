import { HTTPException } from 'hono/http-exception';
import { IdentityError } from '../identity/identity-error.ts';
import { ApplianceError, type ApplianceErrorCode } from '../pipeline/appliance-error.ts';
import type { HttpContext } from './http-env.ts';

/** Every code a problem may carry, with its status and title. Codes are stable: clients branch on them. */
export const problems = {
  'body-not-json': { status: 400, title: 'The body is not JSON' },
  'body-unreadable': { status: 400, title: 'The body did not arrive whole' },
  'input-invalid': { status: 400, title: 'The input does not fit' },
  'collection-unknown': { status: 400, title: 'The collection is not known' },
  'purpose-unknown': { status: 400, title: 'The purpose is not known' },
  'purpose-not-optional': { status: 400, title: 'The purpose does not rest on consent' },
  'checkpoint-unknown': { status: 400, title: 'The checkpoint is not known' },
  'witness-unknown': { status: 400, title: 'The witness is not known' },
  'cosignature-invalid': { status: 400, title: 'The cosignature does not hold' },
  'text-empty': { status: 400, title: 'The text is empty' },
  'text-too-long': { status: 400, title: 'The text is too long' },
  'idempotency-key-invalid': { status: 400, title: 'The Idempotency-Key is malformed' },
  'sign-in-expired': { status: 400, title: 'The sign-in took too long' },
  unauthorized: { status: 401, title: 'A valid key is needed' },
  'sign-in-refused': { status: 401, title: 'Sign-in refused' },
  'role-missing': { status: 403, title: 'No role here' },
  'cross-site': { status: 403, title: 'Asked for by a page of another site' },
  'tls-needed': { status: 403, title: 'The connection is not protected' },
  'not-found': { status: 404, title: 'Not found' },
  'proof-out-of-range': { status: 404, title: 'The log has no such proof' },
  'page-missing': { status: 404, title: 'The page is not built' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed here' },
  'conversation-closed': { status: 409, title: 'The conversation is closed' },
  'not-allowed-now': { status: 409, title: 'Not allowed in this state' },
  'subject-held': { status: 409, title: 'The data is on hold' },
  'version-conflict': { status: 409, title: 'Somebody else was faster' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'body-type-unsupported': { status: 415, title: 'The content type is not supported' },
  'idempotency-mismatch': { status: 422, title: 'The Idempotency-Key stands for another request' },
  'sign-in-locked': { status: 429, title: 'Too many attempts' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'The appliance failed' },
  'store-failed': { status: 500, title: 'The store failed' },
  'provider-failed': { status: 502, title: 'The sign-in provider failed' },
  overloaded: { status: 503, title: 'The appliance is busy' },
  'shutting-down': { status: 503, title: 'The appliance is stopping' },
  timeout: { status: 504, title: 'The answer took too long' },
  'store-full': { status: 507, title: 'The store is full' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

export type ProblemCode = keyof typeof problems;

/** One field that does not fit; named as the contract names it. */
export interface FieldProblem {
  readonly field: string;
  readonly detail: string;
}

interface ProblemOptions extends ErrorOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly fields?: readonly FieldProblem[];
}

/** Said of everything that is missing and of everything this key may not see: the two must not be told apart. */
const NOT_FOUND_DETAIL = 'Nothing is here that this key may see';

/** A request that is answered with a problem (RFC 9457). The detail never repeats what somebody wrote. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly code: ProblemCode;
  readonly headers: Readonly<Record<string, string>>;
  readonly fields: readonly FieldProblem[];

  constructor(code: ProblemCode, detail: string = problems[code].title, options: ProblemOptions = {}) {
    super(code === 'not-found' ? NOT_FOUND_DETAIL : detail, options);
    this.code = code;
    this.headers = options.headers ?? {};
    this.fields = options.fields ?? [];
  }
}

/** Anything thrown, as the problem it is answered with. What nobody foresaw is `internal` and keeps its words to itself. */
export function toHttpProblem(thrown: unknown): HttpProblem {
  if (thrown instanceof HttpProblem) return thrown;
  if (thrown instanceof ApplianceError) return toApplianceProblem(thrown);
  if (thrown instanceof IdentityError) return toIdentityProblem(thrown);
  if (thrown instanceof HTTPException && thrown.status === 400) {
    return new HttpProblem('body-not-json', 'Send one JSON object in UTF-8', { cause: thrown });
  }
  if (thrown instanceof HTTPException && thrown.status === 415) return new HttpProblem('body-type-unsupported');
  if (thrown instanceof HTTPException && thrown.status === 504) return new HttpProblem('timeout');
  return new HttpProblem('internal', 'Something failed that nobody foresaw: the request id leads to it', {
    cause: thrown,
  });
}

function toApplianceProblem(error: ApplianceError): HttpProblem {
  const { code, retryAfterSeconds = error.retryAfterSeconds } = publishedAs(error.code);
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return new HttpProblem(code, error.message, { headers, cause: error });
}

/** The code a caller sees, and after how many seconds trying again is worth it. */
function publishedAs(code: ApplianceErrorCode): { readonly code: ProblemCode; readonly retryAfterSeconds?: number } {
  switch (code) {
    case 'conversation-not-found':
    case 'handover-not-found':
    case 'entry-not-found':
    case 'fact-not-found':
    case 'subject-not-found':
      return { code: 'not-found' };
    case 'reveal-limit':
      return { code: 'rate-limited' };
    case 'overloaded':
      return { code, retryAfterSeconds: 2 };
    case 'shutting-down':
      return { code, retryAfterSeconds: 10 };
    default:
      return { code };
  }
}

function toIdentityProblem(error: IdentityError): HttpProblem {
  const { code, message, retryAfterSeconds } = error;
  switch (code) {
    case 'sign-in-locked':
      return new HttpProblem(code, message, {
        headers: { 'retry-after': String(retryAfterSeconds ?? 1) },
        cause: error,
      });
    case 'sign-in-refused':
    case 'sign-in-expired':
    case 'role-missing':
      return new HttpProblem(code, message, { cause: error });
    case 'provider-failed':
      return new HttpProblem(code, message, { cause: error.cause ?? error });
    case 'provider-not-configured':
      return new HttpProblem('not-found');
    default:
      return new HttpProblem('internal', undefined, { cause: error });
  }
}

/** The problem as members of RFC 9457 section 3.1, with `code`, `requestId` and, for bad input, the fields. */
export function toProblemBody(problem: HttpProblem, requestId: string) {
  const { status, title } = problems[problem.code];
  return {
    type: `urn:confidant:problem:${problem.code}`,
    title,
    status,
    detail: problem.message,
    code: problem.code,
    requestId,
    ...(problem.fields.length > 0 ? { fields: [...problem.fields] } : {}),
  };
}

export function answerProblem(c: HttpContext, problem: HttpProblem): Response {
  const body = JSON.stringify(toProblemBody(problem, c.get('requestId')));
  return c.body(body, problems[problem.code].status, {
    ...problem.headers,
    'Content-Type': 'application/problem+json',
  });
}

import type { z } from '@hono/zod-openapi';
import { type FieldProblem, HttpProblem, type ProblemCode } from './problem.ts';

type Issue = z.core.$ZodIssue;
type Checked =
  | { readonly success: true }
  | { readonly success: false; readonly target: string; readonly error: { readonly issues: readonly Issue[] } };

const MAX_FIELDS = 10;
/** A field name worth repeating; anything longer or stranger may be text somebody typed. */
const nameShape = /^[A-Za-z_][\w-]{0,39}$/;

/** Turns a failed check of an input into the problem that helps; runs for every route (`defaultHook`). */
export function refuseInput(checked: Checked): void {
  if (!checked.success) throw toInputProblem(checked.target, checked.error.issues);
}

function toInputProblem(target: string, issues: readonly Issue[]): HttpProblem {
  // An id of the wrong shape names nothing, as any other id that names nothing.
  if (target === 'param') return new HttpProblem('not-found');
  if (target === 'header') {
    return new HttpProblem('idempotency-key-invalid', 'Send 1 to 200 visible ASCII characters as "Idempotency-Key"');
  }
  const fields = issues.slice(0, MAX_FIELDS).map(toFieldProblem);
  const first = fields[0] ?? { field: target, detail: 'it does not fit' };
  return new HttpProblem(codeOf(issues), `Cannot accept "${first.field}": ${first.detail}`, { fields });
}

/** The text of a message has codes of its own: a kiosk tells its customer what to do about them. */
function codeOf(issues: readonly Issue[]): ProblemCode {
  const issue = issues.find((candidate) => candidate.path.length === 1 && candidate.path[0] === 'text');
  if (issue?.code === 'too_small') return 'text-empty';
  if (issue?.code === 'too_big') return 'text-too-long';
  return 'input-invalid';
}

function toFieldProblem(issue: Issue): FieldProblem {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = issue.keys.find((key) => nameShape.test(key)) ?? '(unreadable name)';
    return { field: path === '' ? known : `${path}.${known}`, detail: 'no such field is known here' };
  }
  return { field: path === '' ? 'body' : path, detail: detailOf(issue) };
}

/** Our words, not the parser's: a message of the parser may repeat the value. */
function detailOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `${issue.expected} expected`;
    case 'too_small':
      return `at least ${issue.minimum}${unitOf(issue.origin)} expected`;
    case 'too_big':
      return `at most ${issue.maximum}${unitOf(issue.origin)} expected`;
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')} expected`;
    default:
      return 'another form expected';
  }
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' items' : '';
}

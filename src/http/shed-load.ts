import type { WorkRank } from '../pipeline/admission.ts';
import type { HttpMiddleware } from './http-env.ts';
import type { HttpPorts } from './http-ports.ts';

const id = '[^/]+';
/** What waits in line, and how urgent it is. All other calls, those of staff, auditors and the stop switch among them, never do. */
const ranks: readonly (readonly [RegExp, WorkRank])[] = [
  [new RegExp(`^/v1/conversations/${id}/handover$`, 'u'), 'person-wanted'],
  [new RegExp(`^/v1/conversations/${id}/(?:messages|confirm)$`, 'u'), 'running'],
  [/^\/v1\/conversations$/u, 'new'],
  [/^\/v1\/(?:redact|triage|validate|knowledge\/search)$/u, 'beside'],
];

/** Refuses what would not get in anyway before its key is looked up and its body read: refusing has to cost nothing. */
export function shedLoad({ refusalFor }: Pick<HttpPorts, 'refusalFor'>): HttpMiddleware {
  return async function shedCall(c, next) {
    const rank = c.req.method === 'POST' ? ranks.find(([path]) => path.test(c.req.path))?.[1] : undefined;
    const refusal = rank && refusalFor(rank);
    if (refusal) throw refusal;
    await next();
  };
}

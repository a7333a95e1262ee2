import { isAllowed, type Permission } from '../identity/roles.ts';
import type { HttpMiddleware } from './http-env.ts';
import { HttpProblem } from './problem.ts';

/** Lets a role pass, or answers as if nothing were here: what one may not do looks like what does not exist. */
export function permit(permission: Permission): HttpMiddleware {
  return async function permitCaller(c, next) {
    if (!isAllowed(c.get('caller').role, permission)) throw new HttpProblem('not-found');
    await next();
  };
}

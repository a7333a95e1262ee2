import type { Permission } from '../identity/roles.ts';
import type { HttpMiddleware } from './http-env.ts';
import type { HttpLimits } from './http-ports.ts';
import { permit } from './permit.ts';
import { readBody } from './read-body.ts';

interface Guard {
  readonly middleware: HttpMiddleware[];
  /** Stands in the document, from which the table of roles and calls is made. */
  readonly 'x-permission': Permission;
}

/** What stands before a route: the permission first, so that who may not call learns nothing from its input checks. */
export function guardRead(permission: Permission): Guard {
  return { middleware: [permit(permission)], 'x-permission': permission };
}

/** As {@link guardRead}, for a route with a JSON body. */
export function guardWrite(permission: Permission, presence: 'required' | 'optional', limits: HttpLimits): Guard {
  return { middleware: [permit(permission), readBody(presence, limits.bodyBytes)], 'x-permission': permission };
}

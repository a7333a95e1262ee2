import { expect, it } from 'vitest';
import { readClaim } from './read-claim.ts';

const claims = {
  groups: ['desk', 7, 'lead'],
  role: 'agent',
  realm_access: { roles: ['reviewer'] },
  'https://site.example/groups': ['auditors'],
  none: null,
};

it.each([
  ['groups', ['desk', 'lead']],
  ['role', ['agent']],
  ['realm_access.roles', ['reviewer']],
  ['https://site.example/groups', ['auditors']],
  ['none', []],
  ['missing', []],
  ['role.length', []],
  ['constructor', []],
  ['realm_access.__proto__', []],
])('reads the texts of %s', (path, expected) => {
  expect(readClaim(claims, path)).toEqual(expected);
});

import { IdentityError } from './identity-error.ts';

const nameShape = /^[\p{L}\p{N}](?:[\p{L}\p{N}._@-]{0,62}[\p{L}\p{N}])?$/u;

/**
 * The name as it is kept and compared: one spelling, whatever keyboard typed it.
 *
 * @throws {IdentityError} `name-invalid`
 */
export function parseStaffName(typed: string): string {
  const name = toStaffName(typed);
  if (nameShape.test(name)) return name;
  throw new IdentityError(
    'name-invalid',
    'Cannot use this name: take 1 to 64 letters and digits, with ".", "_", "@" or "-" between them',
  );
}

/** What somebody typed at sign-in, spelled as names are kept; it may name nobody. */
export function toStaffName(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase();
}

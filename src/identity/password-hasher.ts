/**
 * Turns passwords into hashes that cannot be turned back, slowly enough that guessing does not pay.
 *
 * - `hash` answers a PHC string (`$argon2id$v=19$…`) with a salt of its own: two of one password differ.
 * - `verify` takes as long for a wrong password as for the right one; a string that is no hash verifies nothing.
 * - Both work outside the event loop, and only a few at once: each holds 19 MiB.
 */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  verify(hash: string, password: string): Promise<boolean>;
}

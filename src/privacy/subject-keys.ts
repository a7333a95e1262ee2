/**
 * One data key for each subject: what is stored of a person can be read only while their key exists, in backups too.
 *
 * - `keyFor` makes and durably stores the key before it answers, so no row can exist whose key was lost. A key that was
 *   destroyed is never made again: that is `key-erased`.
 * - `findKey` answers undefined where there is no key, and once it was destroyed.
 * - `destroyKey` answers when the key is gone from the disk, its free pages and write-ahead log, and from memory. It leaves
 *   a tombstone, may be repeated, and must be when it threw: what it had begun stays done. While another program reads the
 *   keys it throws `overloaded`.
 * - `isDestroyed` tells a subject whose key was destroyed from one that never had any.
 */
export interface SubjectKeys {
  keyFor(subject: string): Buffer;
  findKey(subject: string): Buffer | undefined;
  destroyKey(subject: string): void;
  isDestroyed(subject: string): boolean;
}

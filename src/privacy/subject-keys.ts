/**
 * One data key for each subject: what is stored of a person can be read only while their key exists, in backups too.
 *
 * - `keyFor` makes and durably stores the key before it answers, so no row can exist whose key was lost.
 * - `findKey` answers undefined once the key was destroyed.
 */
export interface SubjectKeys {
  keyFor(subject: string): Buffer;
  findKey(subject: string): Buffer | undefined;
}

/** Longest value that is put into a sentence. */
const LONGEST = 300;

/**
 * Whether a value of a system of record may stand in a sentence as it is: short, of one line, without markup or addresses.
 * Others can write into such systems, and what stands behind a placeholder is seen by no check of the reply.
 */
export function isSayable(value: string): boolean {
  return value.length <= LONGEST && !/[<>\p{Cc}\u2028\u2029]|:\/\/|\]\(/u.test(value);
}

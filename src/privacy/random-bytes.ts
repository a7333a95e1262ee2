import { randomBytes } from 'node:crypto';

/** Bytes drawn from the system's generator at once: drawing costs the same for many as for few. */
const DRAWN = 4_096;

let drawn = Buffer.alloc(0);
let used = 0;

/** Random bytes for nonces and salts, each given once. A turn needs eight of them, a tenth of a millisecond when drawn apart. */
export function takeRandomBytes(count: number): Buffer {
  if (used + count > drawn.length) {
    // A fresh buffer: whoever holds bytes of the one before keeps them.
    drawn = randomBytes(Math.max(DRAWN, count));
    used = 0;
  }
  used += count;
  return drawn.subarray(used - count, used);
}

import { createHmac } from 'node:crypto';

/** A whole number from 0 below `bound`, each as likely as the other. */
export type Draw = (bound: number) => number;

const WORD_BITS = 32;
const WORDS = 2 ** WORD_BITS;

/**
 * Draws that are the same for the same key and place and tell nothing of each other without the key (HMAC-SHA-256 in
 * counter mode): what stands for a value stays the same within an export and cannot be traced after it.
 */
export function createDraw(key: Buffer, place: string): Draw {
  let counter = 0;
  let words: number[] = [];
  const nextWord = (): number => {
    const word = words.shift();
    if (word !== undefined) return word;
    const block = createHmac('sha256', key).update(`${place}\0${counter}`).digest();
    counter += 1;
    words = Array.from({ length: block.length / 4 }, (_, index) => block.readUInt32BE(index * 4));
    return nextWord();
  };
  return function draw(bound) {
    // Words above the last whole multiple would make small numbers likelier.
    const limit = WORDS - (WORDS % bound);
    for (;;) {
      const word = nextWord();
      if (word < limit) return word % bound;
    }
  };
}

import type { Candidate, Detector } from '../detector.ts';

const AGE = '(?<age>1[01]\\d|[1-9]\\d?)';
/** How ages are said: by a unit that nothing else has, or by words that only go before an age. */
const shapes = [
  `(?<![\\p{L}\\d.,/-])${AGE}(?=[ -]?(?:years?|yrs?)[ -]old\\b|\\s?(?:y\\/o|yo)\\b)`,
  `\\b(?:aged?|at the age of|(?:my|his|her|their|whose|customer's) age(?: is|:)?|age(?: is|:)|just turned|(?:i|he|she)(?:'ll| will)? turn(?:ed|s)?|when (?:i|he|she) (?:was|is)|turning)\\s${AGE}(?![\\p{L}\\d]|[.,:/-]\\d|\\s?(?:%|percent|days?|weeks?|months?|hours?|minutes?|times|pages?|dollars?|euros?|pounds?|am|pm|o'clock))`,
].map((shape) => new RegExp(shape, 'dgiu'));

/** Ages of people; not the age of an account. */
export const age: Detector = {
  id: 'age',
  find: function findAges(text) {
    return shapes.flatMap((shape) =>
      [...text.matchAll(shape)].flatMap((match): Candidate[] => {
        const [start, end] = match.indices?.groups?.age ?? [0, 0];
        if (isOfThing(text, start, end)) return [];
        return end > start ? [{ type: 'AGE', start, end, score: 0.6, source: 'context:age' }] : [];
      }),
    );
  },
};

/** `a 5 year old account`, `my card is 3 years old`. */
function isOfThing(text: string, start: number, end: number): boolean {
  const thing =
    /\b(?:account|card|phone|laptop|computer|device|car|order|policy|contract|invoice|transaction|charge|subscription|statement|building|house)\b/i;
  return (
    thing.test(text.slice(Math.max(0, start - 24), start)) ||
    /^[- ]?\w+[- ]old\s\w*\s?(?:account|card|phone|laptop|computer|device|car|order|policy|contract|house)\b/i.test(
      text.slice(end, end + 40),
    )
  );
}

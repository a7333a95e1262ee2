import { parseNumber, quantityPattern } from './parse-number.ts';
import type { Specific } from './specific.ts';

const percentage = new RegExp(
  `(?<![\\p{L}\\p{N}.,])(${quantityPattern})(?:\\s?(?:%|per\\s?cent|pct)?\\s?(?:-|–|—|to|or|and)\\s?(${quantityPattern}))?[\\s-]?(?:(%)|(per\\s?cent|pct)(?:age(?=\\spoint))?(?![\\p{L}]))(\\s?points?)?`,
  'giu',
);

/** Shares: "10%", "10 per cent", "5–10 %". Percentage points are another thing. */
export function findPercentages(text: string): Specific[] {
  return [...text.matchAll(percentage)].flatMap((match) => {
    const [whole, first, second, , , points] = match;
    const unit = points === undefined ? 'percentage' : 'percentage-points';
    return [first, second].flatMap((written): Specific[] => {
      const amount = written === undefined ? undefined : parseNumber(written);
      if (amount === undefined) return [];
      const place = { start: match.index, end: match.index + whole.length };
      return [{ kind: 'percentage', ...place, values: [`${unit}:${amount}`], implied: [`any:${amount}`] }];
    });
  });
}

/** An amount with a currency sign, code or word beside it: `$1,250.00`, `1250 USD`, `500 dollars`. */
const amounts =
  /(?:[$€£]\s?(\d[\d,]*(?:\.\d{1,2})?))|(?:(\d[\d,]*(?:\.\d{1,2})?)\s?(?:usd|dollars?|bucks|eur|euros?|gbp|pounds?|[$€£]))/giu;

/** The largest amount of money a text names, 0 when it names none. Currencies are taken at par. */
export function largestAmount(text: string): number {
  let largest = 0;
  for (const match of text.matchAll(amounts)) {
    const value = Number((match[1] ?? match[2] ?? '0').replaceAll(',', ''));
    if (Number.isFinite(value) && value > largest) largest = value;
  }
  return largest;
}

/** Words between a label and its value that a hurried hand writes as one with both: `mycardnumberis4111…`. */
const BETWEEN = 'numbers?|num|no|nr|nummer|is|my|new|the';

/**
 * Source of a guard before a value: no letter or digit stands there, or only words that name it (`cc4111…`,
 * `IBANDE89…`). Letters at large stay a part of the value, as in the order number `ORD4111…`.
 *
 * @param labels alternatives of a pattern, in lower case; the pattern needs the flags `i` and `u`
 */
export function afterLabelOrNothing(labels: string): string {
  const words = `(?:${labels}|${BETWEEN}){1,4}`;
  return String.raw`(?:(?<![\p{L}\d])|(?<=(?<![\p{L}\d])${words}))`;
}

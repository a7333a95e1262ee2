/** Longest stretch before a number in which words may say what the number is. */
const REACH = 48;

/** A number of three digits and more ends the reach of words before it: they speak of that number. */
const lastNumber = /^.*\d{3}/s;

/** The words just before `start` that may name what stands there. */
export function wordsBefore(text: string, start: number): string {
  return text.slice(Math.max(0, start - REACH), start).replace(lastNumber, '');
}

const currencyBefore = /(?:[$€£¥₹₽₺]|\b(?:usd|eur|gbp|inr|rs|chf|cad|aud)\.?)\s?$/i;
const unitAfter =
  /^\s?(?:[$€£¥₹%°]|(?:dollars?|bucks|euros?|pounds?|rupees|usd|eur|gbp|inr|rs|cents?|percent|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|yrs?|times|points?|miles|km|kg|lbs|gb|mb|kb|tb|mbps|am|pm|people|persons?|items|units)\b)/i;
const decimalAfter = /^,\d{3}\b|^[.,]\d{1,2}(?![\d.])/;

/** True when the number at `start`–`end` is an amount, a duration or a count. */
export function isQuantity(text: string, start: number, end: number): boolean {
  const after = text.slice(end, end + 12);
  return (
    currencyBefore.test(text.slice(Math.max(0, start - 5), start)) || unitAfter.test(after) || decimalAfter.test(after)
  );
}

const THINGS =
  'order|invoice|ticket|tracking|track|reference|ref|booking|case|parcel|package|shipment|shipping|transaction|receipt|serial|isbn|issn|upc|ean|imei|asin|barcode|model|product|sku|item|version|build|confirmation|policy|claim|flight|error|article|part|bestellung|bestellnummer|auftrag|rechnung|commande|pedido|ordine';
const thing = new RegExp(`\\b(?:${THINGS})s?\\b`, 'i');
const referenceBefore = new RegExp(
  `(?:\\b(?:${THINGS})(?:\\s?(?:number|numbers|no|num|nr|id|code|#))?\\.?(?:\\s(?:is|was|are|of|my|the))?|#)[\\s:#=-]{0,3}$`,
  'i',
);

/** True when `words` speak of an order, a parcel or another thing with a number of its own. */
export function namesThing(words: string): boolean {
  return thing.test(words);
}

/** True when the words before `start` name an order, a ticket or another number a tool needs. */
export function isReference(text: string, start: number): boolean {
  return referenceBefore.test(text.slice(Math.max(0, start - REACH), start));
}

import type { Detector } from '../detector.ts';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Account numbers by the words right before them: a number beside "account" alone may be an amount. */
export const bankAccount: Detector = createIdentifierDetector({
  id: 'bank-account',
  type: 'ACCOUNT',
  shape: /(?<![\p{L}\d.,-])\d{3,6}(?:[ -]?\d{2,6}){0,4}(?![\p{L}\d]|[.,]\d)/gu,
  label:
    /\b(?:ac|acc|a\/c|acct)\s$|\b(?:accou?mt|accounts?|acct|acc|a\/?c|ac|iban|konto|kontonummer|compte|cuenta|conto|rekening)[\s.]{0,2}(?:numbers?|num|no|nr|#|id|ending|ends|:)(?:[\s.:#]{0,2}(?:is|was|in|with|number|the|my|last|four|4|digits?|of|are)){0,5}[\s.:#=-]{0,3}$/i,
});

/** Seven digits and more right after "account" are no amount. */
export const longBankAccount: Detector = createIdentifierDetector({
  id: 'bank-account-long',
  type: 'ACCOUNT',
  shape: /(?<![\p{L}\d.,-])\d(?:[ -]?\d){6,17}(?![\p{L}\d]|[.,]\d)/gu,
  label:
    /\b(?:accounts?|acct|acc|a\/?c|konto|compte|cuenta|conto|rekening|routing(?: number)?|blz)(?:\s(?:is|was|my))?[\s.:#=-]{1,3}$/i,
});

/** The last digits of a number nobody names. */
export const lastDigits: Detector = createIdentifierDetector({
  id: 'last-digits',
  type: 'ACCOUNT',
  shape: /(?<![\p{L}\d.,-])\d{3,5}(?![\p{L}\d]|[.,-]\d)/gu,
  label: /\blast (?:4|four|3|three|5|five)(?: digits?)?(?: (?:is|are|was|were|of|my|the|number)){0,3}[ :#=-]{1,3}$/i,
});

/** A number in capitals and digits that is named as an account, a member or a customer number. */
export const customerNumber: Detector = createIdentifierDetector({
  id: 'customer-number',
  type: 'ACCOUNT',
  shape: /(?<![\p{L}\d.,-])(?=[A-Z]{0,4}-?\d)[A-Z]{0,4}-?\d{4,16}(?![\p{L}\d]|[.,]\d)/giu,
  label:
    /\b(?:customer|client|member(?:ship)?|subscriber|routing|kunden)[\s-]{0,1}(?:number|num|no|nr|id|nummer|#)\.?(?:\s(?:is|was))?[\s.:#=-]{0,3}$/i,
});

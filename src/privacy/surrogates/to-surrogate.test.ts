import { randomBytes } from 'node:crypto';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import validator from 'validator';
import { describe, expect, it } from 'vitest';
import { createDraw } from './draw.ts';
import { toSurrogate } from './to-surrogate.ts';

const surrogate = (type: string, original: string | null, place = 'p', key = Buffer.alloc(32)) =>
  toSurrogate(type, original, createDraw(key, place));
const many = (type: string, original: string) =>
  Array.from({ length: 200 }, (_, index) => surrogate(type, original, `p${index}`));
const shapeOf = (text: string) => text.replace(/\d/gu, '9').replace(/[a-z]/gu, 'a').replace(/[A-Z]/gu, 'A');

describe('toSurrogate', () => {
  it.each(['4111 1111 1111 1111', '5555555555554444', '3782-822463-10005', '6011000990139424123'])(
    'makes of card %s one that passes the check and that nobody has',
    (card) => {
      for (const one of many('CARD', card)) {
        expect(shapeOf(one)).toBe(shapeOf(card));
        expect(one.startsWith('9999')).toBe(true);
        expect(validator.isLuhnNumber(one.replace(/\D/gu, ''))).toBe(true);
      }
    },
  );

  it.each(['DE89 3704 0044 0532 0130 00', 'GB29NWBK60161331926819', 'FR14 2004 1010 0505 0001 3M02 606'])(
    'makes of IBAN %s one of the same country whose check digits hold, at no bank',
    (iban) => {
      for (const one of many('IBAN', iban)) {
        expect(one.length).toBe(iban.length);
        expect(one.slice(0, 2)).toBe(iban.slice(0, 2));
        expect(one.replace(/\s/gu, '').slice(4, 8)).toMatch(/^(?:0000|XXXX)$/u);
        expect(validator.isIBAN(one.replace(/\s/gu, ''))).toBe(true);
      }
    },
  );

  it.each([
    ['(202) 555-0187', /^\(\d{3}\) 555-01\d\d$/u],
    ['+1 415 867 5309', /^\+1 \d{3} 555 01\d\d$/u],
    ['07911 123456', /^07700 900\d{3}$/u],
    ['+44 20 7123 4567', /^\+44 20 7946 0\d{3}$/u],
    ['+33 6 12 34 56 78', /^\+33 6 39 98 0\d \d\d$/u],
    ['+49 30 12345678', /^\+49/u],
  ])('makes of phone %s one of the range kept for films', (phone, range) => {
    for (const one of many('PHONE', phone)) expect(one).toMatch(range);
  });

  it('makes no phone number that a country has given out', () => {
    for (const one of many('PHONE', '+1 415 867 5309')) {
      expect(parsePhoneNumberFromString(one)?.nationalNumber.slice(3, 8)).toBe('55501');
    }
  });

  it.each([
    ['SSN', '078-05-1120', /^666-\d\d-\d{4}$/u],
    ['EMAIL', 'rosa.quimby7@bank.com', /^[a-z]{4}\.[a-z]{6}\d@example\.(?:org|com|net)$/u],
    ['EMAIL', 'john at gmail dot com', /^[a-z]{4}@example\.(?:org|com|net)$/u],
    ['IP', '10.1.2.3', /^(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}$/u],
    ['IP', 'fe80::1', /^2001:db8::[\da-f]{1,4}$/u],
    ['MAC', 'a4:83:e7:12:34:56', /^00:00:5E:00:53:[\dA-F]{2}$/u],
    ['URL', 'https://bank.com/reset?token=abc', /^https:\/\/example\.org\/[a-z]{8}$/u],
    ['POSTCODE', '94107', /^000\d\d$/u],
    ['POSTCODE', 'SW1A 1AA', /^ZZ99 \d[A-Z]{2}$/u],
    ['DATE_OF_BIRTH', '3 Mar 1990', /^\d{1,2} [A-Z][a-z]{2} \d{4}$/u],
    ['DATE_OF_BIRTH', '1990-05-03', /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-2])$/u],
    ['NAME', 'rosa', /^[a-z]+$/u],
    ['NAME', 'Rosa Maria Quimby', /^[A-Z][a-z]+ [A-Z][a-z]+ [A-Z][a-z]+$/u],
    ['ADDRESS', '12 Main St, Springfield', /^\d+ [A-Z][a-z]+ [A-Z][a-z]+, [A-Z]/u],
    ['ACCOUNT', 'AC-0012-77', /^[A-Z]{2}-\d{4}-\d{2}$/u],
    ['SOMETHING_ELSE', 'Qx7-é', /^[A-Z][a-z]\d-[a-z]$/u],
  ])('makes of %s %s something of its shape', (type, original, shape) => {
    for (const one of many(type, original)) {
      expect(one).toMatch(shape);
      expect(one).not.toBe(original);
    }
  });

  it('has something for a value that is not to be had any more', () => {
    expect(surrogate('NAME', null)).not.toBe('');
    expect(surrogate('CARD', '—')).not.toBe('—');
  });

  it('gives the same for the same place under one key, and another under another', () => {
    const [key, other] = [randomBytes(32), randomBytes(32)];
    const iban = 'DE89370400440532013000';
    expect(surrogate('IBAN', iban, 'c_1', key)).toBe(surrogate('IBAN', iban, 'c_1', key));
    expect(surrogate('IBAN', iban, 'c_2', key)).not.toBe(surrogate('IBAN', iban, 'c_1', key));
    expect(surrogate('IBAN', iban, 'c_1', other)).not.toBe(surrogate('IBAN', iban, 'c_1', key));
  });
});

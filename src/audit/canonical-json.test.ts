import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCanonicalJson, toCanonicalJson } from './canonical-json.ts';

describe('toCanonicalJson', () => {
  it('writes the example of RFC 8785', () => {
    const value: unknown = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],' +
        '"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    );
    expect(toCanonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('writes what the library writes, for any value', () => {
    const key = fc.oneof(fc.string({ unit: 'binary' }), fc.nat(20).map(String), fc.constant('__proto__'));
    const plain = fc.oneof(fc.dictionary(key, fc.jsonValue({ maxDepth: 2 })), fc.jsonValue({ maxDepth: 2 }));
    const odd = fc.oneof(
      fc.date({ noInvalidDate: true }),
      fc.constant(undefined),
      fc.constant(-0),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(plain, odd, (value, other) => {
        for (const one of [value, { z: value, a: other }]) expect(toCanonicalJson(one)).toBe(canonicalize(one));
      }),
      { numRuns: 50 },
    );
  });

  it('refuses what JSON cannot hold with a code', () => {
    for (const value of [
      '\ud800',
      Number.NaN,
      undefined,
      () => 1,
      { key: Infinity },
      { a: [Number.NaN] },
      { '\udfff': 1 },
    ]) {
      expect(() => toCanonicalJson(value)).toThrow(expect.objectContaining({ code: 'entry-invalid' }));
    }
  });
});

describe('isCanonicalJson', () => {
  it('agrees with writing canonical JSON for any text', () => {
    const object = fc.dictionary(fc.oneof(fc.string({ unit: 'binary' }), fc.nat(20).map(String)), fc.jsonValue());
    fc.assert(
      fc.property(fc.oneof(object, fc.jsonValue()), fc.nat(3), (value, indent) => {
        const canonical = toCanonicalJson(value);
        expect(isCanonicalJson(canonical, JSON.parse(canonical))).toBe(true);
        const text = JSON.stringify(value, null, indent);
        expect(isCanonicalJson(text, JSON.parse(text))).toBe(text === canonical);
      }),
    );
  });

  it('refuses doubled keys, other spellings and keys out of order', () => {
    for (const text of [
      '{"a":1,"a":2}',
      '{"b":1,"a":2}',
      '{"a":1.0}',
      '{"a":"\\u0041"}',
      '{"9":1,"10":2}',
      '[1, 2]',
      '-0',
    ]) {
      expect(isCanonicalJson(text, JSON.parse(text))).toBe(false);
    }
    expect(isCanonicalJson('{"10":2,"9":1}', JSON.parse('{"10":2,"9":1}'))).toBe(true);
  });
});

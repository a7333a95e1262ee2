import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompileCondition, SignalSchema, SignalValue } from '../../src/policy/condition.ts';

const schema: SignalSchema = { intent: 'string', sensitive: 'bool', sentiment: 'double', issueTurns: 'double' };
const signals: Readonly<Record<string, SignalValue>> = {
  intent: 'card-lost',
  sensitive: true,
  sentiment: -0.4,
  issueTurns: 3,
};
/** Longer than any condition may take to be refused, on a busy machine. */
const REFUSAL_MS = 1_000;

const holding: readonly (readonly [string, boolean])[] = [
  ['sentiment < -0.3', true],
  ['issueTurns >= 3', true],
  ['issueTurns >= 3.0', true],
  ['issueTurns > 3', false],
  ['sensitive && !(intent == "other")', true],
  ['intent in ["card-lost", "card-stolen"]', true],
  ['intent.startsWith("card-") && sentiment < 0.0', true],
  ['intent.contains("loan") || intent.endsWith("stolen")', false],
  ['issueTurns > 2 ? sensitive : false', true],
  ['size(intent) > 3', true],
  ['true', true],
];

const refused: readonly (readonly [string, string])[] = [
  ['an unknown name', 'sentimnt < 0.0'],
  ['an unknown member', 'intent.length > 3'],
  ['an unknown function', 'lower(intent) == "card"'],
  ['a string where a number belongs', 'sentiment < "low"'],
  ['a number where a string belongs', 'intent == 3'],
  ['logic over numbers', 'issueTurns && sensitive'],
  ['a result that is a number', 'issueTurns + 1.0'],
  ['a result that is a string', 'intent'],
  ['a regular expression', 'intent.matches("(a+)+$")'],
  ['a regular expression as a function', 'matches(intent, "a")'],
  ['half a condition', 'sentiment <'],
  ['nothing', ''],
  ['two conditions', 'sensitive; sensitive'],
  ['an assignment', 'sensitive = true'],
  ['JavaScript', 'process.exit(1)'],
  ['the prototype', 'intent.__proto__ == intent'],
  ['a constructor', 'constructor == intent'],
  ['a macro', '[1.0, 2.0].exists(x, x > sentiment)'],
  ['macros within macros', '[1.0].all(x, [1.0].exists(y, [x].map(z, z + y) == [sentiment]))'],
  ['a macro that binds', 'cel.bind(x, sentiment, x > 0.0)'],
  ['cutting texts', 'size(intent.split("-")) > 2'],
  ['an undefined escape', '"\\q" == intent'],
];

const oversized: readonly (readonly [string, string])[] = [
  ['more parts', Array.from({ length: 300 }, () => 'sensitive').join(' || ')],
  ['a longer text', `intent == "${'a'.repeat(3_000)}"`],
  ['a longer list', `intent in [${Array.from({ length: 60 }, (_, index) => `"${index}"`).join(', ')}]`],
  ['deeper nesting', `${'('.repeat(400)}sensitive${')'.repeat(400)}`],
  ['deeper negation', `${'!'.repeat(5_000)}sensitive`],
];

/** What is taken at all is asked in a small part of this, whatever the signals hold, on a busy machine too. */
const ASKING_MS = 1_000;
const costly: readonly (readonly [string, string])[] = [
  ['searches', Array.from({ length: 14 }, (_, index) => `intent.contains("${'ab'.repeat(40)}${index}")`).join(' || ')],
  ['joined texts', `size(${Array.from({ length: 60 }, () => 'intent').join(' + ')}) > 3`],
  ['lists', `intent in [${Array.from({ length: 50 }, () => 'intent + "x"').join(', ')}]`],
];

/** Every promise of the port, for one implementation. */
export function conditionContract(name: string, compile: CompileCondition): void {
  describe(`condition contract: ${name}`, () => {
    it.each(holding)('asks %s', (source, expected) => {
      const condition = compile(source, schema);
      expect(condition.source).toBe(source);
      expect(condition.holds(signals)).toBe(expected);
    });

    it('answers each asking for itself', () => {
      const condition = compile('issueTurns > 2', schema);
      const answers = [1, 3, 2, 9].map((issueTurns) => condition.holds({ ...signals, issueTurns }));
      expect(answers).toEqual([false, true, false, true]);
    });

    it.each(refused)('refuses %s', (_what, source) => {
      expect(() => compile(source, schema)).toThrow(expect.objectContaining({ code: 'condition-invalid' }));
    });

    it.each(oversized)('refuses %s than the limits allow, at once', (_what, source) => {
      const begun = performance.now();
      expect(() => compile(source, schema)).toThrow(expect.objectContaining({ code: 'condition-invalid' }));
      expect(performance.now() - begun).toBeLessThan(REFUSAL_MS);
    });

    it.each(costly)('asks the costliest %s it takes in no time', (_what, source) => {
      const condition = compile(source, schema);
      const begun = performance.now();
      condition.holds({ ...signals, intent: 'ab'.repeat(5_000) });
      expect(performance.now() - begun).toBeLessThan(ASKING_MS);
    });

    it('throws where an asking fails, and lets the next one be', () => {
      const condition = compile('[1.0, 2.0][5] > sentiment', schema);
      expect(() => condition.holds(signals)).toThrow();
      expect(compile('sensitive', schema).holds(signals)).toBe(true);
    });

    it('knows the names of its own schema alone', () => {
      const other: SignalSchema = { tier: 'string' };
      expect(compile('tier == "gold"', other).holds({ tier: 'gold' })).toBe(true);
      expect(() => compile('tier == "gold"', schema)).toThrow();
      expect(() => compile('sensitive', other)).toThrow();
    });

    it('says what is wrong in one line without a trailing stack', () => {
      try {
        compile('sentimnt < 0.0', schema);
        expect.unreachable();
      } catch (error) {
        expect((error as { findings: readonly string[] }).findings).toHaveLength(1);
        expect((error as { findings: readonly string[] }).findings[0]).not.toContain('\n');
      }
    });

    it('takes or refuses any text, and throws nothing else', () => {
      const words = [
        'sensitive',
        'sentiment',
        'intent',
        '<',
        '==',
        '&&',
        '||',
        '!',
        '(',
        ')',
        '[',
        ']',
        '"a"',
        '1.0',
        '?',
        ':',
        '.',
      ];
      const text = fc.oneof(
        fc.string(),
        fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((parts) => parts.join(' ')),
      );
      fc.assert(
        fc.property(text, (source) => {
          const compiled = attempt(() => compile(source, schema));
          if (compiled.error !== undefined) expect(compiled.error).toMatchObject({ code: 'condition-invalid' });
          else expect(typeof compiled.value?.holds(signals)).toBe('boolean');
        }),
        { numRuns: 500 },
      );
    });
  });
}

function attempt<T>(work: () => T): { readonly value?: T; readonly error?: unknown } {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
}

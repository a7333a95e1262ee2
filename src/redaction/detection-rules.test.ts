import { describe, expect, it } from 'vitest';
import { type PrivacyRules, toDetectionOptions, tryIdentifiers } from './detection-rules.ts';
import { createPlaceholderBook } from './placeholder-book.ts';
import { createRedactor } from './redact-message.ts';

const claim = {
  id: 'claim',
  type: 'REFERENCE',
  pattern: 'A{3}9{3}',
  context: ['claim'],
  examples: [{ text: 'my claim abc 123', value: 'abc 123' }],
  not: ['my claim was rejected'],
} as const;

function given(changes: Partial<PrivacyRules> = {}): PrivacyRules {
  return { defaultCountry: 'US', ours: [], kept: [], identifiers: [claim], ...changes };
}

async function redacted(text: string, rules: PrivacyRules): Promise<string> {
  return (await createRedactor(toDetectionOptions(rules)).redact(text, createPlaceholderBook([]))).text;
}

describe('toDetectionOptions', () => {
  it('masks numbers of the operator under their kind', async () => {
    expect(await redacted('please look at my claim abc 123 today', given())).toBe(
      'please look at my claim [REFERENCE_1] today',
    );
  });

  it('leaves kinds that policy keeps', async () => {
    const text = "It's like that since 4/14/1962";
    expect(await redacted(text, given())).toContain('[DATE_1]');
    expect(await redacted(text, given({ kept: ['DATE'] }))).toBe(text);
  });

  it('reads numbers of an unknown country by the default one', () => {
    expect(toDetectionOptions(given({ defaultCountry: 'ZZ' })).defaultCountry).toBe('US');
  });
});

describe('tryIdentifiers', () => {
  it('finds nothing to say of examples that hold', () => {
    expect(tryIdentifiers(given()).map(({ detail }) => detail)).toEqual(['', '']);
  });

  it('names an example that is not found and a counter-example that is', () => {
    const broken = { ...claim, examples: [{ text: 'my claim 12', value: '12' }], not: ['claim abc 123'] };
    expect(tryIdentifiers(given({ identifiers: [broken] }))).toEqual([
      { id: 'claim', list: 'examples', index: 0, detail: expect.stringContaining('not found') },
      { id: 'claim', list: 'not', index: 0, detail: expect.stringContaining('is found') },
    ]);
  });
});

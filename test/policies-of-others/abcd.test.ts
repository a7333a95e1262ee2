import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judgeOperation } from '../../src/actions/judge-operation.ts';
import { findPolicyData, operationsOf, quotesIn } from '../support/policies-of-others.ts';

interface Sample {
  readonly convo_id: number;
  readonly scenario: {
    readonly flow: string;
    readonly subflow: string;
    readonly personal: { readonly member_level: string };
    readonly order: { readonly purchase_date: string; readonly packaging: string };
  };
  readonly original: readonly (readonly [speaker: string, text: string])[];
}

const guidelines = findPolicyData('abcd/guidelines.json');
const operation = operationsOf('abcd').get('return-item');
const judge = (level: string, facts: { days: number; receipt?: boolean; packaging?: boolean }) => {
  if (operation === undefined) throw new Error('There is no operation "return-item"');
  const { days, receipt = false, packaging = false } = facts;
  return judgeOperation(operation, { level, daysSincePurchase: days, hasReceipt: receipt, inPackaging: packaging });
};

describe.skipIf(guidelines === null)(
  `a return at the shop of ABCD (${guidelines === null ? 'its guidelines are not on this machine' : 'as its guidelines say'})`,
  () => {
    it('quotes the guideline it was made from', () => {
      const flow = JSON.parse(readFileSync(guidelines ?? '', 'utf8')) as Record<
        string,
        { subflows: Record<string, unknown> }
      >;
      const text = JSON.stringify(flow['Product Defect']?.subflows['Return Due to Size']);
      const quotes = quotesIn('abcd');
      expect(quotes).toHaveLength(7);
      for (const quote of quotes) expect(text).toContain(quote);
    });

    it.each([
      ['gold', { days: 4_000 }, 'allow', 'gold'],
      ['silver', { days: 180 }, 'allow', 'silver-date'],
      ['silver', { days: 200 }, 'refuse', 'not-returnable'],
      ['silver', { days: 200, packaging: true }, 'allow', 'packaging'],
      ['bronze', { days: 90 }, 'allow', 'bronze-date'],
      ['bronze', { days: 91 }, 'refuse', 'not-returnable'],
      ['bronze', { days: 400, receipt: true }, 'allow', 'receipt'],
      ['guest', { days: 30 }, 'allow', 'guest-date'],
      ['guest', { days: 31 }, 'refuse', 'not-returnable'],
      ['guest', { days: 31, packaging: true }, 'refuse', 'not-returnable'],
      ['guest', { days: 31, receipt: true }, 'allow', 'receipt'],
    ])('%s, %j: %s by "%s"', (level, facts, kind, rule) => {
      expect(judge(level, facts)).toMatchObject({ kind, rule: { id: rule } });
    });

    it('refuses, as the clerk of conversation 3592 did, on what the customer was asked', () => {
      const samples = JSON.parse(readFileSync(findPolicyData('abcd/abcd_sample.json') ?? '', 'utf8')) as Sample[];
      const sample = samples.find(({ convo_id }) => convo_id === 3592);
      expect(sample?.scenario).toMatchObject({
        flow: 'product_defect',
        subflow: 'return_size',
        personal: { member_level: 'bronze' },
      });
      const said = sample?.original.map(([, text]) => text).join('\n') ?? '';
      expect(said).toContain('it has been more than 90 days we cannot accept the return');
      expect(judge('bronze', { days: 91 }).kind).toBe('refuse');
      // The scenario says "packaging: yes", which the clerk never asked for and the guideline would have let pass.
      expect(sample?.scenario.order.packaging).toBe('yes');
      expect(judge('bronze', { days: 91, packaging: true }).kind).toBe('allow');
    });
  },
);

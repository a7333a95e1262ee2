import { describe, expect, it } from 'vitest';
import { givenOperation, givenOperations } from '../../test/support/given-operation.ts';
import { exceededLimit } from './exceeded-limit.ts';
import { permitOperation, type Requester } from './permit-operation.ts';
import { proposeOperation } from './propose-operation.ts';

const kiosk: Requester = { role: 'kiosk', tier: 'standard', audiences: ['public'], verified: true };

describe('permitOperation', () => {
  it.each([
    ['roles', 'roles: [admin]'],
    ['tiers', 'tiers: [premium]'],
    ['audiences', 'audiences: [staff]'],
  ] as const)('denies by %s and names the line', (rule, line) => {
    const denied = permitOperation(givenOperation(`\n    ${line}`), kiosk);
    expect(denied).toEqual({ kind: 'denied', rule, at: expect.stringMatching(/^policies\/actions\.yaml:\d+:\d+$/u) });
  });

  it('denies the unverified last of all', () => {
    expect(permitOperation(givenOperation(), { ...kiosk, verified: false })).toMatchObject({ rule: 'needsIdentity' });
    expect(permitOperation(givenOperation('\n    needsIdentity: false'), { ...kiosk, verified: false }).kind).toBe(
      'permitted',
    );
    expect(permitOperation(givenOperation('\n    roles: [admin]'), { ...kiosk, verified: false })).toMatchObject({
      rule: 'roles',
    });
  });
});

describe('proposeOperation', () => {
  const asked = { intent: 'statement-and-balance', confidence: 0.9, question: 'what is my balance' };
  const operation = givenOperation('\n    phrases: [my balance]\n    unless: [why]');

  it('wants intent, confidence and words', () => {
    expect(proposeOperation([operation], asked)).toBe(operation);
    const others = [
      { intent: 'fees' },
      { confidence: 0.4 },
      { question: 'where is my statement' },
      { question: 'why is my balance low' },
    ];
    expect(others.map((other) => proposeOperation([operation], { ...asked, ...other }))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('does not know what is not enabled', () => {
    expect(givenOperations('enabled: false')).toEqual([]);
  });
});

describe('exceededLimit', () => {
  const operation = givenOperation(`
    limits: { perConversation: 2, perDay: 3, amount: { parameter: sum, maximum: 50 } }
    parameters: { sum: { type: number, from: [{ amount: true }] } }`);
  it.each([
    [{ inConversation: 1, inDay: 2 }, 50, undefined],
    [{ inConversation: 2, inDay: 2 }, 50, 'per-conversation'],
    [{ inConversation: 0, inDay: 3 }, 50, 'per-day'],
    [{ inConversation: 0, inDay: 0 }, 51, 'amount'],
  ])('%j and %d break %s', (counts, sum, broken) => {
    expect(exceededLimit(operation, counts, { sum })?.id).toBe(broken);
  });

  it('takes an amount nobody knows for too much', () => {
    expect(exceededLimit(operation, { inConversation: 0, inDay: 0 }, {})?.id).toBe('amount');
  });
});

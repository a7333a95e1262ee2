import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { givenPolicy, givenPolicySet, type PolicyChanges } from '../../../test/support/given-policy.ts';
import { givenTurn } from '../../../test/support/given-turn.ts';
import { findConflicts } from '../../policy/find-conflicts.ts';
import type { PolicySnapshot } from '../../policy/policy-snapshot.ts';
import { rulesWithExamples } from '../../policy/rules-with-examples.ts';
import { triageTurn } from '../../triage/triage-turn.ts';
import { type ExampleEnd, tryExamples } from './try-examples.ts';

const wordsAlone = (policy: PolicySnapshot) => ({
  byWords: async (message: string) =>
    triageTurn({ turn: givenTurn(message), vector: null, clauses: [], examples: null, earlier: [], policy }),
  whole: null,
});
const endsOf = (policy: PolicySnapshot) => tryExamples(policy, wordsAlone(policy));
const failuresOf = async (changes: PolicyChanges): Promise<readonly ExampleEnd[]> =>
  (await endsOf(givenPolicy(changes))).filter(({ kind }) => kind === 'failed');

describe('tryExamples', () => {
  it('passes every shipped example that needs no model, and says which do', async () => {
    const ends = await endsOf(givenPolicy());
    expect(ends.filter(({ kind }) => kind === 'failed')).toEqual([]);
    expect(ends.filter(({ kind }) => kind === 'passed').length).toBeGreaterThan(100);
    for (const { detail } of ends.filter(({ kind }) => kind === 'skipped')) expect(detail).toMatch(/embedding model/u);
  });

  it.each<[string, PolicyChanges, string, string]>([
    [
      'a threshold that moved',
      { 'escalation.yaml': ['tier == "enterprise" && category', 'tier == "gold" && category'] },
      'hard enterprise-billing',
      'the rule does not hold',
    ],
    [
      'a condition that holds too often',
      { 'escalation.yaml': ['issueTurns >= turnLimit', 'issueTurns >= 2.0'] },
      'hard turn-limit',
      'the rule holds',
    ],
    [
      'a phrase that is gone',
      {
        'sensitive.yaml': [
          '(lawyer|attorney|solicitor|barrister|counsel|lawyers|solicitors) (will|',
          '(attorney) (will|',
        ],
      },
      'handler legal',
      'the rule does not hold',
    ],
    [
      'a promise that may be made now',
      { 'content.yaml': ['- (we|i) (will|can) (waive|drop|cancel) ... fee', '- (we|i) (will|can) waive it'] },
      'commitment exception',
      'the rule does not hold: accepted',
    ],
    [
      'a script for another matter',
      { 'scope.yaml': ['- intent: greeting', '- intent: fees'] },
      'scripted fees',
      'the rule does not hold',
    ],
  ])('finds %s', async (_, changes, rule, detail) => {
    const failures = await failuresOf(changes);
    expect(failures.find((end) => end.rule === rule)?.detail).toContain(detail);
    expect(failures[0]?.at).toMatch(/^policies\/\w+\.yaml:\d+:\d+$/u);
  });

  it('holds an example to the reason it states', async () => {
    const [failure] = await failuresOf({
      'escalation.yaml': ['{ signals: { issueTurns: 9 } }', '{ signals: { issueTurns: 9 }, reason: complex }'],
    });
    expect(failure).toMatchObject({ rule: 'hard turn-limit', detail: 'expected complex: handed-over turn-limit' });
  });

  it('tries a layer with the examples it states', async () => {
    const set = givenPolicySet(
      {},
      {
        'channels/mail/escalation.yaml':
          'turnLimit: 6\nhard:\n  - id: turn-limit\n    examples: [{ signals: { issueTurns: 6 } }]\n    not: [{ signals: { issueTurns: 5 } }]\n',
      },
    );
    const ends = await endsOf(set.policyFor({ tier: 'standard', channel: 'mail' }));
    expect(ends.filter(({ kind }) => kind === 'failed')).toEqual([]);
    expect(ends.filter(({ rule }) => rule === 'hard turn-limit').map(({ at }) => at.split(':')[0])).toEqual([
      'policies/channels/mail/escalation.yaml',
      'policies/channels/mail/escalation.yaml',
    ]);
  });
});

describe('the layer in policies/README.md', () => {
  const readme = readFileSync(fileURLToPath(new URL('../../../policies/README.md', import.meta.url)), 'utf8');
  const [, layer = ''] = /```yaml\n(# yaml-language-server: \$schema=\.\.[\s\S]*?)```/u.exec(readme) ?? [];
  const set = givenPolicySet({}, { 'audiences/premium/escalation.yaml': layer });

  it('is sound, and all its examples hold', async () => {
    expect(findConflicts(set)).toEqual([]);
    const policy = set.policyFor({ tier: 'premium', channel: 'kiosk' });
    const ends = await endsOf(policy);
    expect(ends.filter(({ kind }) => kind === 'failed')).toEqual([]);
    expect(ends.filter(({ rule }) => rule === 'hard premium-dispute')).toHaveLength(2);
    expect(policy.files.escalation.turnLimit).toBe(6);
    expect(readme).toContain(policy.locate('escalation', ['turnLimit']));
  });
});

describe('the shipped rules', () => {
  it.each(rulesWithExamples(givenPolicy()).map((rule) => [`${rule.kind} ${rule.id}`, rule] as const))(
    'say what they are for and what not: %s',
    (_, rule) => {
      expect(rule.examples.length).toBeGreaterThan(0);
      expect(rule.not.length).toBeGreaterThan(0);
    },
  );
});

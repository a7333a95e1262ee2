import { describe, expect, it } from 'vitest';
import { givenPolicy, givenPolicyTexts, type PolicyChanges } from '../../test/support/given-policy.ts';
import type { CompileCondition } from './condition.ts';
import { parsePolicy } from './parse-policy.ts';
import { PolicyError } from './policy-error.ts';

const compile: CompileCondition = (source) => ({ source, holds: () => false });
const refusalOf = (parse: () => unknown): PolicyError => {
  try {
    parse();
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
  throw new Error('The policy was taken');
};
const refused = (changes: PolicyChanges) => refusalOf(() => givenPolicy(changes));

describe('parsePolicy', () => {
  it('reads the shipped policies, each rule with its place', () => {
    const policy = givenPolicy();
    expect(policy.hash).toMatch(/^sha256:[0-9a-f]{64}$/u);
    expect(policy.intents.size).toBe(policy.files.intents.intents.length);
    for (const { at } of [...policy.hardRules, ...policy.softSignals]) {
      expect(at).toMatch(/^policies\/escalation\.yaml:\d+:\d+$/u);
    }
    expect(new Set(policy.hardRules.map(({ at }) => at)).size).toBe(policy.hardRules.length);
  });

  it('has the same hash for the same texts alone', () => {
    const other = givenPolicy({ 'limits.yaml': ['composeTokens: 120', 'composeTokens: 121'] });
    expect(givenPolicy().hash).toBe(givenPolicy().hash);
    expect(other.hash).not.toBe(givenPolicy().hash);
  });

  it.each<[string, PolicyChanges, string]>([
    ['of an intent', { 'intents.yaml': ['queue: ', 'queue: nowhere #'] }, 'policies/intents.yaml:'],
    ['of a rule', { 'escalation.yaml': ['queue: payments', 'queue: nowhere'] }, 'policies/escalation.yaml:'],
    ['of a handler', { 'sensitive.yaml': ['queue: ', 'queue: nowhere #'] }, 'policies/sensitive.yaml:'],
    [
      'of a tier',
      { 'escalation.yaml': ['enterprise: enterprise', 'enterprise: nowhere'] },
      'policies/escalation.yaml:',
    ],
    [
      'by default',
      { 'escalation.yaml': ['defaultQueue: general', 'defaultQueue: nowhere'] },
      'policies/escalation.yaml:',
    ],
  ])('refuses a queue %s that is not declared', (_, changes, place) => {
    const { code, findings } = refused(changes);
    expect(code).toBe('policy-inconsistent');
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatch(new RegExp(`^${place}\\d+:\\d+ unknown queue "nowhere"$`, 'u'));
  });

  it.each<[string, PolicyChanges]>([
    ['is scripted', { 'scope.yaml': ['intent: greeting', 'intent: nothing'] }],
    ['is handed over', { 'scope.yaml': ['intent: complaint', 'intent: nothing'] }],
    ['has a threshold', { 'escalation.yaml': ['perIntent: {}', 'perIntent: { nothing: 2 }'] }],
  ])('refuses an unknown intent that %s', (_, changes) => {
    expect(refused(changes)).toMatchObject({ code: 'policy-inconsistent' });
  });

  it('refuses a condition of an unknown signal, with its place', () => {
    const { code, findings } = refused({ 'escalation.yaml': ['"!redactionComplete"', '"!redactedWell"'] });
    expect(code).toBe('policy-inconsistent');
    expect(findings[0]).toMatch(/^policies\/escalation\.yaml:\d+:\d+ /u);
  });

  it('names every missing and broken file at once', () => {
    const { 'tone.yaml': _tone, ...texts } = givenPolicyTexts({ 'limits.yaml': ['passages: 5', 'passages: 0'] });
    const { findings } = refusalOf(() => parsePolicy(texts, compile, 'here'));
    expect(findings.map((finding) => finding.split(':')[0])).toEqual(['here/tone.yaml', 'here/limits.yaml']);
  });

  it('refuses a field nobody reads', () => {
    expect(refused({ 'privacy.yaml': ['basis: contract', 'basis: contract\nbases: []'] }).code).toBe('policy-invalid');
  });
});

import { describe, expect, it } from 'vitest';
import { givenPolicySet } from '../../test/support/given-policy.ts';
import { diffPolicies } from './diff-policies.ts';

const shipped = givenPolicySet();

describe('diffPolicies', () => {
  it('finds nothing between the same texts', () => {
    expect(diffPolicies(shipped, givenPolicySet())).toEqual([]);
  });

  it('names a changed value by the id of its rule', () => {
    const changed = givenPolicySet({ 'escalation.yaml': ['issueTurns >= turnLimit', 'issueTurns > turnLimit'] });
    expect(diffPolicies(shipped, changed)).toEqual([
      {
        path: 'escalation.hard[turn-limit].when',
        from: 'issueTurns >= turnLimit',
        to: 'issueTurns > turnLimit',
        at: expect.stringMatching(/^policies\/escalation\.yaml:\d+:11$/u),
      },
    ]);
  });

  it('shows one phrase more as one, wherever it stands', () => {
    const changed = givenPolicySet({ 'sensitive.yaml': ['- kill (myself', '- new words\n      - kill (myself'] });
    expect(diffPolicies(shipped, changed)).toMatchObject([
      { path: 'sensitive.handlers[self-harm-or-violence].phrases["new words"]', from: null, to: 'new words' },
    ]);
  });

  it('shows an other order, which is an other precedence', () => {
    const layer = 'hard: [{ id: turn-limit, before: redaction-uncertain }]\n';
    expect(diffPolicies(shipped, givenPolicySet({}, { 'organisation/escalation.yaml': layer }))).toEqual(
      expect.arrayContaining([expect.objectContaining({ path: 'organisation/escalation.hard[turn-limit].before' })]),
    );
    const swapped = givenPolicySet({ 'scope.yaml': ['languages: [en]', 'languages: [en, de]'] });
    expect(diffPolicies(swapped, shipped)).toMatchObject([{ path: 'scope.languages["de"]', from: 'de', to: null }]);
  });
});

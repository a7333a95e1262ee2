import { describe, expect, it } from 'vitest';
import { givenPolicySet } from '../../test/support/given-policy.ts';
import { effectiveValues } from './effective-values.ts';

describe('effectiveValues', () => {
  const set = givenPolicySet(
    {},
    { 'channels/mail/escalation.yaml': 'hard:\n  - id: turn-limit\n    reason: complex\n' },
  );
  const mail = effectiveValues(set.policyFor({ tier: 'standard', channel: 'mail' }));
  const valueAt = (path: string) => mail.find((one) => one.path === path);

  it('gives every value with the file that said it last', () => {
    const escalation = 'policies/escalation.yaml';
    expect(valueAt('escalation.hard[turn-limit].reason')).toEqual({
      path: 'escalation.hard[turn-limit].reason',
      value: 'complex',
      at: 'policies/channels/mail/escalation.yaml:3:13',
    });
    expect(valueAt('escalation.hard[turn-limit].when')?.at.startsWith(`${escalation}:`)).toBe(true);
  });

  it('names each place once', () => {
    expect(new Set(mail.map(({ path }) => path)).size).toBe(mail.length);
  });
});

import { describe, expect, it } from 'vitest';
import { givenPolicySet, type PolicyChanges } from '../../test/support/given-policy.ts';
import { findConflicts } from './find-conflicts.ts';

const conflictsOf = (changes: PolicyChanges, layers: Readonly<Record<string, string>> = {}) =>
  findConflicts(givenPolicySet(changes, layers));
/** A hard rule in front of or behind the shipped ones. */
const withRule = (when: string, more = ''): PolicyChanges => ({
  'escalation.yaml': [
    '  - id: turn-limit\n',
    `  - id: planted\n    stage: before\n    when: ${when}\n    reason: safety\n${more}  - id: turn-limit\n`,
  ],
});

/** A layer that gives one doubt another weight. */
const angry = (weight: number) => `soft:\n  signals:\n    - id: angry\n      weight: ${weight}\n`;

describe('findConflicts', () => {
  it('finds none in the shipped policy', () => {
    expect(conflictsOf({})).toEqual([]);
  });

  it.each([
    ['the same condition', 'tier == "enterprise" && category == "billing"', 'enterprise-billing'],
    ['a narrower condition', 'amount > 3 && !languageSupported', 'unsupported-language'],
    ['one case of several', 'sentimentLabel == "angry" && issueTurns >= 4', 'frustrated-at-third-turn'],
  ])('names a rule that never decides because of %s before it', (_, when, first) => {
    const [finding, ...others] = conflictsOf(withRule(`'${when}'`));
    expect(others).toEqual([]);
    expect(finding).toMatch(/^policies\/escalation\.yaml:\d+:5 rule planted never decides: /u);
    expect(finding).toContain(`${first} (policies/escalation.yaml:`);
    expect(finding).toContain('in place of safety');
  });

  it('says nothing of rules of the other stage', () => {
    expect(conflictsOf(withRule('draftRejected'))).toEqual([]);
  });

  it('finds a phrase of two handlers, and says which goes first', () => {
    const [finding] = conflictsOf({
      'sensitive.yaml': ['- see you in court', '- see you in court\n      - overdose*'],
    });
    expect(finding).toMatch(
      /handler legal: "overdose\*" stands in self-harm-or-violence \(.*\) too, which goes first$/u,
    );
  });

  it('finds an id of two rules and a doubt that counts twice', () => {
    const changes: PolicyChanges = {
      'escalation.yaml': [
        '    - id: angry\n',
        '    - id: legal\n      when: stale\n      weight: 1\n      reason: complex\n    - id: angry\n',
      ],
    };
    expect(conflictsOf(changes)).toEqual([
      expect.stringContaining('doubt legal asks what stale-passage ('),
      expect.stringContaining('the id legal is taken by policies/sensitive.yaml:'),
    ]);
  });

  it('finds a set text that is never said', () => {
    expect(
      conflictsOf({ 'scope.yaml': ['handover:\n', 'handover:\n  - intent: greeting\n    reason: complex\n'] }),
    ).toEqual([expect.stringMatching(/^policies\/scope\.yaml:\d+:5 the set text for greeting is never said: /u)]);
  });

  it('finds what an audience and a channel both say', () => {
    const layers = {
      'audiences/premium/escalation.yaml': `${angry(0.8)}turnLimit: 5\n`,
      'channels/mail/escalation.yaml': angry(0.9),
    };
    expect(conflictsOf({}, layers)).toEqual([
      "policies/channels/mail/escalation.yaml:4:15 soft.signals[angry].weight is said at policies/audiences/premium/escalation.yaml:4:15 too: for both together, the channel's holds",
    ]);
  });
});

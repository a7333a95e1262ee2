import { describe, expect, it } from 'vitest';
import { givenOperations } from '../../test/support/given-operation.ts';
import { givenPolicy } from '../../test/support/given-policy.ts';
import { PolicyError } from './policy-error.ts';

function findingsOf(lines: string): readonly string[] {
  try {
    givenOperations(`enabled: true\n    ${lines}`);
    return [];
  } catch (error) {
    return error instanceof PolicyError ? error.findings : ['no policy error'];
  }
}

describe('toActionsPolicy', () => {
  it('enables nothing of the shipped file', () => {
    const { actions, files } = givenPolicy();
    expect(files.actions.operations.length).toBeGreaterThan(3);
    expect(actions.operations).toEqual([]);
  });

  it('lets a read run, and makes a write a proposal the customer agrees to, unless it says otherwise', () => {
    const [read] = givenOperations('enabled: true');
    expect(read).toMatchObject({ mode: 'run', confirm: 'nobody' });
    const shipped = ['- id: close-card\n', '- id: close-card\n    enabled: true\n'] as const;
    const [write] = givenPolicy({ 'actions.yaml': shipped }).actions.operations;
    expect(write).toMatchObject({ id: 'close-card', mode: 'suggest', confirm: 'staff' });
  });

  it.each([
    ['a condition of unknown names', 'rules: [{ id: r, when: \'weather == "bad"\', decide: refuse }]', /weather/iu],
    ['a condition of a wrong type', 'rules: [{ id: r, when: verified > 3, decide: refuse }]', /actions\.yaml:\d+:\d+/u],
    ['facts that do not come from a read', 'facts: { operation: act-2, values: {} }', /facts come from a read/u],
    [
      'a limit on a parameter that is not there',
      'limits: { amount: { parameter: sum, maximum: 5 } }',
      /unknown parameter "sum"/u,
    ],
    [
      'a name that stands for a signal',
      'parameters: { tier: { type: string, from: [{ customer: true }] } }',
      /"tier" stands for something else/u,
    ],
    ['a credential the connector does not have', 'credentials: [root]', /unknown credential "root"/u],
  ])('refuses %s, and says where', (_, lines, finding) => {
    const findings = findingsOf(lines);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatch(finding);
    expect(findings[0]).toMatch(/^policies\/actions\.yaml:\d+:\d+ /u);
  });

  it.each([
    ['an irreversible act nobody confirms', ['confirm: staff\n', 'confirm: nobody\n'], /needs somebody who confirms/u],
    ['an unknown intent', ['intents: [lost-card]', 'intents: [lost-cat]'], /unknown intent "lost-cat"/u],
    ['an unknown connector', ['connector: bank-sandbox', 'connector: bank'], /unknown connector "bank"/u],
    [
      'a secret of another kind',
      ['kind: sandbox\n', 'kind: mcp\n    command: [node]\n    credentials: { k: PATH }\n'],
      /CONFIDANT_SECRET_/u,
    ],
  ] as const)('refuses %s', (_, change, finding) => {
    const check = () => givenPolicy({ 'actions.yaml': change });
    expect(check).toThrow(PolicyError);
    expect(check).toThrow(finding);
  });
});

import { compileCondition } from '../../src/adapters/cel/compile-condition.ts';
import type { OperationPolicy } from '../../src/policy/action-policy.ts';
import { parsePolicy } from '../../src/policy/parse-policy.ts';
import { givenPolicyTexts } from './given-policy.ts';

const dialogue = `
dialogue:
  no: ['no']
  yes: ['yes']
  cancelled: { en: Nothing was changed. }
  expired: { en: Too late. }
  pressButton: { en: Please press the button. }
  refused: { en: That is not possible. }
identity:
  reference: [{ customer: true }]
  ask: { en: Who are you? }
  sent: { en: We have sent a code. }
  wrong: { en: That is not it. }
  refused: { en: All right. }
`;

/** Operations of a small `actions.yaml` around some lines of an operation called "act". */
export function givenOperations(lines = ''): readonly OperationPolicy[] {
  const text = `
connectors:
  system: { kind: sandbox, data: none.json, operations: { look: { table: t, key: k }, act: { table: t, key: k } } }
operations:
  - { id: look, title: Look, enabled: true, connector: system, operation: look, risk: read, purpose: look first }
  - id: act
    title: Act
    connector: system
    operation: act
    risk: read
    purpose: act
    intents: [statement-and-balance]
    reply: { en: Done. }
    ${lines.trimStart()}
${dialogue}`;
  const { actions } = parsePolicy({ ...givenPolicyTexts(), 'actions.yaml': text }, compileCondition);
  return actions.operations.filter(({ id }) => id === 'act');
}

/** The operation "act", enabled, with these lines of YAML in it. */
export function givenOperation(lines = ''): OperationPolicy {
  const [operation] = givenOperations(`enabled: true${lines}`);
  if (operation === undefined) throw new Error('The operation is not there');
  return operation;
}

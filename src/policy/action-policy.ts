import type { Condition, SignalSchema } from './condition.ts';
import { type PhrasePattern, parsePhrasePattern } from './phrase-pattern.ts';
import type { PolicyDocument } from './policy-document.ts';
import type { PolicyFiles } from './policy-schema.ts';
import { signalSchema } from './signals.ts';

type ActionsFile = PolicyFiles['actions'];
type OperationSpec = ActionsFile['operations'][number];

/** What decides over an operation once its facts are known; the first rule that holds. */
export interface OperationRule {
  readonly id: string;
  readonly condition: Condition;
  readonly decide: OperationSpec['rules'][number]['decide'];
  readonly text: OperationSpec['rules'][number]['text'] | null;
  readonly reason: OperationSpec['rules'][number]['reason'] | null;
  /** `file:line:column`. */
  readonly at: string;
}

/** One thing that may be done in a system of record, as policy describes it. */
export interface OperationPolicy {
  readonly id: string;
  readonly spec: OperationSpec;
  /** `run` carries it out, `suggest` hands it to staff as a proposal. */
  readonly mode: 'run' | 'suggest';
  readonly confirm: 'customer' | 'staff' | 'two-staff' | 'nobody';
  readonly phrases: readonly PhrasePattern[];
  readonly unless: readonly PhrasePattern[];
  readonly rules: readonly OperationRule[];
  readonly at: string;
  /** Place of a part of it, for a denial that names its rule. */
  locate(part: string): string;
}

export interface ActionsPolicy {
  /** Those that are enabled, in the order of the file; switched-off ones do not exist. */
  readonly operations: readonly OperationPolicy[];
  readonly yes: readonly PhrasePattern[];
  readonly no: readonly PhrasePattern[];
}

type MakeCondition = (source: string, at: string, schema: SignalSchema) => Condition;

/** Reads `actions.yaml` into what can be asked; conditions see signals, the operation's facts and its parameters. */
export function toActionsPolicy(document: PolicyDocument<ActionsFile>, condition: MakeCondition): ActionsPolicy {
  const { operations, dialogue } = document.value;
  const all = operations.map((spec, index): OperationPolicy => {
    const isRead = spec.risk === 'read';
    const schema = conditionSchema(spec);
    return {
      id: spec.id,
      spec,
      mode: spec.mode ?? (isRead ? 'run' : 'suggest'),
      confirm: spec.confirm ?? (isRead ? 'nobody' : 'customer'),
      phrases: spec.phrases.map(parsePhrasePattern),
      unless: spec.unless.map(parsePhrasePattern),
      rules: spec.rules.map((rule, ruleIndex) => {
        const at = document.locate(['operations', index, 'rules', ruleIndex]);
        const when = condition(rule.when, document.locate(['operations', index, 'rules', ruleIndex, 'when']), schema);
        const { id, decide, text = null, reason = null } = rule;
        return { id, condition: when, decide, text, reason, at };
      }),
      at: document.locate(['operations', index]),
      locate: (part) => document.locate(['operations', index, part]),
    };
  });
  return {
    operations: all.filter((one) => one.spec.enabled),
    yes: (dialogue?.yes ?? []).map(parsePhrasePattern),
    no: (dialogue?.no ?? []).map(parsePhrasePattern),
  };
}

/** What a rule of the operation may name. */
function conditionSchema({ facts, parameters }: Pick<OperationSpec, 'facts' | 'parameters'>): SignalSchema {
  const values = [...Object.entries(parameters), ...Object.entries(facts?.values ?? {})];
  return { ...signalSchema, ...Object.fromEntries(values.map(([name, { type }]) => [name, conditionType(type)])) };
}

function conditionType(type: 'string' | 'number' | 'integer' | 'boolean'): 'string' | 'double' | 'bool' {
  if (type === 'boolean') return 'bool';
  return type === 'string' ? 'string' : 'double';
}

/** Names in `actions.yaml` that are declared nowhere, and the places that use them. */
export function* actionInconsistencies(
  document: PolicyDocument<ActionsFile>,
  intents: ReadonlySet<string>,
): Generator<string> {
  const { connectors, operations } = document.value;
  const ids = new Map(operations.map((one) => [one.id, one]));
  for (const [name, spec] of Object.entries(connectors)) {
    const at = document.locate(['connectors', name]);
    if (spec.kind === 'mcp' && (spec.command === undefined) === (spec.url === undefined)) {
      yield `${at} an MCP connector needs either "command" or "url"`;
    }
  }
  const sender = document.value.identity?.sender;
  if (sender && !Object.hasOwn(connectors, sender.connector)) {
    yield `${document.locate(['identity', 'sender'])} unknown connector "${sender.connector}"`;
  }
  for (const [index, one] of operations.entries()) {
    const place = (...path: readonly (string | number)[]): string => document.locate(['operations', index, ...path]);
    if (ids.get(one.id) !== one) yield `${place('id')} the operation "${one.id}" is there twice`;
    if (!Object.hasOwn(connectors, one.connector)) yield `${place('connector')} unknown connector "${one.connector}"`;
    for (const intent of one.intents) if (!intents.has(intent)) yield `${place('intents')} unknown intent "${intent}"`;
    const named = [...Object.keys(one.parameters), ...Object.keys(one.facts?.values ?? {})];
    const taken = named.find((name, at) => Object.hasOwn(signalSchema, name) || named.indexOf(name) !== at);
    if (taken !== undefined) yield `${place()} the name "${taken}" stands for something else already`;
    const source = one.facts && ids.get(one.facts.operation);
    if (one.facts && source?.risk !== 'read') yield `${place('facts', 'operation')} facts come from a read operation`;
    const limited = one.limits.amount?.parameter;
    if (limited !== undefined && !Object.hasOwn(one.parameters, limited)) {
      yield `${place('limits', 'amount')} unknown parameter "${limited}"`;
    }
    const connector = connectors[one.connector];
    const credentials = connector !== undefined && 'credentials' in connector ? connector.credentials : {};
    for (const credential of one.credentials) {
      if (!Object.hasOwn(credentials, credential)) yield `${place('credentials')} unknown credential "${credential}"`;
    }
  }
}

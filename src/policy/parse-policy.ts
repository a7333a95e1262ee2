import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { actionInconsistencies, toActionsPolicy } from './action-policy.ts';
import { alertInconsistencies } from './alert-sources.ts';
import type { CompileCondition, Condition, SignalSchema } from './condition.ts';
import { type Moods, moodsSchema } from './moods.ts';
import { parsePhrasePattern } from './phrase-pattern.ts';
import { checkPolicyTree, type PolicyDocument, parsePolicyDocument } from './policy-document.ts';
import { PolicyError } from './policy-error.ts';
import { layeredTree, type PolicyTexts } from './policy-layers.ts';
import { type PolicyFileName, type PolicyFiles, policySchemas } from './policy-schema.ts';
import type { HardRule, PolicySnapshot, ProhibitedTopic, SensitiveHandler, SoftSignal } from './policy-snapshot.ts';
import { signalSchema } from './signals.ts';

type Documents = { readonly [Name in PolicyFileName]: PolicyDocument<PolicyFiles[Name]> };

/**
 * Turns the texts of the policy files into a snapshot, or says everything that is wrong with them.
 *
 * @param texts file name (`escalation.yaml`) → text
 * @param folder what findings call the folder the files stand in
 * @param layers folders to lay over the files, in their order
 * @throws {PolicyError} with every finding as `file:line:column what`
 */
export function parsePolicy(
  texts: PolicyTexts,
  compile: CompileCondition,
  folder = 'policies',
  layers: readonly string[] = [],
): PolicySnapshot {
  const documents = parseDocuments(texts, folder, layers);
  const findings: string[] = [...inconsistencies(documents)];
  const condition = (source: string, at: string, schema: SignalSchema = signalSchema): Condition => {
    try {
      return compile(source, schema);
    } catch (error) {
      findings.push(`${at} ${error instanceof Error ? error.message : 'condition cannot be read'}`);
      return { source, holds: () => false };
    }
  };
  const snapshot: PolicySnapshot = {
    hash: hashOf(texts),
    folder,
    layers,
    texts,
    files: filesOf(documents),
    moods: parseMoods(texts, folder),
    intents: new Map(documents.intents.value.intents.map((intent) => [intent.id, intent])),
    hardRules: hardRulesOf(documents, condition),
    softSignals: softSignalsOf(documents, condition),
    clarifyWhen: condition(documents.escalation.value.clarify.when, documents.escalation.locate(['clarify', 'when'])),
    handlers: handlersOf(documents),
    topics: topicsOf(documents),
    actions: toActionsPolicy(documents.actions, condition),
    locate: (file, path) => documents[file].locate(path),
  };
  if (findings.length > 0) throw new PolicyError('policy-inconsistent', findings);
  return Object.freeze(snapshot);
}

/** Written by `npm run evaluate`, and the one file a policy may lack: without it nothing goes by statistics of mood. */
function parseMoods(texts: Readonly<Record<string, string>>, folder: string): Moods | null {
  const text = texts['moods.yaml'];
  return text === undefined ? null : parsePolicyDocument(`${folder}/moods.yaml`, text, moodsSchema).value;
}

/** Reads every file before complaining, so an operator sees all that is wrong at once. */
function parseDocuments(texts: PolicyTexts, folder: string, layers: readonly string[]): Documents {
  const findings: string[] = [];
  let code: PolicyError['code'] = 'policy-missing';
  // Without actions there is nothing to act with, which is how an appliance should begin; without alerts nobody is told.
  const present = { 'actions.yaml': '{}', 'alerts.yaml': '{}', ...texts };
  const read = <S extends z.ZodType>(name: PolicyFileName, schema: S): PolicyDocument<z.output<S>> | undefined => {
    try {
      const tree = layeredTree(name, { texts: present, folder, layers });
      if (tree !== undefined) return checkPolicyTree(tree, schema);
      findings.push(`${folder}/${name}.yaml:1:1 the file is missing`);
      return undefined;
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
      findings.push(...error.findings);
      code = error.code;
      return undefined;
    }
  };
  const intents = read('intents', policySchemas.intents);
  const scope = read('scope', policySchemas.scope);
  const content = read('content', policySchemas.content);
  const sensitive = read('sensitive', policySchemas.sensitive);
  const tone = read('tone', policySchemas.tone);
  const escalation = read('escalation', policySchemas.escalation);
  const privacy = read('privacy', policySchemas.privacy);
  const limits = read('limits', policySchemas.limits);
  const actions = read('actions', policySchemas.actions);
  const alerts = read('alerts', policySchemas.alerts);
  if (!(intents && scope && content && sensitive && tone && escalation && privacy && limits && actions && alerts)) {
    throw new PolicyError(code, findings);
  }
  return { intents, scope, content, sensitive, tone, escalation, privacy, limits, actions, alerts };
}

function filesOf(documents: Documents): PolicyFiles {
  return {
    intents: documents.intents.value,
    scope: documents.scope.value,
    content: documents.content.value,
    sensitive: documents.sensitive.value,
    tone: documents.tone.value,
    escalation: documents.escalation.value,
    privacy: documents.privacy.value,
    limits: documents.limits.value,
    actions: documents.actions.value,
    alerts: documents.alerts.value,
  };
}

type MakeCondition = (source: string, at: string) => Condition;

function hardRulesOf({ escalation }: Documents, condition: MakeCondition): readonly HardRule[] {
  return escalation.value.hard.map((rule, index) => {
    const at = escalation.locate(['hard', index]);
    return {
      id: rule.id,
      stage: rule.stage,
      condition: condition(rule.when, escalation.locate(['hard', index, 'when'])),
      reason: rule.reason,
      queue: rule.queue ?? null,
      priority: rule.priority ?? null,
      at,
    };
  });
}

function softSignalsOf({ escalation }: Documents, condition: MakeCondition): readonly SoftSignal[] {
  return escalation.value.soft.signals.map((signal, index) => ({
    id: signal.id,
    condition: condition(signal.when, escalation.locate(['soft', 'signals', index, 'when'])),
    weight: signal.weight,
    reason: signal.reason,
    at: escalation.locate(['soft', 'signals', index]),
  }));
}

function handlersOf({ sensitive }: Documents): readonly SensitiveHandler[] {
  return sensitive.value.handlers.map((handler, index) => ({
    id: handler.id,
    reason: handler.reason,
    queue: handler.queue ?? null,
    priority: handler.priority,
    phrases: handler.phrases.map(parsePhrasePattern),
    unless: handler.unless.map(parsePhrasePattern),
    message: handler.message ?? null,
    at: sensitive.locate(['handlers', index]),
  }));
}

function topicsOf({ content }: Documents): readonly ProhibitedTopic[] {
  return content.value.prohibitedTopics.map((topic, index) => ({
    id: topic.id,
    phrases: topic.phrases.map(parsePhrasePattern),
    alternative: topic.alternative,
    at: content.locate(['prohibitedTopics', index]),
  }));
}

/** Names that are used and have to be declared elsewhere. */
function* inconsistencies({ intents, scope, escalation, sensitive, actions, alerts }: Documents): Generator<string> {
  const known = new Set(intents.value.intents.map((intent) => intent.id));
  const queues = new Set(Object.keys(escalation.value.queues));
  const unknownQueue = (queue: string | undefined): string | null =>
    queue === undefined || queues.has(queue) ? null : `unknown queue "${queue}"`;
  const unknownIntent = (intent: string): string | null => (known.has(intent) ? null : `unknown intent "${intent}"`);
  const { defaultQueue, tierQueues, soft, hard } = escalation.value;
  yield* unknownHours(escalation);
  for (const [index, intent] of intents.value.intents.entries()) {
    yield* findingAt(intents, ['intents', index, 'queue'], unknownQueue(intent.queue));
  }
  for (const key of ['scripted', 'handover'] as const) {
    for (const [index, { intent }] of scope.value[key].entries()) {
      yield* findingAt(scope, [key, index, 'intent'], unknownIntent(intent));
    }
  }
  for (const [index, rule] of hard.entries()) {
    yield* findingAt(escalation, ['hard', index, 'queue'], unknownQueue(rule.queue));
  }
  for (const [index, handler] of sensitive.value.handlers.entries()) {
    yield* findingAt(sensitive, ['handlers', index, 'queue'], unknownQueue(handler.queue));
  }
  for (const intent of Object.keys(soft.perIntent)) {
    yield* findingAt(escalation, ['soft', 'perIntent', intent], unknownIntent(intent));
  }
  for (const [tier, queue] of Object.entries(tierQueues)) {
    yield* findingAt(escalation, ['tierQueues', tier], unknownQueue(queue));
  }
  yield* findingAt(escalation, ['defaultQueue'], unknownQueue(defaultQueue));
  yield* actionInconsistencies(actions, known);
  yield* alertInconsistencies(alerts);
}

function* unknownHours(escalation: Documents['escalation']): Generator<string> {
  const { hours, queues } = escalation.value;
  for (const [name, queue] of Object.entries(queues)) {
    for (const [tier, terms] of [['', queue] as const, ...Object.entries(queue.tiers)]) {
      const path = ['queues', name, ...(tier === '' ? [] : ['tiers', tier]), 'hours'];
      const unknown = terms.hours !== undefined && hours[terms.hours] === undefined;
      yield* findingAt(escalation, path, unknown ? `unknown hours "${terms.hours}"` : null);
    }
  }
}

function findingAt(
  document: Pick<PolicyDocument<unknown>, 'locate'>,
  path: readonly (string | number)[],
  what: string | null,
): readonly string[] {
  return what === null ? [] : [`${document.locate(path)} ${what}`];
}

function hashOf(texts: PolicyTexts): string {
  const hash = createHash('sha256');
  for (const name of Object.keys(texts).sort()) hash.update(`${name}\0${texts[name]}\0`);
  return `sha256:${hash.digest('hex')}`;
}

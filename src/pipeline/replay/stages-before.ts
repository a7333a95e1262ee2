import { ConnectorError } from '../../actions/connector-error.ts';
import { freshnessOf } from '../../knowledge/freshness.ts';
import type { Passage, RetrievedPassage } from '../../knowledge/passage.ts';
import { ModelError, type ModelErrorCode } from '../../models/model-error.ts';
import type { PolicySet } from '../../policy/parse-policy-set.ts';
import type { ActionPorts } from '../acting/action-ports.ts';
import type { Ledger } from '../ledger.ts';
import { createConversationRedaction } from '../redact-conversation.ts';
import type { Stages } from '../stages.ts';
import { conversationBefore, recordsBefore } from './conversation-before.ts';
import type { RecordedConversation, TurnInputs } from './recorded-inputs.ts';
import { recordedLearned } from './recorded-learned.ts';
import { recordedComposer, recordedJudge, type Shortfall } from './recorded-models.ts';

/** What a turn is run again with, in place of what it was recorded with. */
export interface ReplaySetting {
  /** `recorded`: the models say what they said; `present`: they are asked again. */
  readonly versions: 'recorded' | 'present';
  readonly policy: PolicySet;
  /** Passages as they were cited, where the knowledge base is another one by now; null searches. */
  readonly passages: readonly Passage[] | null;
}

interface Overlay {
  readonly recorded: RecordedConversation;
  readonly inputs: TurnInputs;
  readonly setting: ReplaySetting;
  readonly ledger: Ledger;
  onShortfall(what: Shortfall | 'calls-a-system-of-record'): void;
}

/** The stages of the appliance with the world as it was when the turn was recorded: nothing is written, nobody is called. */
export function stagesBefore(base: Stages, overlay: Overlay): Stages {
  const { inputs, setting, onShortfall } = overlay;
  const { entry, record } = inputs;
  const at = new Date(entry.receivedAt);
  const policy: Stages['policy'] = (of) => (of ? setting.policy.policyFor(of) : setting.policy.base);
  const records = recordsBefore(base.records, entry.turn, record);
  const { classify } = base;
  const { findPersonalData, findLearned } = createConversationRedaction({ records, policy, classify });
  const isRecorded = setting.versions === 'recorded';
  const state = { retrieved: false };
  return {
    ...base,
    records,
    ledger: overlay.ledger,
    policy,
    findPersonalData,
    findLearned: isRecorded ? recordedLearned(inputs, findPersonalData) : findLearned,
    redactMessage: (message) => recordedMessage(base, overlay, message.text),
    retrievePassages: async (request) => {
      state.retrieved = true;
      return setting.passages ? toRetrieved(setting.passages, inputs) : base.retrievePassages(request);
    },
    actions: createUncalledActions(base.actions, () => onShortfall('calls-a-system-of-record')),
    isStopped: isRecorded ? wasStopped(inputs, state) : () => false,
    now: () => at,
    newId: (prefix) => `${prefix}_replay`,
    observeStage: () => undefined,
    observeFault: () => undefined,
    ...(isRecorded ? recordedModels(base, inputs, onShortfall) : {}),
  };
}

/** The redacted message is the recorded input: what the customer typed is kept nowhere. */
async function recordedMessage(base: Stages, { recorded, inputs }: Overlay, text: string) {
  const { entry, record } = inputs;
  const stored = conversationBefore(recorded, entry.turn);
  if (stored === undefined) throw new Error(`Cannot replay "${entry.conversation}": the log has no beginning of it`);
  const { conversation } = stored;
  const known = await base.records.knownValues(conversation.id);
  const turn = {
    conversation,
    number: entry.turn,
    question: entry.question,
    entities: record.entities,
    receivedAt: new Date(entry.receivedAt),
    redactionComplete: record.redactionComplete,
  };
  // A step is answered without words.
  return { turn: text === '' && entry.question === '' ? { ...turn, entities: [] } : turn, known, added: [] };
}

function recordedModels(base: Stages, inputs: TurnInputs, onShortfall: (what: Shortfall) => void) {
  const composer = recordedComposer(inputs, onShortfall);
  const judge = recordedJudge(inputs);
  const fault = embedderFaults.find((code) => code === inputs.record.wordsAlone);
  const embed = async (): Promise<never> => {
    throw new ModelError(fault ?? 'engine-failed', 'It failed when it was recorded');
  };
  return {
    composer: () => composer,
    judge: () => judge,
    ...(fault === undefined ? {} : { embedder: { ...describe(base), embed } }),
  };
}

/** Methods of a class are no properties of its own: each is passed on. */
function describe({ embedder }: Stages) {
  const { model, dimension } = embedder;
  return { model, dimension, isReady: () => embedder.isReady(), close: async () => undefined };
}

const embedderFaults: readonly ModelErrorCode[] = ['engine-down', 'engine-timeout', 'engine-failed', 'queue-full'];

/** The stop switch, as far as the turn met it: on from the beginning, or since the search. */
function wasStopped({ entry, record }: TurnInputs, state: { readonly retrieved: boolean }): () => boolean {
  if (record.wordsAlone === 'stopped') return () => true;
  return () => entry.reason === 'stopped' && state.retrieved;
}

function toRetrieved(passages: readonly Passage[], { entry, record }: TurnInputs): readonly RetrievedPassage[] {
  return record.passages.flatMap(({ id, version, relevance, sentences: sentenceScores }) => {
    const passage = passages.find((one) => one.id === id && one.version === version);
    if (passage === undefined) return [];
    return [{ ...passage, ...freshnessOf(passage, new Date(entry.receivedAt)), relevance, sentenceScores }];
  });
}

/** Systems of record are never called again: what another policy would ask of them stays open. */
function createUncalledActions({ subjectOf }: ActionPorts, onCall: () => void): ActionPorts {
  const refuse = async (): Promise<never> => {
    onCall();
    throw new ConnectorError('unreachable', 'replay');
  };
  return {
    connector: refuse,
    codeSender: () => ({ send: refuse }),
    newCode: () => '000000',
    keyedHash: () => '',
    subjectOf,
  };
}

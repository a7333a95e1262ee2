import type { Passage } from '../../knowledge/passage.ts';
import type { PolicySet } from '../../policy/parse-policy-set.ts';
import { createHandleMessage } from '../handle-message.ts';
import type { StoredConversation } from '../records.ts';
import { requestPerson } from '../request-person.ts';
import type { Stages } from '../stages.ts';
import { createTurnNotes, type StageClock, type TurnNotes } from '../turn-notes.ts';
import type { TurnWork } from '../turn-work.ts';
import { compareTurns, type TurnComparison } from './compare-turns.ts';
import { conversationBefore } from './conversation-before.ts';
import { createDryLedger } from './dry-ledger.ts';
import {
  type LeftOut,
  type RecordedConversation,
  readInputs,
  type TurnEntry,
  type TurnInputs,
  type Unavailable,
} from './recorded-inputs.ts';
import type { Shortfall } from './recorded-models.ts';
import { type ReplaySetting, stagesBefore } from './stages-before.ts';

export interface ReplayPorts {
  /** The stages of the appliance as it is, on a store that is only read. */
  readonly stages: Stages;
  readonly versions: ReplaySetting['versions'];
  /** In place of the recorded policy; null takes that. */
  readonly policy: PolicySet | null;
  /** A policy that was in force; undefined where it is not kept. */
  policyOf(hash: string): PolicySet | undefined;
  /** A passage as it was in a version of its document; undefined where that version is not kept. */
  findPassage(id: string, version: string): Passage | undefined;
}

/** What became of a recorded turn when it was run again. */
export type ReplayedTurn = { readonly turn: number; readonly index: number | null } & (
  | ({ readonly kind: 'same' | 'differs' } & TurnComparison)
  /** It goes where nobody recorded anything. */
  | { readonly kind: 'open'; readonly why: Shortfall | 'calls-a-system-of-record' }
  | { readonly kind: 'left-out'; readonly why: LeftOut }
  | { readonly kind: 'unavailable'; readonly why: Unavailable | 'no-such-turn' }
);

export type ReplayTurn = (recorded: RecordedConversation, turn: number) => Promise<ReplayedTurn>;

/** Runs a recorded turn through the path again, with the world as it was, and holds the ending against the record. */
export function createReplayTurn(ports: ReplayPorts): ReplayTurn {
  return async function replayTurn(recorded, turn) {
    const inputs = readInputs(recorded, turn);
    if (typeof inputs === 'string') return { turn, index: null, kind: 'unavailable', why: inputs };
    const { index } = inputs;
    const before = conversationBefore(recorded, turn);
    const left = leftOut(inputs, before);
    if (left !== null) return { turn, index, kind: 'left-out', why: left };
    const setting = await settingFor(ports, inputs);
    if (typeof setting === 'string' || before === undefined) {
      return { turn, index, kind: 'unavailable', why: typeof setting === 'string' ? setting : 'earlier-release' };
    }
    const { entry, shortfall } = await runAgain(ports, { recorded, inputs, before, setting });
    if (shortfall !== null) return { turn, index, kind: 'open', why: shortfall };
    const isSamePolicy = setting.policy.hash === inputs.decision.policy;
    const comparison = compareTurns(inputs.entry, entry, {
      isSameVersions: ports.versions === 'recorded' && isSamePolicy,
    });
    return { turn, index, kind: comparison.differences.length === 0 ? 'same' : 'differs', ...comparison };
  };
}

/** Turns that something else than policy, words and models decided. */
function leftOut({ entry, decision, record }: TurnInputs, before: StoredConversation | undefined): LeftOut | null {
  if (decision.fault === 'interrupted' || entry.reason === 'interrupted') return 'interrupted';
  if (record.calls.length > 0 || decision.action !== undefined) return 'system-of-record';
  const wasHeld = before?.progress.state === 'waiting-for-person' || before?.progress.state === 'with-person';
  if ((entry.outcome === 'with-person') !== wasHeld) return 'taken-over';
  return null;
}

async function settingFor(ports: ReplayPorts, inputs: TurnInputs): Promise<ReplaySetting | Unavailable> {
  const { stages, versions } = ports;
  const { decision, record } = inputs;
  const policy = ports.policy ?? ports.policyOf(decision.policy);
  if (policy === undefined) return 'policy-gone';
  if (versions === 'present') return { versions, policy, passages: null };
  if (decision.versions.embedModel.sha256 !== stages.embedder.model.sha256) return 'embedder-other';
  if (record.memory.length > 0 && !(await isRemembered(ports, inputs))) return 'memory-gone';
  if (decision.versions.knowledge === stages.knowledgeVersion()) return { versions, policy, passages: null };
  const passages = record.passages.map(({ id, version }) => ports.findPassage(id, version));
  const found = passages.filter((passage) => passage !== undefined);
  return found.length === passages.length ? { versions, policy, passages: found } : 'passages-gone';
}

async function isRemembered({ stages }: ReplayPorts, { entry, record }: TurnInputs): Promise<boolean> {
  const stored = await stages.records.findConversation(entry.conversation);
  if (stored === undefined) return false;
  const facts = await stages.records.memory.factsOf(stored.conversation.subject, new Date(entry.receivedAt));
  return record.memory.every((id) => facts.some((fact) => fact.id === id));
}

interface Rerun {
  readonly recorded: RecordedConversation;
  readonly inputs: TurnInputs;
  readonly before: StoredConversation;
  readonly setting: ReplaySetting;
}

async function runAgain(
  ports: ReplayPorts,
  { recorded, inputs, before, setting }: Rerun,
): Promise<{ readonly entry: TurnEntry; readonly shortfall: Shortfall | 'calls-a-system-of-record' | null }> {
  const { ledger, sealed } = createDryLedger();
  const met: (Shortfall | 'calls-a-system-of-record')[] = [];
  const onShortfall = (what: Shortfall | 'calls-a-system-of-record'): void => void met.push(what);
  const stages = stagesBefore(ports.stages, { recorded, inputs, setting, ledger, onShortfall });
  const { conversation } = before;
  const work = toWork(stages, inputs, before);
  if (isButton(inputs)) await requestPerson(stages, { conversation, note: inputs.entry.question }, work);
  else {
    const message = { conversation, text: inputs.entry.question, receivedAt: stages.now() };
    await createHandleMessage(stages)(message, work);
  }
  const entry = sealed();
  if (entry === null) throw new Error('The turn was not sealed');
  return { entry, shortfall: met[0] ?? null };
}

/** The button "talk to a person" is a turn in which nothing is read. */
function isButton({ entry, decision }: TurnInputs): boolean {
  const read = decision.explanation.nodes.some(({ stage }) => stage === 'recall');
  return entry.reason === 'person-requested' && !read;
}

function toWork(stages: Stages, inputs: TurnInputs, { conversation, progress }: StoredConversation): TurnWork {
  const { actor } = inputs.entry;
  const role = actor.role === 'operator' || actor.role === 'appliance' ? 'kiosk' : actor.role;
  const notes = createTurnNotes(stages.policy(conversation));
  const call = { caller: { keyId: actor.key, role }, requestId: 'replay', idempotency: null };
  const listen = inputs.record.streamed ? async () => undefined : null;
  return { call, joined: [], progress, notes, clock: createReplayClock(notes, inputs), listen };
}

/** Whoever runs a turn again waits for it; the longest a timer can wait. */
const NO_DEADLINE_MS = 2 ** 31 - 1;

/** Notes the stages, and fails where the recorded turn failed. */
function createReplayClock(notes: TurnNotes, inputs: TurnInputs): StageClock {
  const failing = failingStage(inputs);
  return {
    time: async function timeAgain(stage, work) {
      notes.timings.set(stage, 0);
      if (stage === failing) throw new ReplayedFault(inputs.decision.fault ?? 'unknown');
      return work(new AbortController().signal);
    },
    remainingMs: () => NO_DEADLINE_MS,
  };
}

/** The stage a fault ended, where no model that says again what it said raises it by itself. */
function failingStage({ decision, record }: TurnInputs): string | undefined {
  const { fault, explanation } = decision;
  if (fault === null || fault === record.wordsAlone || fault === record.generations.at(-1)?.end) return undefined;
  return explanation.nodes.filter(({ stage }) => stage !== 'ending').at(-1)?.stage;
}

class ReplayedFault extends Error {
  override readonly name = 'ReplayedFault';
  readonly code: string;

  constructor(code: string) {
    super('It failed when it was recorded');
    this.code = code;
  }
}

import type { Priority } from '../conversation/outcome.ts';
import { DeadlinePassed } from '../conversation/within-deadline.ts';
import type { Explanation } from '../escalation/decision.ts';
import type { RetrievedPassage } from '../knowledge/passage.ts';
import type { DecisionRequest } from '../models/text-generator.ts';
import type { PolicySnapshot } from '../policy/policy-snapshot.ts';
import type { Signals } from '../policy/signals.ts';
import type { Tracer } from '../telemetry/tracer.ts';
import type { Triage } from '../triage/triage.ts';
import type { Finding } from '../validation/finding.ts';
import { type ActionNotes, createActionNotes } from './acting/action-notes.ts';
import type { GenerationNote } from './note-generations.ts';
import type { SettledHandover } from './records.ts';
import type { SubjectMemory } from './remembering/recall-facts.ts';
import type { Listen, StageName } from './views.ts';

/** A draft that was made for the turn, and what validation found in it. */
export interface DraftNote {
  readonly mode: string;
  readonly accepted: boolean;
  readonly grounded: number | null;
  readonly findings: readonly Finding[];
  /** Words that stand in no reply: a composed draft up to where it ended, or a rejected quoted one. */
  readonly sentences?: readonly SentenceNote[];
}

/** A sentence of a draft, and what validation found once it was there. */
export interface SentenceNote {
  readonly text: string;
  readonly findings: readonly Finding[];
}

/** What a judge was asked because the classifier was unsure, and what it answered. */
export interface JudgeNote {
  readonly model: { readonly id: string; readonly sha256: string };
  readonly prompt: string;
  readonly request: DecisionRequest;
  /** Intents in the order of their letters, and last `none`. */
  readonly choices: readonly string[];
  /** One a choice; null where no answer came in time. */
  readonly probabilities: readonly number[] | null;
  readonly weight: number;
  /** Why there was no answer: a code. */
  readonly fault: string | null;
  /** What the classifier alone made of the message. */
  readonly classifier: { readonly intent: string; readonly confidence: number; readonly inScope: number };
}

/** A handover that moved up while it waited, and the words of policy that moved it. */
export interface RaisedHandover {
  readonly reference: string;
  readonly from: Priority;
  readonly to: Priority;
  /** Handler of `sensitive.yaml`, and its place. */
  readonly handler: string;
  readonly at: string;
}

/**
 * What the stages found on the way, for the record and for staff. Written as the turn goes along, so that a turn cut
 * short by a fault still shows how far it came.
 */
export interface TurnNotes {
  readonly policy: PolicySnapshot;
  triage: Triage | null;
  priorContacts: number;
  newIssue: boolean;
  signals: Signals | null;
  /** Null while no judge was asked. */
  judge: JudgeNote | null;
  /** Signals of the classifier's own reading where a judge changed it: hard rules are asked of these as well. */
  unjudged: Signals | null;
  passages: readonly RetrievedPassage[];
  readonly explanations: { readonly stage: string; readonly kind: string; readonly explanation: Explanation }[];
  readonly drafts: DraftNote[];
  /** What the text model was asked and said, in order. */
  readonly generations: GenerationNote[];
  /** Sentences told while the turn goes on. Whatever happens after, they stay said and belong to its reply. */
  readonly said: string[];
  /** Earlier turns of the issue, for the packet. */
  earlier: readonly { readonly question: string; readonly outcome: string }[];
  readonly action: ActionNotes;
  /** What is remembered of the customer from before the conversation; null until it was asked for. */
  memory: SubjectMemory | null;
  textModel: { readonly id: string; readonly sha256: string } | null;
  prompt: string | null;
  /** Handovers of the conversation that people have ended. */
  settled: readonly SettledHandover[];
  /** The ended handover whose matter came again, and about which the customer was asked first. */
  askedFirst: string | null;
  /** A waiting handover that what was written meanwhile makes more urgent. */
  raised: RaisedHandover | null;
  /** Why the message was read by the words of policy alone: `stopped`, or the code of the embedder's fault. */
  wordsAlone: string | null;
  /** Stages that went on without a part they lean on, and the code of what it had. */
  readonly fallbacks: { readonly stage: StageName; readonly code: string }[];
  /** True once the turn was ended at its deadline: whatever still runs of it says and does nothing more. */
  isOver: boolean;
  /** Code of the fault that ended the turn. */
  fault: string | null;
  readonly timings: Map<StageName, number>;
}

export function createTurnNotes(policy: PolicySnapshot): TurnNotes {
  return {
    policy,
    triage: null,
    priorContacts: 0,
    newIssue: false,
    signals: null,
    judge: null,
    unjudged: null,
    passages: [],
    explanations: [],
    drafts: [],
    generations: [],
    said: [],
    earlier: [],
    action: createActionNotes(),
    memory: null,
    textModel: null,
    prompt: null,
    settled: [],
    askedFirst: null,
    raised: null,
    wordsAlone: null,
    fallbacks: [],
    isOver: false,
    fault: null,
    timings: new Map(),
  };
}

/** Measures stages, bounds them, and tells a listener where the turn is. */
export interface StageClock {
  /** The signal is aborted with {@link DeadlinePassed} at the deadline of the stage, or of the turn where that is sooner. */
  time<T>(stage: StageName, work: (signal: AbortSignal) => Promise<T> | T): Promise<T>;
  /** Milliseconds until the deadline of the turn; at least 1. */
  remainingMs(): number;
}

export function createStageClock(
  notes: TurnNotes,
  ports: {
    readonly nowMs: () => number;
    readonly listen: Listen | null;
    readonly observe: (stage: StageName, ms: number) => void;
    readonly span: Tracer['span'];
  },
): StageClock {
  const deadlines: Partial<Record<StageName | 'turn', number>> = notes.policy.files.limits.deadlinesMs;
  const { turn } = notes.policy.files.limits.deadlinesMs;
  const turnBegun = ports.nowMs();
  const remainingMs = (): number => Math.max(1, turn - (ports.nowMs() - turnBegun));
  return {
    remainingMs,
    time: async function timeStage(stage, work) {
      await ports.listen?.({ kind: 'stage', stage });
      const begun = ports.nowMs();
      const late = new AbortController();
      const own = deadlines[stage];
      const most = own === undefined ? null : Math.min(own, remainingMs());
      const timer = most === null ? undefined : setTimeout(() => late.abort(new DeadlinePassed(most)), most);
      try {
        return await ports.span(stage, () => work(late.signal));
      } finally {
        clearTimeout(timer);
        const ms = ports.nowMs() - begun;
        notes.timings.set(stage, (notes.timings.get(stage) ?? 0) + ms);
        ports.observe(stage, ms);
      }
    },
  };
}

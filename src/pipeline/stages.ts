import type { Conversation, CustomerMessage, Turn } from '../conversation/conversation.ts';
import type { RedactedText } from '../conversation/redacted-text.ts';
import type { Draft } from '../conversation/reply.ts';
import type { TextGenerator } from '../models/text-generator.ts';
import type { PolicySnapshot } from '../policy/policy-snapshot.ts';
import type { ClassifyText } from '../redaction/classify-text.ts';
import type { KnownValue } from '../redaction/placeholder-book.ts';
import type { RetrievePassages } from '../retrieval/retrieve-passages.ts';
import type { Tracer } from '../telemetry/tracer.ts';
import type { HandoverVerdict, TurnMeasures } from '../telemetry/turn-metrics.ts';
import type { IntentExamples } from '../triage/intent-examples.ts';
import type { Evidence, FoundPersonalData } from '../validation/evidence.ts';
import type { SentenceValidator, Validation } from '../validation/validate-draft.ts';
import type { ValidationRules } from '../validation/validation-rules.ts';
import type { ActionPorts } from './acting/action-ports.ts';
import type { Ledger, Write } from './ledger.ts';
import type { QuestionEmbedder } from './question-embedder.ts';
import type { Records } from './records.ts';
import type { StageName } from './views.ts';

/** A turn with the values that stand behind its placeholders; those go to the vault and back to their owner, nowhere else. */
export interface RedactedMessage {
  readonly turn: Turn;
  /** Everything the conversation knows, this message included. */
  readonly known: readonly KnownValue[];
  readonly added: readonly KnownValue[];
}

/** A short text beside the turns, redacted, and what the vault keeps of it. */
export interface RedactedNote {
  readonly text: RedactedText;
  readonly writes: readonly Write[];
}

/** Words that are said whether or not every recogniser could read them. */
export interface RedactedWords extends RedactedNote {
  /** False where a recogniser was down: the others alone have masked. */
  readonly complete: boolean;
}

/** The text model, as far as it may speak: null while it is absent or has not passed its examination. */
export interface Composer {
  readonly generator: TextGenerator;
}

/** The text model, as far as it may judge intents: null while it is absent or has not passed its examination. */
export interface Judge {
  readonly generator: Pick<TextGenerator, 'model' | 'decide' | 'isReady'>;
}

/** Everything the path is made of. `compose.ts` hands it in; a test hands in what its story needs. */
export interface Stages {
  readonly records: Records;
  readonly ledger: Ledger;
  readonly embedder: QuestionEmbedder;
  readonly retrievePassages: RetrievePassages;
  /** At the end of `signal` rules alone have masked; the turn is marked, and hands over. */
  redactMessage(message: CustomerMessage, signal?: AbortSignal): Promise<RedactedMessage>;
  /** Keeps nothing in memory of what was written in a conversation that is over. */
  forgetTail(conversation: string): void;
  /** The learned recogniser, for texts of no conversation; undefined where none is configured. */
  readonly classify: ClassifyText | undefined;
  /**
   * Redacts what staff or customers write beside the turns, with the vault writes that go with it.
   *
   * @throws {ApplianceError} `overloaded` where a recogniser is down: such a text can be sent again
   */
  redactNote(conversation: Conversation, text: string, after?: Pick<RedactedNote, 'writes'>): Promise<RedactedNote>;
  /** The same for words that cannot wait; whoever asks decides what becomes of them where `complete` is false. */
  redactWords(conversation: Conversation, text: string, after?: Pick<RedactedNote, 'writes'>): Promise<RedactedWords>;
  /** Collection of conversations that name none. */
  defaultCollection(): string;
  /** True for the default collection and for each that holds documents. */
  isKnownCollection(collection: string): Promise<boolean>;
  intentExamples(policy: PolicySnapshot): Promise<IntentExamples>;
  composer(): Composer | null;
  judge(): Judge | null;
  readonly actions: ActionPorts;
  validateDraft(input: {
    readonly draft: Draft;
    readonly evidence: Evidence;
    readonly rules: ValidationRules;
  }): Validation;
  createSentenceValidator(input: SentenceValidatorInput): SentenceValidator;
  /** Personal data in a text that is about to be said. */
  findPersonalData: Evidence['findPersonalData'];
  /** The same by the learned recogniser alone, for words a model chose. Rejects where it cannot answer. */
  findLearned(text: string, signal?: AbortSignal): Promise<readonly FoundPersonalData[]>;
  knowledgeVersion(): string;
  /** The policy in force: for a conversation with the layers of its tier and channel, else as it is for everybody. */
  policy(of?: Pick<Conversation, 'tier' | 'channel'>): PolicySnapshot;
  /** True while the stop switch is on. */
  isStopped(): boolean;
  /** True while the disk has room left for handing over alone. */
  isDiskLow(): boolean;
  now(): Date;
  nowMs(): number;
  newId(prefix: 'a' | 'c' | 'h' | 'f' | 'm' | 'r' | 'w'): string;
  readonly span: Tracer['span'];
  observeStage(stage: StageName, ms: number): void;
  observeFault(code: string): void;
  observeTurn(measures: TurnMeasures): void;
  observeVerdict(verdict: HandoverVerdict): void;
}

export interface SentenceValidatorInput {
  readonly evidence: Evidence;
  readonly rules: ValidationRules;
  readonly mode: Draft['mode'];
  readonly language: string;
  readonly acknowledgement: string;
  readonly citations: Draft['citations'];
}

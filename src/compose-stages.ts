import { performance } from 'node:perf_hooks';
import { isSupportedCountry } from 'libphonenumber-js/max';
import { monotonicFactory } from 'ulid';
import { rememberVectors } from './adapters/sqlite/remember-vectors.ts';
import type { Store } from './compose-store.ts';
import type { Conversation, CustomerMessage } from './conversation/conversation.ts';
import type { Embedder } from './models/embedder.ts';
import type { Composer, RedactedMessage, RedactedNote, Stages } from './pipeline/stages.ts';
import type { StageName } from './pipeline/views.ts';
import type { PolicySnapshot } from './policy/policy-snapshot.ts';
import { createLeakCheck } from './redaction/leak-check.ts';
import { createPlaceholderBook, type PlaceholderBook } from './redaction/placeholder-book.ts';
import { createRedactor, type Redactor } from './redaction/redact-message.ts';
import { createRetrieval } from './retrieval/retrieve-passages.ts';
import { createIntentExamples } from './triage/intent-examples.ts';
import { createSentenceValidator } from './validation/sentence-validator.ts';
import { validateDraft } from './validation/validate-draft.ts';

export interface StageParts {
  readonly store: Store;
  readonly embedder: Embedder;
  policy(): PolicySnapshot;
  composer(): Composer | null;
  knowledgeVersion(): string;
  defaultCollection(): string;
  isStopped(): boolean;
  now(): Date;
  observeStage(stage: StageName, ms: number): void;
  observeFault(code: string): void;
}

/** Puts the stages of the path together. */
export function createStages(parts: StageParts): Stages {
  const { store, embedder } = parts;
  const newUlid = monotonicFactory();
  const redaction = createConversationRedaction(parts);
  return {
    records: store.records,
    ledger: store.ledger,
    embedder,
    retrievePassages: createRetrieval({
      store: store.knowledge,
      passageIndex: store.passageIndex,
      textIndex: store.textIndex,
    }),
    ...redaction,
    intentExamples: createIntentExamples(rememberVectors(embedder, store.database)),
    composer: parts.composer,
    validateDraft,
    createSentenceValidator,
    knowledgeVersion: parts.knowledgeVersion,
    defaultCollection: parts.defaultCollection,
    policy: parts.policy,
    isStopped: parts.isStopped,
    now: parts.now,
    nowMs: () => performance.now(),
    newId: (prefix) => `${prefix}_${newUlid(parts.now().getTime())}`,
    observeStage: parts.observeStage,
    observeFault: parts.observeFault,
  };
}

/** Characters of a message kept, in memory alone, to find an identifier that goes on in the next one. */
const TAIL = 64;
const KEPT_TAILS = 5_000;

function createConversationRedaction(
  parts: Pick<StageParts, 'store' | 'policy'>,
): Pick<Stages, 'redactMessage' | 'redactNote' | 'findPersonalData'> {
  const { records } = parts.store;
  const tools = createRedactionTools(parts.policy);
  const tails = new Map<string, string>();
  const keepTail = (conversation: string, text: string): void => {
    if (tails.size >= KEPT_TAILS) tails.clear();
    tails.set(conversation, text.slice(-TAIL));
  };
  return {
    redactMessage: async function redactMessage(message: CustomerMessage): Promise<RedactedMessage> {
      const { conversation, text, receivedAt } = message;
      const { redactor, country } = tools();
      const book = createPlaceholderBook(await records.knownValues(conversation.id), country);
      const previousTail = tails.get(conversation.id);
      const redaction = await redactor.redact(text, book, previousTail === undefined ? {} : { previousTail });
      keepTail(conversation.id, text);
      const turn = {
        conversation,
        number: conversation.turns + 1,
        question: redaction.text,
        entities: redaction.entities,
        receivedAt,
        redactionComplete: redaction.complete,
      };
      return { turn, known: book.values(), added: redaction.added };
    },
    redactNote: async function redactNote(conversation: Conversation, text: string, after?: RedactedNote) {
      const { redactor, country } = tools();
      const before = (after?.writes ?? []).flatMap((write) => (write.kind === 'vault' ? write.values : []));
      const book: PlaceholderBook = createPlaceholderBook(
        [...(await records.knownValues(conversation.id)), ...before],
        country,
      );
      const redaction = await redactor.redact(text, book);
      const { id, subject } = conversation;
      const values = redaction.added;
      return {
        text: redaction.text,
        writes: values.length > 0 ? [{ kind: 'vault', conversation: id, subject, values }] : [],
      };
    },
    findPersonalData: (text) => {
      const { leaks, complete } = tools().findLeaks(text, { known: [], allowed: [] });
      if (!complete) throw new Error('A recogniser failed');
      return leaks;
    },
  };
}

interface RedactionTools {
  readonly redactor: Redactor;
  readonly findLeaks: ReturnType<typeof createLeakCheck>;
  readonly country: NonNullable<Parameters<typeof createPlaceholderBook>[1]>;
}

/** The redactor of the policy in force, made anew when policy changes. */
function createRedactionTools(policy: () => PolicySnapshot): () => RedactionTools {
  const made = new WeakMap<PolicySnapshot, RedactionTools>();
  return function redactionTools() {
    const snapshot = policy();
    const known = made.get(snapshot);
    if (known) return known;
    const { defaultCountry, ours } = snapshot.files.privacy;
    const country = isSupportedCountry(defaultCountry) ? defaultCountry : 'US';
    const options = { defaultCountry: country, ours };
    const tools = { redactor: createRedactor(options), findLeaks: createLeakCheck(options), country };
    made.set(snapshot, tools);
    return tools;
  };
}

import type { ConversationState } from '../../conversation/conversation.ts';
import type { KioskErrorCode } from './kiosk-error.ts';
import type { Opening, Transcript, Turn } from './turn.ts';

/** Who answers next. */
type Holder = 'assistant' | 'waiting' | 'person' | 'closed';

export interface Failure {
  readonly code: KioskErrorCode;
  readonly retryAfterSeconds: number | undefined;
}

export interface CustomerEntry {
  readonly kind: 'customer';
  readonly id: string;
  readonly text: string;
  readonly delivery: 'sending' | 'sent' | Failure;
  /** True once the appliance said that a person, not the assistant, reads it. */
  readonly forPerson: boolean;
}

export interface AssistantEntry {
  readonly kind: 'assistant';
  readonly id: string;
  /** Shown in this order; each arrived validated. */
  readonly sentences: readonly string[];
  /** Undefined while the answer is still coming. */
  readonly turn: Turn | undefined;
  readonly helped: boolean | undefined;
}

export interface PersonEntry {
  readonly kind: 'person';
  readonly id: string;
  readonly text: string;
}

/** A change of holder, said in one line. */
export interface NoteEntry {
  readonly kind: 'note';
  readonly id: string;
  readonly note: 'person-joined' | 'assistant-back' | 'closed';
}

export type Entry = CustomerEntry | AssistantEntry | PersonEntry | NoteEntry;

export interface ConversationView {
  /** Undefined until the appliance has opened the conversation. */
  readonly opening: Opening | undefined;
  readonly holder: Holder;
  readonly entries: readonly Entry[];
  /** The message on its way and the stage its answer is in. */
  readonly pending: { readonly id: string; readonly stage: string } | undefined;
}

export type ViewEvent =
  | { readonly kind: 'opened'; readonly opening: Opening }
  | { readonly kind: 'asked'; readonly id: string; readonly text: string }
  | { readonly kind: 'asked-again'; readonly id: string }
  | { readonly kind: 'stage-reached'; readonly id: string; readonly stage: string }
  | { readonly kind: 'sentence-arrived'; readonly id: string; readonly position: number; readonly text: string }
  | { readonly kind: 'settled'; readonly id: string; readonly turn: Turn }
  | { readonly kind: 'failed'; readonly id: string; readonly failure: Failure }
  | { readonly kind: 'polled'; readonly transcript: Transcript }
  | { readonly kind: 'helped'; readonly id: string; readonly helped: boolean };

export const emptyView: ConversationView = { opening: undefined, holder: 'assistant', entries: [], pending: undefined };

/** The whole behaviour of the page between two frames: pure, so that every story is a list of events. */
export function reduceView(view: ConversationView, event: ViewEvent): ConversationView {
  switch (event.kind) {
    case 'opened':
      return { ...emptyView, opening: event.opening };
    case 'asked':
      return appendQuestion(view, event.id, event.text);
    case 'asked-again':
      return {
        ...changeCustomer(view, event.id, { delivery: 'sending' }),
        pending: { id: event.id, stage: '' },
      };
    case 'stage-reached':
      return view.pending?.id === event.id ? { ...view, pending: { id: event.id, stage: event.stage } } : view;
    case 'sentence-arrived':
      return placeSentence(view, event.id, { position: event.position, text: event.text });
    case 'settled':
      return settle(view, event.id, event.turn);
    case 'failed': {
      const failed = changeCustomer(view, event.id, { delivery: event.failure });
      return { ...failed, pending: undefined };
    }
    case 'polled':
      return takePoll(view, event.transcript);
    case 'helped':
      break;
  }
  return changeAssistant(view, event.id, (entry) => ({ ...entry, helped: event.helped }));
}

/** The entry that answers a message. */
export function answerIdOf(messageId: string): string {
  return `answer-${messageId}`;
}

function appendQuestion(view: ConversationView, id: string, text: string): ConversationView {
  const question: CustomerEntry = { kind: 'customer', id, text, delivery: 'sending', forPerson: false };
  return { ...view, entries: [...view.entries, question], pending: { id, stage: '' } };
}

/** A repeated call streams its sentences again: the position, not the arrival, decides where one stands. */
function placeSentence(
  view: ConversationView,
  messageId: string,
  sentence: { readonly position: number; readonly text: string },
): ConversationView {
  if (view.pending?.id !== messageId) return view;
  const known = withAnswer(view, messageId);
  return changeAssistant(known, answerIdOf(messageId), (entry) => {
    const sentences = [...entry.sentences];
    sentences[Math.min(sentence.position, sentences.length)] = sentence.text;
    return { ...entry, sentences };
  });
}

function settle(view: ConversationView, messageId: string, turn: Turn): ConversationView {
  const forPerson = turn.outcome === 'with-person';
  const delivered = changeCustomer(view, messageId, { delivery: 'sent', forPerson });
  const pending = view.pending?.id === messageId ? undefined : view.pending;
  const holder = holderAfter(view.holder, turn);
  const base: ConversationView = { ...delivered, holder, pending };
  if (turn.reply === undefined && turn.handover === undefined) return base;
  return changeAssistant(withAnswer(base, messageId), answerIdOf(messageId), (entry) => ({
    ...entry,
    turn,
    sentences: settledSentences(entry.sentences, turn.reply?.text),
  }));
}

/** What is on the screen stays untouched when the turn says the same, so that nothing is read out twice. */
function settledSentences(shown: readonly string[], text: string | undefined): readonly string[] {
  if (text === undefined || shown.join(' ') === text) return shown;
  return [text];
}

function holderAfter(holder: Holder, turn: Turn): Holder {
  if (turn.outcome === 'handed-over') return 'waiting';
  if (turn.outcome === 'with-person') return holder === 'waiting' ? 'waiting' : 'person';
  // An answer under way when a person was asked for may come after the handover: only a poll gives a conversation back.
  return holder;
}

function takePoll(view: ConversationView, transcript: Transcript): ConversationView {
  // An answer that came while the poll was on its way is newer than the poll.
  if (view.holder !== 'waiting' && view.holder !== 'person') return view;
  const holder = holderIn[transcript.state];
  const seen = view.entries.filter((entry) => entry.kind === 'person').length;
  const replies = transcript.personReplies
    .slice(seen)
    .map((text, offset): PersonEntry => ({ kind: 'person', id: `person-${seen + offset}`, text }));
  const note = holder === view.holder ? undefined : noteFor[holder];
  if (note === undefined && replies.length === 0) return holder === view.holder ? view : { ...view, holder };
  const notes: NoteEntry[] = note === undefined ? [] : [{ kind: 'note', id: `note-${view.entries.length}`, note }];
  const isFarewell = holder === 'closed' || holder === 'assistant';
  const added = isFarewell ? [...replies, ...notes] : [...notes, ...replies];
  return { ...view, holder, entries: [...view.entries, ...added] };
}

const holderIn: Readonly<Record<ConversationState, Holder>> = {
  'with-assistant': 'assistant',
  'awaiting-confirmation': 'assistant',
  'waiting-for-person': 'waiting',
  'with-person': 'person',
  closed: 'closed',
};

const noteFor: Readonly<Record<Holder, NoteEntry['note'] | undefined>> = {
  assistant: 'assistant-back',
  waiting: undefined,
  person: 'person-joined',
  closed: 'closed',
};

function withAnswer(view: ConversationView, messageId: string): ConversationView {
  const id = answerIdOf(messageId);
  if (view.entries.some((entry) => entry.id === id)) return view;
  const answer: AssistantEntry = { kind: 'assistant', id, sentences: [], turn: undefined, helped: undefined };
  return { ...view, entries: [...view.entries, answer] };
}

function changeCustomer(view: ConversationView, id: string, change: Partial<CustomerEntry>): ConversationView {
  const entries = view.entries.map((entry) =>
    entry.kind === 'customer' && entry.id === id ? { ...entry, ...change } : entry,
  );
  return { ...view, entries };
}

function changeAssistant(
  view: ConversationView,
  id: string,
  change: (entry: AssistantEntry) => AssistantEntry,
): ConversationView {
  const entries = view.entries.map((entry) => (entry.kind === 'assistant' && entry.id === id ? change(entry) : entry));
  return { ...view, entries };
}
